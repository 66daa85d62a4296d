"""A month of what was and will be published, and moving what is planned."""

import calendar
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber, TruncDate
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from blog.admin.plans import MomentField, in_words
from blog.admin.rights import SignedIn
from blog.models import Article, PlannedChange

MOST = 400  # entries a month that are still to come
A_DAY = 6  # published ones; of more, how many there are is said
YEARS = range(1990, 2200)


@dataclass(frozen=True)
class Entry:
    article: Article
    at: datetime
    kind: str  # `live`, `change`, `withdrawal`, or `past`
    pk: int | None = None  # of a planned change

    @property
    def can_move(self) -> bool:
        return self.kind != "past"


@dataclass(frozen=True)
class Day:
    date: date
    is_in_month: bool
    is_today: bool
    entries: list[Entry]
    others: int  # published that day, and not among the entries


def month(admin: Any, request: SignedIn) -> HttpResponse:
    """`?month=2026-05`, this month without."""
    if not admin.has_view_or_change_permission(request):
        raise Http404
    now = timezone.localtime()
    first = _asked(request.GET.get("month", ""), now.date())
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    articles, span = admin.get_queryset(request), _span(weeks[0][0], weeks[-1][-1])
    past, others = _past(articles, span, at=now)
    entries = _by_day([*past, *_to_come(articles, span, at=now)])
    days = [
        [Day(day, day.month == first.month, day == now.date(), entries[day], others[day]) for day in week]
        for week in weeks
    ]
    return admin.page(
        request,
        "calendar",
        title=f"{first:%B %Y}",
        weeks=days,
        month=first,
        before=(first - timedelta(days=1)).replace(day=1),
        after=(first + timedelta(days=32)).replace(day=1),
        time_zone=timezone.get_current_timezone_name(),
        may_move=admin.has_publish_permission(request),
    )


def _asked(month: str, today: date) -> date:
    try:
        asked = datetime.strptime(month, "%Y-%m").date()
    except ValueError:
        return today.replace(day=1)
    return asked if asked.year in YEARS else today.replace(day=1)


Span = tuple[datetime, datetime]
SHOWN = ["title", "slug", "published_at", "withdrawn_at", "binned_at"]


def _span(first: date, last: date) -> Span:
    zone = timezone.get_current_timezone()
    return datetime.combine(first, time.min, zone), datetime.combine(last, time.max, zone)


def _past(articles: Any, span: Span, *, at: datetime) -> tuple[list[Entry], Counter[date]]:
    """The first of each day, and how many more there are; a month of a large blog has hundreds."""
    published = articles.out_of_bin().filter(published_at__range=(span[0], min(at, span[1])))
    first = published.only(*SHOWN).annotate(
        day=TruncDate("published_at"),
        place=Window(RowNumber(), partition_by=F("day"), order_by=["published_at", "pk"]),
        number=Window(Count("pk"), partition_by=F("day")),
    )
    found = list(first.filter(place__lte=A_DAY))
    others = Counter({article.day: max(article.number - A_DAY, 0) for article in found})
    return [Entry(article, article.published_at, "past") for article in found], others


def _to_come(articles: Any, span: Span, *, at: datetime) -> list[Entry]:
    there = articles.out_of_bin()
    live = there.filter(published_at__gt=at, published_at__range=span)
    withdrawn = there.filter(withdrawn_at__gt=at, withdrawn_at__range=span)
    changes = PlannedChange.objects.waiting().filter(article__in=there, at__range=span)
    return [
        *(Entry(one, one.published_at, "live") for one in live.only(*SHOWN)[:MOST]),
        *(Entry(one, one.withdrawn_at, "withdrawal") for one in withdrawn.only(*SHOWN)[:MOST]),
        *(Entry(one.article, one.at, "change", one.pk) for one in changes.select_related("article")[:MOST]),
    ]


def _by_day(entries: list[Entry]) -> dict[date, list[Entry]]:
    days: dict[date, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: entry.at):
        days[timezone.localtime(entry.at).date()].append(entry)
    return days


# -- moving and dropping what is planned --------------------------------------------------------------------


def change_plan(admin: Any, request: SignedIn, pk: int) -> HttpResponse:
    """POST `kind` and, for a planned change, `change`: `drop` it, or move it to `moment_0`, `moment_1` (or `day`)."""
    article = admin.article(request, pk, to="publish")
    if request.method == "POST":
        try:
            words = _drop(article, request) if "drop" in request.POST else _move(article, request)
            admin.log_change(request, article, words)
            admin.message_user(request, words, messages.SUCCESS)
        except (Article.NotReady, Article.NotPublished, NotPlanned) as error:
            admin.message_user(request, str(error), messages.WARNING)
    return HttpResponseRedirect(_back(request, article))


class NotPlanned(ValueError):
    """It does not wait any more, or the moment cannot be; in words."""


def _back(request: SignedIn, article: Article) -> str:
    month = request.POST.get("month", "")
    if month:
        return f"{reverse('admin:blog_article_month')}?month={month[:7]}"
    return reverse("admin:blog_article_change", args=[article.pk])


def _drop(article: Article, request: SignedIn) -> str:
    now = timezone.now()
    if request.POST.get("kind") == "live":
        article.withdraw(at=now, by=request.user)
        return f"“{article}” is a draft again."
    if request.POST.get("kind") == "withdrawal":
        article.stay(at=now, by=request.user)
        return f"“{article}” stays."
    if not _change(article, request).delete()[0]:
        raise NotPlanned("That change does not wait any more.")
    return "That change will not happen; its text is still in the history."


def _move(article: Article, request: SignedIn) -> str:
    now = timezone.now()
    moment = _moment(article, request)
    if moment <= now:
        raise NotPlanned("Choose a moment that is still to come.")
    if request.POST.get("kind") == "live":
        if article.state(at=now) != "scheduled":
            raise NotPlanned(f"“{article}” does not wait for its day any more.")
        article.publish(at=now, by=request.user, live_from=moment, revision=article.live_revision)
        return f"“{article}” goes live on {in_words(moment)}."
    if request.POST.get("kind") == "withdrawal":
        article.withdraw(at=now, by=request.user, from_=moment)
        return f"“{article}” will be withdrawn on {in_words(moment)}."
    if not _change(article, request).update(at=moment):
        raise NotPlanned("That change does not wait any more.")
    return f"The change of “{article}” goes live on {in_words(moment)}."


def _change(article: Article, request: SignedIn) -> Any:
    number = request.POST.get("change", "")
    return article.planned_changes.waiting().filter(
        pk=int(number) if number.isdecimal() and len(number) < 19 else 0
    )


def _moment(article: Article, request: SignedIn) -> datetime:
    """The given day and time; with a `day` alone, the hour that was planned."""
    day, hour = request.POST.get("day", ""), ""
    if day:
        hour = f"{timezone.localtime(_planned(article, request)):%H:%M}"
    parts = [day or request.POST.get("moment_0", ""), hour or request.POST.get("moment_1", "")]
    try:
        moment = MomentField(required=False).clean(parts)
    except ValidationError as error:
        raise NotPlanned(" ".join(error.messages)) from error
    if moment is None:
        raise NotPlanned("Choose the day and the time.")
    return moment


def _planned(article: Article, request: SignedIn) -> datetime:
    moments = {"live": article.published_at, "withdrawal": article.withdrawn_at}
    moment = moments.get(request.POST.get("kind", ""))
    if moment is None:
        moment = _change(article, request).values_list("at", flat=True).first()
    if moment is None:
        raise NotPlanned("That does not wait any more.")
    return moment
