"""What was said in one attempt to reach a webhook, and what came back: to look into when something does not arrive."""

import json
from datetime import datetime, timedelta

from django.db import models

KEPT = timedelta(days=30)
ANSWER_KEPT = 1024  # signs of the answer


class Attempts(models.QuerySet["Attempt"]):
    def old(self, *, at: datetime) -> "Attempts":
        return self.filter(at__lt=at - KEPT)


class Attempt(models.Model):
    delivery = models.ForeignKey("leads.Delivery", on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField("when")
    host = models.CharField(max_length=260)  # never the whole address: it may be a password in itself
    headers = models.JSONField(default=dict)  # without the signature
    body = models.TextField()
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.TextField(blank=True)
    seconds = models.FloatField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    objects = Attempts.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index("at", name="leads_attempts_by_age")]

    def __str__(self) -> str:
        return f"{self.delivery_id} at {self.at:%Y-%m-%d %H:%M}"

    def pretty_body(self) -> str:
        return json.dumps(json.loads(self.body), ensure_ascii=False, indent=2)

    @property
    def arrived(self) -> bool:
        return not self.problem
