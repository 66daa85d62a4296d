"""A person's wish to talk, and what we did about it."""

import secrets
import uuid
from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import MD5, Upper
from django.utils.crypto import salted_hmac

from leads.models.correspondence import Correspondence
from leads.models.lead_queries import TOUCHED, Leads, digits
from leads.models.merging import Merging
from leads.models.stage import Kind, Stage
from leads.models.undoing import Undoing

__all__ = ["ALPHABET", "SAME_WITHIN", "Lead", "Leads", "digits", "new_reference", "reference_of"]

# Without signs that are taken for one another (0 O, 1 I L, 5 S, 8 B, 2 Z) and without vowels, so that no word appears.
ALPHABET = "34679CDFGHJKMNPQRTVWXY"
SAME_WITHIN = timedelta(minutes=10)
NEWEST = (F("received_at").desc(), F("id").desc())
CAMPAIGN = KeyTextTransform("utm_campaign", "landing_query")
IN_HAND = (
    Q(quarantined_at=None, merged_into=None)
    & ~Q(stage__in=["won", "lost"])
    & (Q(expert__isnull=False) | ~Q(stage="new"))
)


def new_reference() -> str:
    """Such as BL-7K3F9Q4: 22⁷ are 2.5 thousand million, so it is not guessed, and read aloud without spelling."""
    return "BL-" + "".join(secrets.choice(ALPHABET) for _ in range(7))


def reference_of(key: uuid.UUID) -> str:
    """The reference of whatever has this key; nobody without the site's secret finds it from the key."""
    number = int.from_bytes(salted_hmac("leads.reference", key.bytes, algorithm="sha256").digest())
    return "BL-" + "".join(ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(7))


class OfPeople(models.Manager["Lead"]):
    def get_queryset(self) -> Any:
        return super().get_queryset().filter(is_canary=False)


class Lead(Correspondence, Merging, Undoing):
    Stage = Kind  # those that always stay; more may be added (leads/models/stage.py)
    CLOSED: ClassVar[list[str]] = [Kind.WON, Kind.LOST]

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
        "blog.Article", on_delete=models.SET_NULL, null=True, blank=True, related_name="leads", db_index=False
    )
    article_title = models.CharField("article", max_length=200, blank=True)
    category = models.ForeignKey(
        "blog.Category",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="leads",
        db_index=False,
    )
    category_name = models.CharField("category", max_length=80, blank=True)
    page = models.CharField("page", max_length=400, blank=True)
    landing_query = models.JSONField("campaign", default=dict, blank=True)
    referrer = models.CharField("came from", max_length=500, blank=True)

    # Keyed with the site's secret and the day (leads/suspicion.py), and wiped a day later: enough to count with.
    network = models.CharField(max_length=32, blank=True, editable=False)
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
            models.Index(*NEWEST, name="leads_newest_first"),
            models.Index("stage", models.F("received_at").desc(), name="leads_newest_in_stage"),
            # For their foreign keys, too.
            models.Index("article", *NEWEST, name="leads_newest_about"),
            models.Index("category", *NEWEST, name="leads_newest_on_shelf"),
            models.Index(fields=["expert"], name="leads_of_expert", condition=Q(expert__isnull=False)),
            models.Index(
                fields=["lost_reason"], name="leads_lost_for", condition=Q(lost_reason__isnull=False)
            ),
            models.Index(fields=["merged_into"], name="leads_merged", condition=Q(merged_into__isnull=False)),
            models.Index(Upper("email"), name="leads_by_email"),  # as `iexact` asks
            models.Index(fields=["network", "received_at"], name="leads_by_network"),
            models.Index(MD5("message"), "received_at", name="leads_by_words"),
            # The inbox: one index for each view, as leads/admin/boxes.py asks.
            models.Index(
                *NEWEST,
                name="leads_to_be_taken",
                condition=Q(quarantined_at=None, merged_into=None, stage="new", expert=None),
            ),
            models.Index(
                TOUCHED,
                "id",
                name="leads_longest_untouched",
                condition=IN_HAND,
            ),
            models.Index("article", TOUCHED, "id", name="leads_untouched_about", condition=IN_HAND),
            models.Index("category", TOUCHED, "id", name="leads_untouched_on_shelf", condition=IN_HAND),
            models.Index(
                CAMPAIGN,
                TOUCHED,
                "id",
                name="leads_untouched_by_campaign",
                condition=Q(landing_query__has_key="utm_campaign") & IN_HAND,
            ),
            models.Index(
                "expert",
                TOUCHED,
                "id",
                name="leads_in_hand_of",
                condition=Q(quarantined_at=None, merged_into=None) & ~Q(stage__in=["won", "lost"]),
            ),
            models.Index(
                *NEWEST,
                name="leads_to_be_judged",
                condition=Q(quarantined_at__isnull=False, condemned_at=None, merged_into=None),
            ),
            models.Index(
                *NEWEST, name="leads_condemned", condition=Q(condemned_at__isnull=False, merged_into=None)
            ),
            models.Index(
                fields=["rules_at"],
                name="leads_for_rules",
                condition=Q(
                    quarantined_at=None, merged_into=None, stage="new", expert=None, rules_at__isnull=False
                ),
            ),
            models.Index(
                TOUCHED,
                "id",
                name="leads_that_wrote_again",
                condition=Q(quarantined_at=None, merged_into=None, wrote_at__isnull=False),
            ),
            models.Index(
                fields=["snoozed_until"], name="leads_put_off", condition=Q(snoozed_until__isnull=False)
            ),
            models.Index(
                CAMPAIGN,
                F("received_at").desc(),
                name="leads_by_campaign",
                condition=Q(landing_query__has_key="utm_campaign"),
            ),
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
                condition=Q(currency="") | Q(value__isnull=False, currency__regex=r"^[A-Z]{3}$"),
                name="leads_currency_of_a_worth",
            ),
            models.CheckConstraint(
                condition=Q(lost_reason=None) | Q(stage="lost"), name="leads_only_a_lost_one_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(condemned_at=None) | Q(quarantined_at__isnull=False),
                name="leads_spam_is_in_quarantine",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="leads_merged_into_another"
            ),
            models.CheckConstraint(
                condition=Q(quarantined_at=None) | ~Q(suspicions=[]), name="leads_quarantine_has_reasons"
            ),
        ]

    def __str__(self) -> str:
        return self.reference  # never the name: it ends up in logs and in the admin's history

    @classmethod
    def free_reference(cls) -> str:
        while cls.including_canaries.filter(reference=(reference := new_reference())).exists():
            pass
        return reference

    def get_stage_display(self) -> str:
        return Stage.name_of(self.stage)
