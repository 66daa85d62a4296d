"""Where a lead can stand, and why it can be lost: words that the sales lead may add to."""

from django.db import connection, models


class Kind(models.TextChoices):
    """What a stage means to the program. For each there is one stage of the same name, which always stays."""

    NEW = "new", "New"
    CONTACTED = "contacted", "Contacted"
    QUALIFIED = "qualified", "Qualified"
    WON = "won", "Won"
    LOST = "lost", "Lost"


class Stages(models.QuerySet["Stage"]):
    def in_use(self) -> "Stages":
        return self.filter(is_retired=False)


class Stage(models.Model):
    """A lead holds its `slug`. Further stages are steps on the way: of the kinds *contacted* and *qualified*."""

    ON_THE_WAY = [Kind.CONTACTED, Kind.QUALIFIED]

    slug = models.SlugField(max_length=12, primary_key=True, editable=False)
    name = models.CharField(max_length=40, unique=True)
    kind = models.CharField(
        "counts as",
        max_length=12,
        choices=[(kind.value, kind.label) for kind in ON_THE_WAY],
        help_text="How it is counted in figures.",
    )
    position = models.PositiveSmallIntegerField(
        "order", default=50, help_text="New is 0, Contacted 20, Qualified 40, Won 80, Lost 90."
    )
    is_retired = models.BooleanField(
        "retired", default=False, help_text="No lead is moved there any more; those that stand there stay."
    )

    objects = Stages.as_manager()

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["contacted", "qualified"]) | models.Q(slug=models.F("kind")),
                name="leads_ends_have_one_stage",
            ),
            models.CheckConstraint(
                condition=~models.Q(slug=models.F("kind")) | models.Q(is_retired=False),
                name="leads_own_stages_stay",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_our_own(self) -> bool:
        """One of those that always stay."""
        return self.slug in Kind.values

    @classmethod
    def names(cls) -> dict[str, str]:
        """All of them, slug → name, in their order. One query."""
        return dict(cls.objects.values_list("slug", "name"))

    @classmethod
    def name_of(cls, slug: str) -> str:
        """Those that always stay cost no query; one that is gone is called by its slug."""
        if slug in Kind.values:
            return str(Kind(slug).label)
        return cls.objects.filter(slug=slug).values_list("name", flat=True).first() or slug

    @classmethod
    def write_our_own(cls, **given: object) -> None:
        """After `migrate` and after a flush: those that always stay are there. Backwards, their table may be gone."""
        if cls._meta.db_table not in connection.introspection.table_names():
            return
        places = zip(Kind, [0, 20, 40, 80, 90], strict=True)
        own = [cls(slug=k.value, name=k.label, kind=k.value, position=place) for k, place in places]
        cls.objects.bulk_create(own, ignore_conflicts=True)


class LostReason(models.Model):
    name = models.CharField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField("order", default=50)
    is_retired = models.BooleanField(
        "retired", default=False, help_text="Not offered any more; leads that were lost for it keep it."
    )

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
