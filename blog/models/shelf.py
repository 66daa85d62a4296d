"""What categories and tags share: their old addresses lead on, and one can be merged into another."""

from typing import Any, Self

from django.db import models, transaction

from blog.models.moved_page import MovedPage, normalise


class Shelf(models.Model):
    class CannotMerge(ValueError):
        """Why, in words."""

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    def save(self, **kwargs: Any) -> None:
        """A changed address leaves a redirect in the same transaction; one that is used again leads nowhere else."""
        with transaction.atomic():
            before = type(self)._default_manager.select_for_update().filter(pk=self.pk).first()
            super().save(**kwargs)
            if before and before.get_absolute_url() != self.get_absolute_url():
                MovedPage.leave_path(before.get_absolute_url(), self.get_absolute_url())
            else:
                MovedPage.objects.filter(old_path=normalise(self.get_absolute_url())).delete()

    def merge_into(self, other: Self) -> None:
        """What stands here stands there from now on; this one is gone, and its address leads there.

        Drafts that still name it get the other one when they are saved or published (`blog/models/snapshot.py`).
        Raises `CannotMerge`.
        """
        if self.pk == other.pk:
            raise self.CannotMerge(f"“{self}” cannot be merged with itself.")
        with transaction.atomic():
            rows = type(self)._default_manager.select_for_update().filter(pk__in=[self.pk, other.pk])
            if len(rows.order_by("pk")) < 2:
                raise self.CannotMerge("One of the two is gone meanwhile.")
            self._hand_over(other)
            address = self.get_absolute_url()
            type(self)._default_manager.filter(pk=self.pk).delete()
            MovedPage.leave_path(address, other.get_absolute_url())

    def _hand_over(self, other: Self) -> None:
        raise NotImplementedError
