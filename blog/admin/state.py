"""An article's state as the admin shows and filters it."""

from datetime import datetime

from django.contrib.admin import SimpleListFilter
from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html

from blog.models.article import Articles

STATES = {"draft": "Draft", "scheduled": "Scheduled", "published": "Published", "withdrawn": "Withdrawn"}


def in_state(articles: Articles, state: str, *, at: datetime) -> Articles:
    """The same as `Article.state`, for many."""
    if state == "published":
        return articles.published(at=at)
    return articles.filter(
        {
            "draft": Q(published_at=None),
            "scheduled": Q(published_at__gt=at) & (Q(withdrawn_at=None) | Q(withdrawn_at__gt=at)),
            "withdrawn": Q(withdrawn_at__lte=at),
        }[state]
    )


def label(state: str) -> str:
    """The word, and a colour that says the same."""
    return format_html('<span class="state is-{}">{}</span>', state, STATES[state])


class StateFilter(SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return list(STATES.items())

    def queryset(self, request, queryset):
        chosen = self.value()
        return in_state(queryset, chosen, at=timezone.now()) if chosen and chosen in STATES else queryset
