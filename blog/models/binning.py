"""The bin: what is deleted can be taken back for a while, with all that belonged to it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction

from blog.models.part import Part

if TYPE_CHECKING:
    from staff.models import User

KEPT_FOR = timedelta(days=30)


class Binning(Part):
    class NotInBin(ValueError):
        """There is nothing to take back, in words."""

    binned_at = models.DateTimeField(null=True, blank=True, editable=False)
    binned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True

    def bin(self, *, at: datetime, by: "User | None") -> None:
        """Nobody sees it from now on, but for those who look into the bin. Twice is once."""
        with transaction.atomic():
            row = self._locked()
            if row.binned_at is None:
                row._mark(binned_at=at, binned_by=by)
            self._see(row)

    def take_out_of_bin(self, *, at: datetime, by: "User | None") -> None:
        """As it was before: what was live is live again. Raises `NotInBin`."""
        with transaction.atomic():
            row = self._locked()
            if row.binned_at is None:
                raise self.NotInBin(f"“{row}” is not in the bin.")
            row._mark(binned_at=None, binned_by=None)
            self._see(row)
