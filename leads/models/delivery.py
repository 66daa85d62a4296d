"""A message that still has to arrive, as a mail or at a webhook: written with its cause, sent by the worker
(leads/tasks.py).
"""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from procrastinate.types import JSONDict

from config.fresh import fresh

if TYPE_CHECKING:
    from leads.models.lead import Lead
    from leads.models.webhook import Webhook

MAX_ATTEMPTS = 12  # over about three days (leads/tasks.py)
LEASE = timedelta(minutes=2)  # longer than a mail server may take in all
LATE_AFTER = timedelta(minutes=15)


@cache
def _host(url: str) -> str | None:
    return urlsplit(url).hostname


class NotSent(Exception):
    """It may still arrive: the next attempt is due at `until`."""

    def __init__(self, problem: str, until: datetime) -> None:
        super().__init__(problem)
        self.until = until


class Deliveries(models.QuerySet["Delivery"]):
    def waiting(self) -> "Deliveries":
        return self.filter(sent_at=None, failed_at=None)

    def failed(self) -> "Deliveries":
        return self.exclude(failed_at=None)

    def forgotten(self, *, at: datetime) -> "Deliveries":
        """Waiting, not held back, and well past their turn: their job may be lost."""
        late = self.waiting().filter(lead__quarantined_at=None, due_at__lt=at - LATE_AFTER)
        return late.exclude(kind=Delivery.Kind.WEBHOOK, webhook__is_active=False)


class Delivery(models.Model):
    class InHand(Exception):
        """Another worker is sending it right now."""

    class Kind(models.TextChoices):
        NOTIFICATION = "notification", "Notification"
        CONFIRMATION = "confirmation", "Confirmation"
        GIVEN = "given", "Given to somebody"
        LEFT = "left", "Nobody took it"
        DIGEST = "digest", "Digest"
        SWITCHED_OFF = "switched_off", "Webhook switched off"
        WEBHOOK = "webhook", "Webhook"
        ADDITION = "addition", "What the visitor did later"
        CORRECTION = "correction", "Is this your address?"
        REPLY = "reply", "Answer"

    lead = models.ForeignKey("leads.Lead", on_delete=models.CASCADE, related_name="deliveries", null=True)
    webhook = models.ForeignKey(
        "leads.Webhook", on_delete=models.CASCADE, related_name="deliveries", null=True, db_index=False
    )
    event = models.CharField(max_length=32, blank=True, default="", db_default="")  # that the webhook is told
    listed = ArrayField(models.BigIntegerField(), null=True, editable=False)  # the leads of a digest
    kind = models.CharField("what", max_length=16, choices=Kind)
    occasion = models.ForeignKey(  # what it tells of, when that came later
        "leads.LeadEvent",
        on_delete=models.CASCADE,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    recipient = models.CharField("to", max_length=254)
    # The same on every attempt; of a webhook it is the header `webhook-id`.
    message_id = models.CharField(max_length=200, unique=True)

    created_at = models.DateTimeField("written")
    due_at = models.DateTimeField("next attempt")
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField("sent", null=True)
    failed_at = models.DateTimeField("given up", null=True)
    problem = models.CharField("what went wrong last", max_length=300, blank=True)

    objects = Deliveries.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name_plural = "deliveries"
        permissions = [("read_delivery", "Can read the e-mails that were written to files")]
        indexes = [
            # For their foreign keys: most deliveries have neither, and fill no index with nothing.
            models.Index(fields=["webhook"], name="leads_deliveries_to", condition=Q(webhook__isnull=False)),
            models.Index(
                fields=["occasion"], name="leads_deliveries_of", condition=Q(occasion__isnull=False)
            ),
            models.Index(
                fields=["due_at"], name="leads_waiting_deliveries", condition=Q(sent_at=None, failed_at=None)
            ),
            models.Index(
                fields=["-failed_at"], name="leads_failed_deliveries", condition=Q(failed_at__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["lead", "kind", "recipient"],
                name="leads_one_mail_of_a_kind_each",
                condition=Q(kind__in=["notification", "confirmation"], occasion=None),
            ),
            models.UniqueConstraint(
                fields=["lead", "kind", "recipient", "occasion"],
                name="leads_one_mail_an_occasion",
                condition=Q(occasion__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(lead__isnull=False) | ~Q(kind__in=["notification", "confirmation", "given"]),
                name="leads_mail_has_its_lead",
            ),
            models.CheckConstraint(
                condition=~Q(kind="webhook") | (Q(webhook__isnull=False) & ~Q(event="")),
                name="leads_call_has_its_webhook",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(failed_at=None), name="leads_sent_or_given_up"
            ),
            models.CheckConstraint(
                condition=Q(failed_at=None) | ~Q(problem=""), name="leads_given_up_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.lead_id})"

    def state(self) -> str:
        if self.sent_at:
            return "sent"
        if self.failed_at:
            return "given up"
        return "held back" if self.is_held else "waiting"

    @property
    def is_held(self) -> bool:
        """Nothing is tried while its lead is in quarantine or its webhook is switched off."""
        if self.lead and self.lead.quarantined_at:
            return True
        return bool(self.kind == self.Kind.WEBHOOK and self.webhook and not self.webhook.is_active)

    @classmethod
    def about(
        cls, lead: "Lead | None", kind: "Delivery.Kind", *, recipient: str, at: datetime, **fields: object
    ) -> "Delivery":
        """A mail, not saved yet, and due at once; its Message-ID stays the same from here on."""
        if lead:
            fields["lead"] = lead
        fields |= {
            "message_id": f"<{uuid.uuid4()}@{_host(settings.SITE_URL)}>",
            "created_at": at,
            "due_at": at,
        }
        return fresh(cls, kind=kind, recipient=recipient, **fields)

    @classmethod
    def to_webhook(cls, webhook: "Webhook", event: str, *, lead: "Lead | None", at: datetime) -> "Delivery":
        """As `about`; its name stands where an address would: the address may be a password in itself."""
        mail = cls.about(lead, cls.Kind.WEBHOOK, recipient=webhook.name, webhook=webhook, event=event, at=at)
        mail.message_id = f"msg_{uuid.uuid4().hex}"
        return mail

    # -- verbs ------------------------------------------------------------------------------------------

    def queue(self, *, at: datetime) -> None:
        """Have the worker send it, as soon as the surrounding transaction is committed."""
        Delivery.objects.filter(pk=self.pk).update(due_at=at)
        self.queue_new([self])

    @staticmethod
    def queue_new(deliveries: Iterable["Delivery"]) -> None:
        """As `queue`, for those that were just written and are due: one statement for mails, one for webhooks."""
        jobs: dict[Any, list[JSONDict]] = {}
        for delivery in deliveries:
            jobs.setdefault(delivery.task, []).append({"delivery_id": delivery.pk})
        for task, those in jobs.items():
            task.batch_defer(*those)

    @property
    def task(self) -> Any:
        """The job that sends it: it takes `delivery_id`."""
        from leads.tasks import call, deliver  # the tasks need this model

        return call if self.kind == self.Kind.WEBHOOK else deliver

    def take(self, *, at: datetime) -> bool:
        """Take it in hand for one attempt. False when nothing is left to do; raises `Delivery.InHand`.

        This object stays as it was read: read it anew, it may have changed until now.
        """
        free = Q(leased_until=None) | Q(leased_until__lt=at)
        # Not `waiting()`: where few waited when the planner last looked, it would walk all that wait now to find one.
        ended = Coalesce("sent_at", "failed_at")
        mine = Delivery.objects.alias(ended=ended).filter(free, pk=self.pk, ended=None)
        if mine.update(leased_until=at + LEASE, attempts=F("attempts") + 1):
            return True
        if Delivery.objects.waiting().filter(pk=self.pk).exists():
            raise self.InHand(f"Delivery {self.pk} is in another worker's hand.")
        return False

    def mark_sent(self, *, at: datetime) -> None:
        Delivery.objects.filter(pk=self.pk).update(sent_at=at, failed_at=None, leased_until=None, problem="")

    def put_off(self, problem: str, *, until: datetime) -> None:
        Delivery.objects.filter(pk=self.pk).update(problem=problem[:300], due_at=until, leased_until=None)

    def give_up(self, problem: str, *, at: datetime) -> None:
        """No further attempt; staff see `problem` in the admin and may try again."""
        Delivery.objects.filter(pk=self.pk).update(problem=problem[:300], failed_at=at, leased_until=None)

    def come_back(self, problem: str, *, at: datetime) -> None:
        """It was taken by a mail server and returned by another: it did not arrive."""
        sent = Delivery.objects.filter(pk=self.pk, failed_at=None)
        sent.update(problem=problem[:300], failed_at=at, sent_at=None, leased_until=None)

    def can_be_tried_again(self) -> bool:
        return bool(self.failed_at or (self.sent_at and self.kind == self.Kind.WEBHOOK))

    def try_again(self, *, at: datetime) -> None:
        """After it was given up: another round of attempts, with the same Message-ID. Nothing for one that was sent,
        but to a webhook: its receiver knows by the id what it had already.
        """
        again = Q(failed_at__isnull=False) | Q(sent_at__isnull=False, kind=Delivery.Kind.WEBHOOK)
        if Delivery.objects.filter(again, pk=self.pk).update(sent_at=None, failed_at=None, attempts=0):
            self.queue(at=at)
