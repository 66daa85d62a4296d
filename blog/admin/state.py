"""An article's state as the admin shows and filters it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.admin import SimpleListFilter
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.template.defaultfilters import date
from django.utils import timezone
from django.utils.html import format_html

from blog.models import Article, Revision
from blog.models.article import Articles

STATES = {"draft": "Draft", "scheduled": "Scheduled", "published": "Published", "withdrawn": "Withdrawn"}
BIN, SUBMITTED, STALE = "binned", "submitted", "stale"
UNTOUCHED_FOR = timedelta(days=365)


def in_state(articles: Articles, state: str, *, at: datetime) -> Articles:
    """The same as `Article.state`, for many."""
    if state == BIN:
        return articles.in_bin()
    if state == SUBMITTED:
        return articles.submitted()
    if state == STALE:
        said = Coalesce("updated_at", "published_at")
        return articles.published(at=at).annotate(said_at=said).filter(said_at__lt=at - UNTOUCHED_FOR)
    if state == "published":
        return articles.published(at=at)
    return articles.out_of_bin().filter(
        {
            "draft": Q(published_at=None),
            "scheduled": Q(published_at__gt=at) & (Q(withdrawn_at=None) | Q(withdrawn_at__gt=at)),
            "withdrawn": Q(withdrawn_at__lte=at),
        }[state]
    )


def label(state: str) -> str:
    """The word, and a colour that says the same."""
    return format_html('<span class="state is-{}">{}</span>', state, {**STATES, BIN: "In the bin"}[state])


@dataclass(frozen=True)
class Standing:
    """Where an article stands, for the bar above it."""

    state: str
    words: str  # "Live since 3 May"
    changes: int  # saves that visitors do not see
    saved_at: datetime | None
    is_submitted: bool
    returned: Revision | None = None  # with the editor's note

    @property
    def is_live(self) -> bool:
        return self.state == "published"


def standing(article: Article | None, newest: Revision | None, *, at: datetime) -> Standing:
    """One query for what is live or will be, one for what was returned."""
    if article is None:
        return Standing("draft", "Not saved yet", 0, None, False)
    state = article.state(at=at)
    moments = {
        "published": article.published_at,
        "scheduled": article.published_at,
        "withdrawn": article.withdrawn_at,
    }
    moment = moments.get(state, article.binned_at if state == BIN else None)
    words = {
        "draft": "Draft",
        "scheduled": "Goes live {}",
        "published": "Live since {}",
        "withdrawn": "Withdrawn {}",
        BIN: "In the bin since {}",
    }[state].format(_day(moment, at) if moment else "")
    changes = article.unpublished_changes() if article.published_at else 0
    returned = article.returned() if newest and state in {"draft", "withdrawn"} else None
    saved_at = newest.at if newest else article.edited_at
    return Standing(state, words, changes, saved_at, article.submitted_at is not None, returned)


def _day(moment: datetime, at: datetime) -> str:
    local = timezone.localtime(moment)
    return date(local, "j M Y, H:i" if moment > at else "j F" if local.year == at.year else "j F Y")


class StateFilter(SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            *STATES.items(),
            (SUBMITTED, "Waiting for an editor"),
            (STALE, "Untouched for a year"),
            (BIN, "In the bin"),
        ]

    def queryset(self, request, queryset):
        chosen = self.value()
        if chosen in STATES or chosen in {BIN, SUBMITTED, STALE}:
            return in_state(queryset, chosen, at=timezone.now())
        return queryset.out_of_bin()
