"""What happened to a lead. Written once, never changed: a trigger refuses every UPDATE (migration 0002)."""

from django.conf import settings
from django.db import models

from leads.models.stage import Stage

# Whoever moved a lead on, or wrote to the person, has answered.
ANSWERS = ["moved", "replied"]
# From which is learnt what spam looks like (leads/learning.py), and what takes such a decision back.
DECISIONS = ["condemned", "released", "moved", "undone", "erased"]


class LeadEvent(models.Model):
    class Kind(models.TextChoices):
        RECEIVED = "received", "received"
        RELEASED = "released", "taken out of quarantine"
        CLAIMED = "claimed", "taken"
        ASSIGNED = "assigned", "given to"
        LEFT = "left", "left to all"  # by a rule
        NOTED = "noted", "note"
        MOVED = "moved", "moved to"
        # By the visitor's own link (leads/visitor.py).
        ADDED = "added", "wrote more"
        CORRECTING = "correcting", "asked to correct the address"
        CORRECTED = "corrected", "corrected the address"
        WITHDRAWN = "withdrawn", "withdrew the enquiry"
        ERASED = "erased", "erased everything personal"
        WROTE = "wrote", "wrote by e-mail"  # its words: leads/models/inbound_mail.py
        HEARD = "heard", "saw that there is nothing to answer"
        SNOOZED = "snoozed", "put off until"
        CONDEMNED = "condemned", "marked as spam"
        MERGED = "merged", "merged into"
        SPLIT = "split", "taken out of"
        REPLIED = "replied", "answered by e-mail"
        UNDONE = "undone", "took that back"

    lead = models.ForeignKey("leads.Lead", on_delete=models.CASCADE, related_name="events", db_index=False)
    kind = models.CharField("what", max_length=12, choices=Kind)
    at = models.DateTimeField("when")
    # None is the visitor. People are unticked, not deleted, so that this stays readable.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="who",
        db_index=False,
    )
    expert = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )  # given to whom
    stage = models.CharField(max_length=12, blank=True)  # moved to which
    value = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True, default="", db_default="")
    until = models.DateTimeField(null=True)  # put off until when
    text = models.TextField(blank=True)
    # How the lead stood before (leads/models/standing.py); None: this cannot be taken back.
    before = models.JSONField(null=True)
    undoes = models.BigIntegerField(null=True)  # the first event that was taken back, and all up to this one

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = "event"
        indexes = [
            # For their foreign keys, too: most events have nobody, and fill no index with nothing.
            models.Index(fields=["lead", "at"], name="leads_events_of_a_lead"),
            models.Index(fields=["by"], name="leads_events_by", condition=models.Q(by__isnull=False)),
            models.Index(fields=["expert"], name="leads_events_to", condition=models.Q(expert__isnull=False)),
            models.Index("id", name="leads_decisions", condition=models.Q(kind__in=DECISIONS)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="noted", text=""), name="leads_note_says_something"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="moved", stage=""), name="leads_move_names_its_stage"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def who(self) -> str:
        if self.by:
            return str(self.by)
        return "A rule" if self.kind in {self.Kind.ASSIGNED, self.Kind.LEFT} else "The visitor"

    def stage_word(self) -> str:
        """As its list names it; a stage that there is no more keeps the name it was written with."""
        return Stage.name_of(self.stage)
