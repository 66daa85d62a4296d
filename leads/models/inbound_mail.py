"""A mail that came back to us about a lead (leads/inbound.py), and how the mailbox stands that is asked for them."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

STRAYS_KEPT = timedelta(days=30)
MOST_PUT_ASIDE = 100
ALARM_AFTER = 3  # failures in a row, a minute apart: a server that restarts is no alarm


class InboundMails(models.QuerySet["InboundMail"]):
    def strays(self) -> "InboundMails":
        return self.filter(kind=InboundMail.Kind.STRAY)

    def old_strays(self, *, at: datetime) -> "InboundMails":
        return self.strays().filter(at__lt=at - STRAYS_KEPT)


class InboundMail(models.Model):
    """Its words stand here, not in the event: an event is never changed, and words must be forgotten.

    Of a stray, which belongs to no lead, only the fact is kept: it may be anybody's letter.
    """

    class Kind(models.TextChoices):
        ANSWER = "answer", "from the visitor"
        OTHER = "other", "from another address"
        COLLEAGUE = "colleague", "from one of us"
        AUTOMATIC = "automatic", "automatic answer"
        BOUNCE = "bounce", "an e-mail came back"
        STRAY = "stray", "belongs to no lead"

    SPOKEN: ClassVar[list[str]] = [Kind.ANSWER, Kind.OTHER]  # somebody outside wrote it, for us to read

    kind = models.CharField(max_length=12, choices=Kind)
    message_id = models.CharField(max_length=200, unique=True)  # or a digest, of one that is odd or has none
    at = models.DateTimeField()  # when it was taken in
    lead = models.ForeignKey("leads.Lead", on_delete=models.CASCADE, related_name="inbound", null=True)
    event = models.OneToOneField(
        "leads.LeadEvent", on_delete=models.CASCADE, related_name="inbound", null=True
    )
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)  # what is new
    history = models.TextField(blank=True)  # what was quoted below it
    is_cut = models.BooleanField(default=False)  # it was longer than is kept
    attachments = models.JSONField(default=list)  # name, type and size of each; contents are not kept
    why = models.CharField(max_length=200, blank=True)  # it is a stray, or came back

    objects = InboundMails.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="stray", lead=None, event=None, sender="", subject="", text="", history="")
                & ~Q(why="")
                | ~Q(kind="stray") & Q(lead__isnull=False, event__isnull=False),
                name="leads_inbound_has_its_lead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.lead_id})"


class Mailbox(models.Model):
    """How far the mailbox was read, as IMAP counts (RFC 9051, section 2.3.1.1), and why it cannot be."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    validity = models.BigIntegerField(default=0)  # with another, the numbers mean other mails
    last_uid = models.BigIntegerField(default=0)
    put_aside = ArrayField(models.BigIntegerField(), default=list)  # could not be stored; tried again
    read_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
    failing_since = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="leads_one_mailbox"),
            models.CheckConstraint(
                condition=Q(failures=0, problem="", failing_since=None)
                | (Q(failures__gt=0) & ~Q(problem="") & Q(failing_since__isnull=False)),
                name="leads_mailbox_fails_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.problem or "read"

    @classmethod
    def current(cls) -> "Mailbox":
        return cls.objects.get_or_create(pk=1)[0]

    @classmethod
    def failing(cls) -> "Mailbox | None":
        """While it, or some mail in it, cannot be read. One query."""
        cannot = Q(failures__gte=ALARM_AFTER) | ~Q(put_aside=[])
        return cls.objects.filter(cannot, pk=1).first()

    def note_failure(self, problem: str, *, at: datetime) -> None:
        self.failures += 1
        self.failing_since = self.failing_since or at
        self.problem = problem[:300]
        self.save(update_fields=["failures", "failing_since", "problem"])

    def note_success(self, *, at: datetime) -> None:
        self.read_at, self.failures, self.failing_since, self.problem = at, 0, None, ""
        self.save(update_fields=["read_at", "failures", "failing_since", "problem"])

    def note_read(self, uid: int) -> None:
        """Everything up to this one was looked at."""
        self.last_uid = max(self.last_uid, uid)
        self.put_aside = [one for one in self.put_aside if one != uid]
        self.save(update_fields=["last_uid", "put_aside"])

    def put_by(self, uid: int) -> None:
        """It could not be stored: the rest goes on, and it is tried again."""
        self.last_uid = max(self.last_uid, uid)
        self.put_aside = [*(one for one in self.put_aside if one != uid), uid][-MOST_PUT_ASIDE:]
        self.save(update_fields=["last_uid", "put_aside"])

    def begin_anew(self, validity: int) -> None:
        self.validity, self.last_uid, self.put_aside = validity, 0, []
        self.save(update_fields=["validity", "last_uid", "put_aside"])
