"""How one person wishes to be told of leads by mail. Whoever never chose is told at once."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from config.prepared import Prepared
from leads.experts import experts
from leads.models.delivery import Delivery
from staff.time_zones import zone

if TYPE_CHECKING:
    from leads.models.lead import Lead
    from staff.models import User


class LeadMail(models.Model):
    class When(models.TextChoices):
        AT_ONCE = "at_once", "At once, one mail each"
        DIGEST = "digest", "Once a day, all in one mail"
        NEVER = "never", "Not at all"

    class Which(models.TextChoices):
        OPEN = "open", "Mine, and those whose category has no expert"
        MINE = "mine", "Mine: of my categories, or given to me"
        ALL = "all", "All"

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lead_mail", primary_key=True
    )
    when = models.CharField("mail about new leads", max_length=12, choices=When, default=When.AT_ONCE)
    which = models.CharField("about which", max_length=12, choices=Which, default=Which.OPEN)
    hour = models.PositiveSmallIntegerField(
        "the daily mail comes at", choices=[(hour, f"{hour:02}:00") for hour in range(24)], default=8
    )
    told_until = models.DateTimeField(null=True, editable=False)  # what came before needs no digest any more

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hour__lte=23), name="leads_digest_has_its_hour"),
            models.CheckConstraint(
                condition=~Q(when="digest") | Q(told_until__isnull=False),
                name="leads_digest_has_its_beginning",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.when}"

    @classmethod
    def of(cls, person: "User") -> "LeadMail":
        """What this person chose; what holds without a choice is not saved."""
        return getattr(person, "lead_mail", None) or cls(person=person)

    def tell_given(self, lead: "Lead", *, by: "User | None", at: datetime) -> None:
        """Somebody else gave this person a lead. In a digest it will stand anyhow."""
        if self.when == self.When.AT_ONCE and by != self.person and not lead.quarantined_at:
            mail = Delivery.about(lead, Delivery.Kind.GIVEN, recipient=self.person.email, at=at)
            mail.save()
            mail.queue(at=at)

    # -- the digest -------------------------------------------------------------------------------------

    def last_moment(self, *, at: datetime) -> datetime:
        """The last time, up to `at`, when this person's clock showed their hour.

        One a day also where clocks change: an hour that is left out is the one after it, of one that comes twice it
        is the first.
        """
        clock = zone(self.person.time_zone)
        today = at.astimezone(clock).date()
        days = (today - timedelta(days=back) for back in range(3))
        moments = (datetime.combine(day, time(self.hour), tzinfo=clock).astimezone(UTC) for day in days)
        return next(moment for moment in moments if moment <= at)

    def write_digest(self, leads: "list[Lead]", *, until: datetime, at: datetime) -> bool:
        """Of the leads since the last one, once, however often it is asked for. Nothing is sent when there are none."""
        mine = LeadMail.objects.filter(pk=self.pk, when=self.When.DIGEST, told_until=self.told_until)
        with transaction.atomic():
            if not mine.update(told_until=until):
                return False
            if leads:
                ids = [lead.pk for lead in leads]
                mail = Delivery.about(
                    None, Delivery.Kind.DIGEST, recipient=self.person.email, listed=ids, at=at
                )
                mail.save()
                mail.queue(at=at)
        return bool(leads)

    @classmethod
    def due(cls, *, at: datetime) -> "Iterator[tuple[LeadMail, datetime]]":
        """Whose digest is due, and up to which moment it reaches. One query."""
        digests = cls.objects.filter(when=cls.When.DIGEST, person__in=experts()).select_related("person")
        for one in digests:
            until = one.last_moment(at=at)
            if one.told_until and one.told_until < until:
                yield one, until


class Listener(NamedTuple):
    """Somebody who may answer leads, and what they chose."""

    person_id: int
    email: str
    when: str
    which: str

    @classmethod
    def of(cls, person_id: int, email: str, when: str | None, which: str | None) -> "Listener":
        return cls(person_id, email, when or LeadMail.When.AT_ONCE, which or LeadMail.Which.OPEN)

    def wants(self, lead: "Lead", expert: int | None) -> bool:
        """`expert` is whoever has the lead's category, if they wish to hear of leads at all."""
        if self.person_id in {expert, lead.expert_id} or self.which == LeadMail.Which.ALL:
            return True
        return self.which == LeadMail.Which.OPEN and expert is None


def everybody() -> list[Listener]:
    """All who may answer leads, by name. One query, without a model's row for each."""
    return [Listener.of(*row) for row in EVERYBODY.rows()]


def _everybody() -> "list[models.QuerySet[Any, Any]]":
    return [experts().values_list("pk", "email", "lead_mail__when", "lead_mail__which")]


EVERYBODY = Prepared(_everybody)


def wanting(lead: "Lead", people: list[Listener]) -> list[Listener]:
    """Those who wish to be told of `lead`, at once or in their digest."""
    listening = [one for one in people if one.when != LeadMail.When.NEVER]
    named = lead.category.expert_id if lead.category else None
    expert = named if any(one.person_id == named for one in listening) else None
    return [one for one in listening if one.wants(lead, expert)]
