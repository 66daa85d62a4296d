"""A person's wish to talk, and what we did about it."""

import hashlib
import re
import secrets
import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Case, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import MD5, Upper
from django.utils.crypto import salted_hmac

from leads.models.event import LeadEvent

if TYPE_CHECKING:
    from staff.models import User

# Without signs that are taken for one another (0 O, 1 I L, 5 S, 8 B, 2 Z) and without vowels, so that no word appears.
ALPHABET = "34679CDFGHJKMNPQRTVWXY"
SAME_WITHIN = timedelta(minutes=10)
NUMBER = re.compile(r"[\d\s+()./\-\u2010-\u2015]+")
SIGNIFICANT = 8  # a number's last digits that are the same however it is written


def digits(typed: str) -> str:
    """The digits of what may be a telephone number, without what stands before them only sometimes: `00`, `0`, `(0)`.

    Empty for anything else, and for fewer than four, which would be in every second number.
    """
    if not NUMBER.fullmatch(typed):
        return ""
    found = "".join(str(int(sign)) for sign in typed.replace("(0)", "") if sign.isdecimal()).lstrip("0")
    return found if len(found) >= 4 else ""


def new_reference() -> str:
    """Such as BL-7K3F9Q4: 22⁷ are 2.5 thousand million, so it is not guessed, and read aloud without spelling."""
    return "BL-" + "".join(secrets.choice(ALPHABET) for _ in range(7))


def reference_of(key: uuid.UUID) -> str:
    """The reference of whatever has this key; nobody without the site's secret finds it from the key."""
    number = int.from_bytes(salted_hmac("leads.reference", key.bytes, algorithm="sha256").digest())
    return "BL-" + "".join(ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(7))


class Leads(models.QuerySet["Lead"]):
    def trusted(self) -> "Leads":
        """Those that are not in quarantine."""
        return self.filter(quarantined_at=None)

    def quarantined(self) -> "Leads":
        return self.exclude(quarantined_at=None)

    def awaiting_triage(self) -> "Leads":
        """New ones that nobody has taken."""
        return self.trusted().filter(stage=Lead.Stage.NEW, expert=None)

    def open(self) -> "Leads":
        """Neither won nor lost."""
        return self.trusted().exclude(stage__in=Lead.CLOSED)

    def closed(self) -> "Leads":
        """Won or lost."""
        return self.trusted().filter(stage__in=Lead.CLOSED)

    def having_words(self, message: str) -> "Leads":
        """With exactly these words; by an index, which texts of any length would not fit into."""
        digest = hashlib.md5(message.encode(), usedforsecurity=False).hexdigest()
        return self.alias(words=MD5("message")).filter(words=digest, message=message)

    def same_words(self, *, email: str, message: str, since: datetime) -> "Leads":
        return self.filter(email__iexact=email, message=message, received_at__gt=since)

    def of_the_same_person(self, lead: "Lead") -> "Leads":
        """Others with the same e-mail address, number or words: who corrects a mistyped address sends twice."""
        same = Q(email__iexact=lead.email) | Q(message=lead.message)
        if lead.phone_e164:
            same |= Q(phone_e164=lead.phone_e164)
        return self.filter(same).exclude(pk=lead.pk)

    def having_number(self, typed: str) -> "Leads":
        """Whose number holds these digits, however it and they were written: `+49 30 …`, `0049 30 …`, `030/…`."""
        if not (wanted := digits(typed)):
            return self.none()
        # As it was typed, too: words stood beside it, or it was taken for one of another country.
        return self.filter(
            Q(phone_e164__contains=wanted) | Q(phone__regex=r"\D*".join(wanted[-SIGNIFICANT:]))
        )

    def newest_first(self) -> "Leads":
        return self.order_by("-received_at", "-pk")

    def pressing_first(self) -> "Leads":
        """New ones that nobody has, the newest on top; then open ones, the longest untouched on top; then the closed
        ones, the last closed on top; suspects at the end. Adds `touched_at`, when something last happened to each.
        """
        events = LeadEvent.objects.filter(lead=OuterRef("pk")).order_by("-at")
        place = Case(
            When(quarantined_at__isnull=False, then=3),
            When(stage__in=Lead.CLOSED, then=2),
            When(stage=Lead.Stage.NEW, expert=None, then=0),
            default=1,
        )
        untouched = Case(
            When(Q(expert=None, stage=Lead.Stage.NEW) | Q(stage__in=Lead.CLOSED), then=None),
            default="touched_at",
        )
        return self.annotate(touched_at=Subquery(events.values("at")[:1])).order_by(
            place, untouched, "-touched_at", "-pk"
        )

    def with_story(self) -> "Leads":
        """Adds article, category, expert and all events with their people: two queries however many."""
        events = LeadEvent.objects.select_related("by", "expert")
        return self.select_related("article", "category", "expert").prefetch_related(
            Prefetch("events", queryset=events)
        )


class OfPeople(models.Manager["Lead"]):
    def get_queryset(self) -> Any:
        return super().get_queryset().filter(is_canary=False)


class Lead(models.Model):
    class AlreadyClaimed(ValueError):
        """Somebody else took this lead first."""

    class NotPossible(ValueError):
        """Why a lead cannot be changed like this, in words."""

    class Stage(models.TextChoices):
        NEW = "new", "New"
        CONTACTED = "contacted", "Contacted"
        QUALIFIED = "qualified", "Qualified"
        WON = "won", "Won"
        LOST = "lost", "Lost"

    CLOSED: ClassVar[list[str]] = [Stage.WON, Stage.LOST]

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    client_key = models.UUIDField(unique=True, null=True, editable=False)

    # What the visitor wrote.
    name = models.CharField(max_length=120)
    email = models.CharField("work e-mail", max_length=254)
    phone = models.CharField("phone, as typed", max_length=100, blank=True)
    phone_e164 = models.CharField("phone", max_length=16, blank=True)
    company = models.CharField(max_length=120, blank=True)
    message = models.TextField(max_length=5000)
    consent_text = models.TextField(
        "marketing consent", blank=True, help_text="The exact words that were agreed to; empty when not."
    )
    consent_version = models.CharField(max_length=16, blank=True)
    consent_at = models.DateTimeField("consented", null=True, blank=True)

    # Where it came from: keys while the pages live, copies so that history stays readable.
    article = models.ForeignKey(
        "blog.Article", on_delete=models.SET_NULL, null=True, blank=True, related_name="leads"
    )
    article_title = models.CharField("article", max_length=200, blank=True)
    category = models.ForeignKey(
        "blog.Category", on_delete=models.SET_NULL, null=True, blank=True, related_name="leads"
    )
    category_name = models.CharField("category", max_length=80, blank=True)
    page = models.CharField("page", max_length=400, blank=True)
    landing_query = models.JSONField("campaign", default=dict, blank=True)
    referrer = models.CharField("came from", max_length=500, blank=True)

    # What we did.
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.NEW)
    expert = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="leads"
    )
    value = models.DecimalField("worth", max_digits=12, decimal_places=2, null=True, blank=True)
    # Keyed with the site's secret and the day (leads/suspicion.py), and wiped a day later: enough to count with.
    network = models.CharField(max_length=32, blank=True, editable=False)
    suspicions = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    quarantined_at = models.DateTimeField("in quarantine since", null=True, blank=True)
    received_at = models.DateTimeField("received")
    erased_at = models.DateTimeField("erased", null=True, editable=False)  # leads/erasure.py

    # Our own way of asking whether the form works (leads/canary.py): stored as any other, and shown to nobody.
    is_canary = models.BooleanField(default=False, db_default=False, editable=False)

    objects = OfPeople.from_queryset(Leads)()
    including_canaries = Leads.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        permissions = [("assign_lead", "Can give leads to other people")]
        indexes = [
            models.Index(models.F("received_at").desc(), models.F("id").desc(), name="leads_newest_first"),
            models.Index("stage", models.F("received_at").desc(), name="leads_newest_in_stage"),
            models.Index(Upper("email"), name="leads_by_email"),  # as `iexact` asks
            models.Index(fields=["network", "received_at"], name="leads_by_network"),
            models.Index(MD5("message"), "received_at", name="leads_by_words"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reference__regex=rf"^BL-[{ALPHABET}]{{7}}$"), name="leads_reference_is_ours"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(message="") & Q(email__regex=r"^[^@\s]+@[^@\s]+$"),
                name="leads_can_be_answered",
            ),
            models.CheckConstraint(
                condition=Q(phone_e164="") | Q(phone_e164__regex=r"^\+[1-9][0-9]{1,14}$"),
                name="leads_phone_is_e164",
            ),
            models.CheckConstraint(
                condition=Q(consent_text="", consent_version="", consent_at=None)
                | (~Q(consent_text="") & ~Q(consent_version="") & Q(consent_at__isnull=False)),
                name="leads_consent_is_whole_or_absent",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0, stage="won"), name="leads_only_a_won_one_has_worth"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["new", "contacted", "qualified", "won", "lost"]),
                name="leads_stage_is_known",
            ),
            models.CheckConstraint(
                condition=Q(quarantined_at=None) | ~Q(suspicions=[]), name="leads_quarantine_has_reasons"
            ),
        ]

    def __str__(self) -> str:
        return self.reference  # never the name: it ends up in logs and in the admin's history

    @classmethod
    def free_reference(cls) -> str:
        while cls.objects.filter(reference=(reference := new_reference())).exists():
            pass
        return reference

    # -- verbs ------------------------------------------------------------------------------------------

    def claim(self, *, by: "User", at: datetime) -> None:
        """Give the lead to `by`, once. Raises `Lead.AlreadyClaimed`."""
        with transaction.atomic():
            if not Lead.objects.filter(pk=self.pk, expert=None).update(expert=by):
                raise self.AlreadyClaimed(f"{self} was already taken.")
            self.events.create(kind=LeadEvent.Kind.CLAIMED, by=by, at=at)
        self.expert = by

    def assign(self, expert: "User", *, by: "User", at: datetime) -> None:
        """Give the lead to `expert`, whoever had it. Raises `Lead.NotPossible` when `expert` has it already."""
        with transaction.atomic():
            if not Lead.objects.filter(pk=self.pk).exclude(expert=expert).update(expert=expert):
                raise self.NotPossible(f"{self} is already with {expert}.")
            self.events.create(kind=LeadEvent.Kind.ASSIGNED, expert=expert, by=by, at=at)
        self.expert = expert

    def note(self, text: str, *, by: "User", at: datetime) -> None:
        """Raises `Lead.NotPossible` for a note without words."""
        if not text.strip():
            raise self.NotPossible("A note needs words.")
        self.events.create(kind=LeadEvent.Kind.NOTED, text=text.strip(), by=by, at=at)

    def move(self, stage: str, *, by: "User", at: datetime, value: Decimal | None = None) -> None:
        """To another stage; `value` is what a won lead is worth. A lead that nobody had becomes `by`'s.

        Raises `Lead.NotPossible` when it stands there already, would be new again, or has a worth without being won.
        """
        with transaction.atomic():
            was = Lead.objects.select_for_update(of=("self",)).get(pk=self.pk)
            if reason := was.why_not(stage, value):
                raise self.NotPossible(reason)
            if was.expert_id is None:
                self.claim(by=by, at=at)
            Lead.objects.filter(pk=self.pk).update(stage=stage, value=value)
            self.events.create(kind=LeadEvent.Kind.MOVED, stage=stage, value=value, by=by, at=at)
        self.stage, self.value = stage, value

    def why_not(self, stage: str, value: Decimal | None) -> str:
        """Why it cannot be moved there, in words; empty when it can."""
        if stage == self.stage and value == self.value:
            return f"{self} is already {self.get_stage_display().lower()}."
        if stage not in self.Stage.values or stage == self.Stage.NEW:
            return f"{self} cannot be made new again."
        if value is not None and (stage != self.Stage.WON or not 0 <= value < 10**10):
            return "Only a won lead is worth something: a number from 0 to 9,999,999,999."
        return ""

    def close(self, *, won: bool, by: "User", at: datetime, value: Decimal | None = None) -> None:
        """Won or lost. Raises as `move`."""
        self.move(self.Stage.WON if won else self.Stage.LOST, by=by, at=at, value=value)

    def release(self, *, by: "User", at: datetime) -> None:
        """Out of quarantine; its mails, held back so far, go out now. Raises `Lead.NotPossible`."""
        with transaction.atomic():
            if not Lead.objects.quarantined().filter(pk=self.pk).update(quarantined_at=None):
                raise self.NotPossible(f"{self} is not in quarantine.")
            self.events.create(kind=LeadEvent.Kind.RELEASED, by=by, at=at)
            for delivery in self.deliveries.waiting():
                delivery.queue(at=at)
        self.quarantined_at = None
