"""Who sees an article, from when until when, and what it says to them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction

from blog.models import snapshot
from blog.models.part import Part
from blog.models.planned_change import PlannedChange
from blog.models.publication import Publication
from blog.models.revision import Revision

if TYPE_CHECKING:
    from staff.models import User


class Publishing(Part):
    """The part of an article that visitors depend on. Its row is what they see, or will see from `published_at` on."""

    class NotReady(ValueError):
        """What is missing before this article may be published, in words."""

    class AlreadyPublished(ValueError):
        """Visitors can read it at that moment, in words."""

    class NotPublished(ValueError):
        """There is nothing to withdraw, in words."""

    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    live_revision = models.ForeignKey(
        Revision,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text="The revision that the row was copied from.",
    )

    class Meta:
        abstract = True

    # -- who sees it ------------------------------------------------------------------------------------

    def state(self, *, at: datetime) -> str:
        """`draft`, `scheduled`, `published`, `withdrawn` or `binned`."""
        if self.binned_at is not None:
            return "binned"
        if self.published_at is None:
            return "draft"
        if self.withdrawn_at is not None and self.withdrawn_at <= at:
            return "withdrawn"
        return "scheduled" if self.published_at > at else "published"

    def is_for_visitors(self, *, at: datetime) -> bool:
        """Whether the row is what visitors see or will see: then only `publish` may write it."""
        return self.state(at=at) in {"published", "scheduled"}

    def missing(self) -> list[str]:
        """What a visitor would miss, in words; empty when it may be published."""
        return [
            words
            for is_there, words in [
                (self.title.strip(), "a title"),
                (self.summary.strip(), "a summary"),
                (self.body, "a body"),
                (self.category_id, "a category"),
                (self.authorships.exists(), "an author"),
            ]
            if not is_there
        ]

    # -- verbs ------------------------------------------------------------------------------------------

    def publish(
        self,
        *,
        at: datetime,
        by: "User | None",
        live_from: datetime | None = None,
        revision: Revision | None = None,
    ) -> None:
        """Visitors see `revision` (without one, what the row says) from now (`at`) on, or from `live_from`.

        Once withdrawn, it comes back with its first date, unless for a moment to come. What is live keeps its date
        when a revision changes it; a `live_from` to come is then `plan_change`'s matter.
        Raises `NotReady` with what is missing, and `AlreadyPublished` when it is live and no revision is given.
        `by` is None for an import.
        """
        with transaction.atomic():
            row = self._locked()
            if row.state(at=at) == "published":
                if revision is None:
                    raise self.AlreadyPublished(
                        f"“{row}” is live already, since {row.published_at:%d %B %Y}."
                    )
                row._show(revision)
                revision = row._milestone(revision, Revision.Kind.PUBLISHED, at, by)
                row._record("updated", at, by, live_revision=revision, updated_at=at, submitted_at=None)
            else:
                if revision is not None:
                    row._show(revision)
                moment = row._first_moment(at, live_from)
                row._refuse_if_unready()
                kind = Revision.Kind.SCHEDULED if moment > at else Revision.Kind.PUBLISHED
                revision = row._milestone(revision, kind, at, by)
                dates = {"published_at": moment, "withdrawn_at": None, "submitted_at": None}
                row._record("published", moment, by, live_revision=revision, **dates)
            self._see(row)

    def _first_moment(self, at: datetime, live_from: datetime | None) -> datetime:
        moment = live_from or at
        if self.withdrawn_at and self.published_at and moment <= at:
            return self.published_at  # back with its first date; never before a moment that is still to come
        return moment

    def plan_change(
        self, revision: Revision, moment: datetime, *, at: datetime, by: "User | None"
    ) -> PlannedChange:
        """What is live, or will be, says `revision` from `moment` on; there may be several. Raises `NotPublished`."""
        with transaction.atomic():
            row = self._locked()
            if not row.is_for_visitors(at=at):
                raise self.NotPublished(
                    f"“{row}” is not published, so it cannot be changed later: schedule it."
                )
            with transaction.atomic():  # tried, and undone: what is missing is said now, not at night
                row._show(revision)
                transaction.set_rollback(True)
            return PlannedChange.objects.create(
                article_id=row.pk, revision=revision, at=moment, by=by, planned_at=at
            )

    def redate(self, *, at: datetime, by: "User | None") -> None:
        """Give a published article another date, as its source has one. Raises `NotPublished`."""
        with transaction.atomic():
            row = self._locked()
            if row.published_at is None:
                raise self.NotPublished(f"“{self}” is not published, so it has no date to change.")
            row._record("published", at, by, published_at=at)
            self._see(row)

    def withdraw(self, *, at: datetime, by: "User | None", from_: datetime | None = None) -> None:
        """Visitors no longer see it, from now (`at`) or from `from_` on; a scheduled one becomes a draft again.

        Raises `NotPublished` when there is nothing to withdraw.
        """
        moment = from_ or at
        with transaction.atomic():
            row = self._locked()
            if row.published_at is None or not row.is_for_visitors(at=at):
                raise self.NotPublished(f"“{row}” is not published, so it cannot be withdrawn.")
            if row.published_at > moment:
                row._record("withdrawn", at, by, published_at=None, withdrawn_at=None, live_revision=None)
                row._show_newest()
            else:
                row._record("withdrawn", moment, by, withdrawn_at=moment)
            if moment <= at:
                row.planned_changes.waiting().update(failure="The article was withdrawn before this moment.")
            self._see(row)

    def stay(self, *, at: datetime, by: "User | None") -> None:
        """Take back a withdrawal that is still to come. Raises `NotPublished` when none is."""
        with transaction.atomic():
            row = self._locked()
            if not row.withdrawn_at or row.withdrawn_at <= at:
                raise self.NotPublished(f"“{row}” is not going to be withdrawn.")
            row._record("published", row.published_at or at, by, withdrawn_at=None)
            self._see(row)

    # -- in one transaction with the row locked --------------------------------------------------------------

    def _show(self, revision: Revision) -> None:
        """Copy the revision into the row. Raises `NotReady`."""
        taken = f"“{self}” cannot go live: its address is taken by another article."
        try:
            with transaction.atomic():
                snapshot.put(self, revision.content)
        except IntegrityError as error:
            if "slug" in str(error):
                raise self.NotReady(taken) from error
            if "blog_published_is_complete" not in str(error):
                raise
            snapshot.fill(self, revision.content)
        self._refuse_if_unready()

    def _milestone(self, revision: Revision | None, kind: str, at: datetime, by: "User | None") -> Revision:
        """What goes live stands in the history as such. What was planned before newer drafts keeps its place there."""
        newest = self.revisions.newest_first().first()
        if revision and (revision != newest or revision.kind in {Revision.Kind.SCHEDULED, kind}):
            return revision
        content = revision.content if revision else snapshot.take(self)
        note = revision.note if revision else ""
        return Revision.keep(self, content, at=at, by=by, kind=kind, note=note)

    def _show_newest(self) -> None:
        """A draft again: its row says what its editors wrote last."""
        if newest := self.revisions.newest_first().first():
            snapshot.put(self, newest.content)

    def _refuse_if_unready(self) -> None:
        if missing := self.missing():
            raise self.NotReady(f"“{self}” still needs {', '.join(missing)}.")

    def _record(self, kind: str, moment: datetime, by: "User | None", **fields: Any) -> None:
        from blog.tasks import renew_related

        self._mark(**fields)
        Publication.objects.create(article_id=self.pk, kind=kind, at=moment, by=by)
        renew_related.defer(article_id=self.pk)
