"""How long leads are kept: one row. Nothing is forgotten unless somebody said after how many months."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


def _months(name: str) -> "models.PositiveSmallIntegerField[int | None, int | None]":
    limits = [MinValueValidator(1), MaxValueValidator(600)]
    return models.PositiveSmallIntegerField(name, null=True, blank=True, validators=limits)


class Retention(models.Model):
    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)

    new = _months("new, and never answered")
    contacted = _months("contacted")
    qualified = _months("qualified")
    won = _months("won")
    lost = _months("lost")
    quarantine = _months("in quarantine")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="leads_one_retention"),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{name: None}) | models.Q(**{f"{name}__gte": 1}),
                    name=f"leads_keeps_{name}_a_month",
                )
                for name in ["new", "contacted", "qualified", "won", "lost", "quarantine"]
            ),
        ]

    def __str__(self) -> str:
        return "retention"

    @classmethod
    def current(cls) -> "Retention":
        """The row, or one that keeps everything. One query."""
        return cls.objects.filter(pk=1).first() or cls()
