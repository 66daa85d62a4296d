"""An address of another system that is told what happens to leads (docs/webhooks.md)."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.crypto import salted_hmac

from config.outbound import Door, Refused
from leads.experts import owners
from leads.models.delivery import Delivery

if TYPE_CHECKING:
    from leads.models.lead import Lead

DEAD_AFTER = timedelta(days=3)  # without one success
OLD_SECRET_SIGNS_FOR = timedelta(days=1)


def fresh_salt() -> str:
    return secrets.token_hex(16)


def validate_address(address: str) -> None:
    try:
        Door.of_site().check(address)
    except Refused as refused:
        raise ValidationError(str(refused)) from None


class Webhooks(models.QuerySet["Webhook"]):
    def active(self) -> "Webhooks":
        return self.filter(is_active=True)

    def given_up(self) -> "Webhooks":
        """Switched off by us, because it failed for long or said that it is gone."""
        return self.filter(is_active=False).exclude(why_off="")

    def wanting(self, event: str) -> "Webhooks":
        return self.active().filter(events__contains=[event])


class Webhook(models.Model):
    class SecretLost(Exception):
        """The site's SECRET_KEY is another than the one that the secret came from."""

    class Event(models.TextChoices):
        RECEIVED = "lead.received", "A new lead came"
        CONTACTED = "lead.contacted", "A lead was answered"
        QUALIFIED = "lead.qualified", "A lead was qualified"
        WON = "lead.won", "A lead was won"
        LOST = "lead.lost", "A lead was lost"

    TEST: ClassVar[str] = "webhook.test"

    class Shape(models.TextChoices):
        STANDARD = "standard", "Standard Webhooks: everything about the lead, as JSON"
        SLACK = "slack", "Slack, Mattermost, Google Chat: one message"
        TEAMS = "teams", "Microsoft Teams (Workflows): one card"

    name = models.CharField(max_length=80, unique=True, help_text="For your own lists, such as “CRM”.")
    address = models.CharField(
        max_length=500,
        validators=[validate_address],
        help_text="Where we post to. It begins with https:// and is kept from everybody who may not change webhooks.",
    )
    shape = models.CharField("what is sent", max_length=12, choices=Shape, default=Shape.STANDARD)
    events = ArrayField(models.CharField(max_length=32, choices=Event), verbose_name="sent when")

    # A secret is not kept: it follows from this salt and the site's SECRET_KEY. The mark tells whether it still does;
    # it is empty until the secret was shown, which is once.
    secret_salt = models.CharField(max_length=32, default=fresh_salt, editable=False)
    secret_mark = models.CharField(max_length=32, blank=True, editable=False)
    secret_shown_at = models.DateTimeField(null=True, editable=False)
    old_salt = models.CharField(max_length=32, blank=True, editable=False)
    old_mark = models.CharField(max_length=32, blank=True, editable=False)
    old_until = models.DateTimeField("the former secret signs until", null=True, editable=False)

    is_active = models.BooleanField("switched on", default=True, editable=False)
    switched_off_at = models.DateTimeField("switched off", null=True, editable=False)
    why_off = models.CharField(max_length=300, blank=True, editable=False)  # empty when a person did it
    failing_since = models.DateTimeField(null=True, editable=False)
    succeeded_at = models.DateTimeField("last arrived", null=True, editable=False)

    objects = Webhooks.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(events=[]), name="leads_webhook_waits_for_something"),
            models.CheckConstraint(
                condition=Q(is_active=True, switched_off_at=None, why_off="")
                | Q(is_active=False, switched_off_at__isnull=False),
                name="leads_webhook_is_on_or_off",
            ),
            models.CheckConstraint(
                condition=Q(old_salt="", old_until=None) | (~Q(old_salt="") & Q(old_until__isnull=False)),
                name="leads_old_secret_has_its_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or ""

    def state(self) -> str:
        if self.is_active:
            return "failing" if self.failing_since else "switched on"
        return "switched off by itself" if self.why_off else "switched off"

    # -- telling ----------------------------------------------------------------------------------------

    @classmethod
    def calls(cls, lead: "Lead", event: str, *, at: datetime) -> list[Delivery]:
        """One for each that wants it, not saved yet. One query."""
        wanting = cls.objects.wanting(event)
        return [Delivery.to_webhook(webhook, event, lead=lead, at=at) for webhook in wanting]

    @classmethod
    def tell(cls, lead: "Lead", event: str, *, at: datetime) -> None:
        """Have everybody told who waits for `event`, once the surrounding transaction is committed.

        Of a lead in quarantine nobody hears before it is released.
        """
        written = Delivery.objects.bulk_create(cls.calls(lead, event, at=at))
        if not lead.quarantined_at:
            Delivery.queue_new(written)

    # -- secrets ----------------------------------------------------------------------------------------

    def new_secret(self, *, at: datetime) -> str:
        """`whsec_…`, to be shown now and never again. One that was shown before signs along for a day."""
        if self.secret_mark:
            self.old_salt, self.old_mark = self.secret_salt, self.secret_mark
            self.old_until = at + OLD_SECRET_SIGNS_FOR
            self.secret_salt = fresh_salt()
        key = _derived(self.secret_salt, settings.SECRET_KEY)
        self.secret_mark, self.secret_shown_at = _mark(key), at
        self.save(
            update_fields=[
                *("secret_salt", "secret_mark", "secret_shown_at", "old_salt", "old_mark", "old_until")
            ]
        )
        return f"whsec_{base64.b64encode(key).decode()}"

    def signatures(self, message_id: str, body: bytes, *, at: datetime) -> str:
        """The header `webhook-signature` (Standard Webhooks 1.0, “Signature scheme”). Raises `Webhook.SecretLost`."""
        keys = [_known(self.secret_salt, self.secret_mark)]
        if self.old_until and self.old_until > at:
            keys.append(_known(self.old_salt, self.old_mark))
        return " ".join(signature(key, message_id, int(at.timestamp()), body) for key in keys)

    # -- on and off -------------------------------------------------------------------------------------

    def note_success(self, *, at: datetime) -> None:
        Webhook.objects.filter(pk=self.pk).update(succeeded_at=at, failing_since=None)

    def note_failure(self, *, at: datetime) -> bool:
        """Whether that was one too many: nothing arrived for days, so it is switched off and the owners are told."""
        Webhook.objects.filter(pk=self.pk).update(failing_since=Coalesce("failing_since", models.Value(at)))
        self.refresh_from_db(fields=["failing_since", "is_active"])
        if self.failing_since is None or at - self.failing_since < DEAD_AFTER:
            return False
        self.give_up(f"Nothing arrived there for {DEAD_AFTER.days} days.", at=at)
        return True

    def give_up(self, why: str, *, at: datetime) -> None:
        """Switch it off by ourselves, once, and tell the owners."""
        with transaction.atomic():
            if not self._switch_off(at=at, why_off=why):
                return
            mails = [
                Delivery.about(
                    None, Delivery.Kind.SWITCHED_OFF, recipient=owner.email, webhook_id=self.pk, at=at
                )
                for owner in owners()
            ]
            Delivery.queue_new(Delivery.objects.bulk_create(mails))

    def switch_off(self, *, at: datetime) -> None:
        """As a person wishes. What waits goes on waiting."""
        self._switch_off(at=at)

    def switch_on(self, *, at: datetime) -> None:
        """And send what waits, each with a new round of attempts."""
        with transaction.atomic():
            off = Webhook.objects.filter(pk=self.pk, is_active=False)
            if not off.update(is_active=True, switched_off_at=None, why_off="", failing_since=None):
                return
            waiting = self.deliveries.waiting().filter(kind=Delivery.Kind.WEBHOOK)
            waiting.update(attempts=0, due_at=at)
            Delivery.queue_new(waiting.exclude(lead__quarantined_at__isnull=False))

    def _switch_off(self, **fields: object) -> int:
        at = fields.pop("at")
        on = Webhook.objects.active().filter(pk=self.pk)
        return on.update(is_active=False, switched_off_at=at, **fields)


def signature(key: bytes, message_id: str, seconds: int, body: bytes) -> str:
    """Standard Webhooks 1.0, “Signature scheme”."""
    signed = b".".join([message_id.encode(), str(seconds).encode(), body])
    return f"v1,{base64.b64encode(hmac.digest(key, signed, 'sha256')).decode()}"


def _derived(salt: str, site_key: str) -> bytes:
    return salted_hmac("leads.webhook", salt, secret=site_key, algorithm="sha256").digest()


def _mark(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()[:32]


def _known(salt: str, mark: str) -> bytes:
    """The key that was shown, also when SECRET_KEY was changed and its former one is still believed."""
    for site_key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        key = _derived(salt, site_key)
        if not mark or _mark(key) == mark:
            return key
    raise Webhook.SecretLost
