"""What the parts of an article (publishing, drafting, the bin) share: the row under a lock, single fields written."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models


class Part(models.Model):
    class Meta:
        abstract = True

    if TYPE_CHECKING:  # fields of the whole that the parts read
        title: Any
        summary: Any
        body: Any
        category_id: int | None
        authorships: Any
        revisions: Any
        planned_changes: Any
        published_at: Any
        binned_at: Any
        live_revision_id: int | None

        def state(self, *, at: datetime) -> str: ...

    def _locked(self) -> Self:
        """The row as it is now, kept from others until the transaction ends: two who press at once queue up."""
        return type(self)._default_manager.select_for_update(of=("self",)).get(pk=self.pk)

    def _mark(self, **fields: Any) -> None:
        type(self)._default_manager.filter(pk=self.pk).update(**fields)
        for name, value in fields.items():
            setattr(self, name, value)

    def _see(self, row: "Part") -> None:
        """The instance at hand says what its row says now."""
        for field in self._meta.concrete_fields:
            if field.attname in vars(row):
                setattr(self, field.attname, vars(row)[field.attname])
