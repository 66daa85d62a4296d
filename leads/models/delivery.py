"""A message that still has to arrive: written with its lead, sent by the worker (leads/tasks.py)."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from procrastinate.types import JSONDict

if TYPE_CHECKING:
    from leads.models.lead import Lead

MAX_ATTEMPTS = 12  # over about three days (leads/tasks.py)
LEASE = timedelta(minutes=2)  # longer than a mail server may take in all
LATE_AFTER = timedelta(minutes=15)


class Deliveries(models.QuerySet["Delivery"]):
    def waiting(self) -> "Deliveries":
        return self.filter(sent_at=None, failed_at=None)

    def failed(self) -> "Deliveries":
        return self.exclude(failed_at=None)

    def forgotten(self, *, at: datetime) -> "Deliveries":
        """Waiting, not held back, and well past their turn: their job may be lost."""
        return self.waiting().filter(lead__quarantined_at=None, due_at__lt=at - LATE_AFTER)


class Delivery(models.Model):
    class InHand(Exception):
        """Another worker is sending it right now."""

    class Kind(models.TextChoices):
        NOTIFICATION = "notification", "Notification"
        CONFIRMATION = "confirmation", "Confirmation"
        ADDITION = "addition", "What the visitor did later"
        CORRECTION = "correction", "Is this your address?"

    lead = models.ForeignKey("leads.Lead", on_delete=models.CASCADE, related_name="deliveries")
    kind = models.CharField("what", max_length=16, choices=Kind)
    event = models.ForeignKey(  # what it tells of, when that came later
        "leads.LeadEvent", on_delete=models.CASCADE, null=True, editable=False, related_name="+"
    )
    recipient = models.CharField("to", max_length=254)
    message_id = models.CharField(max_length=200, unique=True)  # the same on every attempt

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
            models.Index(
                fields=["due_at"], name="leads_waiting_deliveries", condition=Q(sent_at=None, failed_at=None)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["lead", "kind", "recipient", "event"],
                name="leads_one_mail_of_a_kind_each",
                nulls_distinct=False,
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
        return "given up" if self.failed_at else "waiting"

    @classmethod
    def about(cls, lead: "Lead", kind: "Delivery.Kind", *, recipient: str, at: datetime) -> "Delivery":
        """Not saved yet, and due at once; its Message-ID stays the same from here on."""
        message_id = f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}>"
        return cls(lead=lead, kind=kind, recipient=recipient, message_id=message_id, created_at=at, due_at=at)

    # -- verbs ------------------------------------------------------------------------------------------

    def queue(self, *, at: datetime) -> None:
        """Have the worker send it, as soon as the surrounding transaction is committed."""
        from leads.tasks import deliver  # the task needs this model

        Delivery.objects.filter(pk=self.pk).update(due_at=at)
        deliver.defer(delivery_id=self.pk)

    @staticmethod
    def queue_new(deliveries: Iterable["Delivery"]) -> None:
        """As `queue`, for those that were just written and are due: one statement for all."""
        from leads.tasks import deliver

        jobs: list[JSONDict] = [{"delivery_id": delivery.pk} for delivery in deliveries]
        if jobs:
            deliver.batch_defer(*jobs)

    def take(self, *, at: datetime) -> bool:
        """Take it in hand for one attempt. False when nothing is left to do; raises `Delivery.InHand`."""
        free = Q(leased_until=None) | Q(leased_until__lt=at)
        mine = Delivery.objects.waiting().filter(free, pk=self.pk)
        if mine.update(leased_until=at + LEASE, attempts=F("attempts") + 1):
            self.refresh_from_db()
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

    def try_again(self, *, at: datetime) -> None:
        """After it was given up: another round of attempts, with the same Message-ID. Nothing for one that was sent."""
        if Delivery.objects.failed().filter(pk=self.pk).update(failed_at=None, attempts=0):
            self.queue(at=at)
