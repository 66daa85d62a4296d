"""What editors write before visitors see it: every save a revision, and a live article untouched by all of them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction

from blog.models import snapshot
from blog.models.part import Part
from blog.models.revision import Revision
from blog.models.snapshot import Content

if TYPE_CHECKING:
    from staff.models import User


class Drafting(Part):
    class ChangedMeanwhile(ValueError):
        """Somebody has saved since; `args[0]` is the newest revision."""

    class NothingToReturn(ValueError):
        """It waits for no editor, in words."""

    edited_at = models.DateTimeField("last saved by a person", null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True

    def newest_revision(self) -> Revision | None:
        return self.revisions.newest_first().first()

    def newest_content(self) -> Content:
        """What its editors wrote last; what the row says where no revision was kept."""
        newest = self.newest_revision()
        return snapshot.as_now(newest.content) if newest else snapshot.take(self)

    def returned(self) -> Revision | None:
        """With which it was given back to its author, until it is handed in again or goes live. One query."""
        return self.revisions.standing_returns().select_related("by").defer("content").first()

    def unpublished_changes(self) -> int:
        """How many times it was saved since what visitors see, or will see. One query."""
        return self.revisions.filter(pk__gt=self.live_revision_id or 0).count()

    def save_draft(
        self,
        content: Content,
        *,
        at: datetime,
        by: "User | None",
        kind: str = Revision.Kind.SAVED,
        note: str = "",
        seen: int | None = None,
    ) -> Revision:
        """Keep what was written. Once an article has been published or scheduled, only that touches its row again.

        `seen` is the revision that the writer began with (0: none): raises `ChangedMeanwhile` when there is a newer.
        """
        with transaction.atomic():
            row = self._locked()
            newest = row.newest_revision()
            if seen is not None and seen != (newest.pk if newest else 0):
                raise self.ChangedMeanwhile(newest)
            if row.published_at is None:
                snapshot.put(row, content)
            revision = Revision.keep(row, content, at=at, by=by, kind=kind, note=note)
            row._mark(edited_at=at)
            self._see(row)
            return revision

    def submit(self, revision: Revision, *, at: datetime, by: "User", note: str = "") -> Revision:
        """Ask an editor to judge it."""
        with transaction.atomic():
            row = self._locked()
            submitted = Revision.keep(
                row, revision.content, at=at, by=by, kind=Revision.Kind.SUBMITTED, note=note
            )
            row._mark(submitted_at=at, submitted_by=by)
            self._see(row)
            return submitted

    def return_to_author(self, note: str, *, at: datetime, by: "User") -> Revision:
        """Give it back, with what is still to be done. Raises `NothingToReturn`."""
        with transaction.atomic():
            row = self._locked()
            if row.submitted_at is None:
                raise self.NothingToReturn(f"“{row}” waits for no editor.")
            revision = Revision.keep(
                row, row.newest_content(), at=at, by=by, kind=Revision.Kind.RETURNED, note=note
            )
            row._mark(submitted_at=None, submitted_by=None)
            self._see(row)
            return revision

    def restore(self, revision: Revision, *, at: datetime, by: "User") -> Revision:
        """What it said then is the newest draft; nothing that came after is lost, and visitors see no change."""
        note = f"from {revision.name or revision.at.strftime('%d %B %Y, %H:%M UTC')}"
        return self.save_draft(revision.content, at=at, by=by, kind=Revision.Kind.RESTORED, note=note)

    def adopt(self, *, at: datetime, by: "User | None") -> None:
        """Its row was written by an import: the history shows what it says now."""
        content = snapshot.take(self)
        revision = Revision.keep(self, content, at=at, by=by, kind=Revision.Kind.IMPORTED)
        if self.published_at is not None:
            self._mark(live_revision=revision)
