"""What an editor or author begins the day with: short lists, one query each, however many articles there are."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet
from django.urls import reverse

from blog.admin import rights
from blog.admin.rights import SignedIn
from blog.admin.state import STALE, in_state
from blog.models import Article, Authorship, PlannedChange, Revision, WorkingCopy
from blog.models.recent_reads import WEEKS
from blog.planning import overdue

SHORT = 6  # rows of a list

Lists = Iterator[dict[str, Any]]
Rows = Iterable[dict[str, Any]]


def lists(admin: Any, request: Any, *, at: datetime) -> Lists:
    articles: Any = admin.get_queryset(request).out_of_bin()
    yield from _late(request, at)
    yield from _returned(articles, request)
    yield _drafts(articles, admin, request)
    if rights.may(request, "publish"):
        yield _submitted(articles)
    yield _scheduled(articles, at)
    if rights.may(request, "change"):
        yield _changed_by_others(articles, request)
        yield _stale(articles, at)
        yield _incomplete(articles, at)


def _drafts(articles: Any, admin: Any, request: SignedIn) -> dict[str, Any]:
    # One list of keys, so that PostgreSQL begins with what is this person's and not with everybody's drafts.
    written = Revision.objects.filter(by=request.user).order_by().values("article")
    signed = Authorship.objects.filter(author__account=request.user).values("article")
    drafts = articles.filter(pk__in=written.union(signed), published_at=None)
    found = _list(
        "drafts", "My drafts", drafts.order_by("-pk"), "You have no drafts.", "state=draft", "edited_at"
    )
    if admin.has_add_permission(request):
        found["rows"] = [*_begun(request), *found["rows"]][:SHORT]
        found |= {"add_url": reverse("admin:blog_article_add"), "add_label": "Write an article"}
    return found


def _returned(articles: Any, request: SignedIn) -> Lists:
    """Only when there is something: what an editor gave back, for who signed it or handed it in."""
    signed = Authorship.objects.filter(author__account=request.user).values("article")
    handed_in = Revision.objects.filter(by=request.user, kind=Revision.Kind.SUBMITTED).order_by()
    mine = articles.filter(pk__in=signed.union(handed_in.values("article")), submitted_at=None)
    found = Revision.objects.standing_returns().filter(article__in=mine).select_related("article", "by")
    rows = [
        _row(one.article, one.at, f"{one.by or 'An editor'}: {one.note}")
        for one in found.defer("content").newest_first()[:SHORT]
    ]
    if rows:
        yield {"name": "returned", "title": "Returned to you", "url": "", "empty": "", "rows": rows}


def _begun(request: SignedIn) -> Rows:
    """What was begun and never saved: it is no article yet, and waits on the page for a new one."""
    copies = WorkingCopy.objects.with_words().filter(person=request.user, article=None)
    for copy in copies.order_by("-typed_at")[:SHORT]:
        title = (copy.content or {}).get("title") or [""]
        yield {
            "title": title[0].strip() or "Untitled",
            "url": f"{reverse('admin:blog_article_add')}?restore={copy.pk}",
            "at": copy.typed_at,
            "words": "never saved",
        }


def _submitted(articles: Any) -> dict[str, Any]:
    waiting = articles.submitted().order_by("submitted_at")
    return _list(
        "submitted",
        "Waiting for an editor",
        waiting,
        "Nobody waits for you.",
        "state=submitted",
        "submitted_at",
    )


def _scheduled(articles: Any, at: datetime) -> dict[str, Any]:
    """What goes live first, and changes of what is live already."""
    scheduled = in_state(articles, "scheduled", at=at).order_by("published_at")
    found = _list(
        "scheduled", "Scheduled", scheduled, "Nothing waits for its day.", "state=scheduled", "published_at"
    )
    changes = (
        PlannedChange.objects.waiting().filter(article__in=articles).select_related("article").soonest_first()
    )
    rows = [*found["rows"], *(_row(change.article, change.at, "a change") for change in changes[:SHORT])]
    found["rows"] = sorted(rows, key=lambda row: row["at"])[:SHORT]
    found["url"] = reverse("admin:blog_article_month")
    return found


def _changed_by_others(articles: Any, request: SignedIn) -> dict[str, Any]:
    newest = Revision.objects.filter(article=OuterRef("pk")).order_by("-pk").values("by")[:1]
    recent = articles.filter(edited_at__isnull=False).order_by("-edited_at")[: SHORT * 5].values("pk")
    others = Article.objects.filter(pk__in=list(recent.values_list("pk", flat=True))).annotate(
        changed_by=newest
    )
    theirs = others.exclude(changed_by=request.user.pk).exclude(changed_by=None).order_by("-edited_at")
    return _list(
        "others", "Changed by others", theirs, "Nobody else has changed anything.", "o=-1", "edited_at"
    )


def _stale(articles: Any, at: datetime) -> dict[str, Any]:
    """The most read first: those who come for them read what nobody has looked at for a year. Two queries."""
    stale: Any = in_state(articles, STALE, at=at).annotate(reads=F("recent_reads__reads"))
    rows = list(_short(stale.exclude(recent_reads=None).order_by("-reads", "said_at"), "said_at", "reads"))
    if len(rows) < SHORT:
        rows += _short(stale.filter(recent_reads=None).order_by("said_at"), "said_at")
    words = "Every article was touched this year."
    found = _told("stale", "Not looked at for a year", rows[:SHORT], words, "state=stale")
    for row, told in zip(rows, found["rows"], strict=False):
        if reads := row.get("reads"):
            told["words"] = f"{reads:,} read{'s' if reads > 1 else ''} in {WEEKS} weeks"
    return found


def _incomplete(articles: Any, at: datetime) -> dict[str, Any]:
    lacks = Q(hero=None) | Q(hero__alt="")
    found = articles.published(at=at).filter(lacks).order_by("-published_at", "-pk")
    return _list(
        "incomplete",
        "Live without a described picture",
        found,
        "Every article has its picture.",
        "state=published",
        "published_at",
    )


def _late(request: SignedIn, at: datetime) -> Lists:
    """Only when there is something: what was planned and has not happened."""
    late = overdue(at=at) if rights.may(request, "publish") else []
    if late:
        yield {
            "name": "overdue",
            "title": "Planned, and not done",
            "url": reverse("admin:blog_article_month"),
            "empty": "",
            "rows": [_row(one.article, one.at, one.failure or "overdue") for one in late[:SHORT]],
        }


def _list(name: str, title: str, articles: QuerySet, empty: str, query: str, moment: str) -> dict[str, Any]:
    return _told(name, title, _short(articles, moment), empty, query)


def _short(articles: QuerySet, moment: str, *more: str) -> Rows:
    return articles.annotate(row_at=F(moment))[:SHORT].values("pk", "title", "row_at", *more)


def _told(name: str, title: str, rows: Rows, empty: str, query: str) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "url": f"{reverse('admin:blog_article_changelist')}?{query}",
        "empty": empty,
        "rows": [
            {"title": row["title"] or "Untitled", "url": _address(row["pk"]), "at": row["row_at"]}
            for row in rows
        ],
    }


def _row(article: Article, at: datetime, words: str = "") -> dict[str, Any]:
    return {"title": str(article), "url": _address(article.pk), "at": at, "words": words}


def _address(pk: int) -> str:
    return reverse("admin:blog_article_change", args=[pk])
