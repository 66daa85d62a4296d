"""How often somebody tried to sign in of late, by browser, network and account (staff/sign_in.py)."""

from datetime import datetime, timedelta

from django.db import connection, models, transaction

# One statement, so that the database decides who was how manyth; a window that has passed begins anew.
_COUNT = """
INSERT INTO staff_signincount AS known (key, attempts, ends_at) VALUES (%(key)s, 1, %(ends_at)s)
ON CONFLICT (key) DO UPDATE SET
    attempts = CASE WHEN known.ends_at <= %(at)s THEN 1 ELSE known.attempts + 1 END,
    ends_at = CASE WHEN known.ends_at <= %(at)s THEN excluded.ends_at ELSE known.ends_at END
RETURNING attempts, ends_at
"""


class SignInCounts(models.QuerySet["SignInCount"]):
    def over(self, *, at: datetime) -> "SignInCounts":
        """Those whose window has passed: nothing needs them any more."""
        return self.filter(ends_at__lte=at)


class SignInCount(models.Model):
    key = models.CharField(
        max_length=80, primary_key=True, help_text="What is counted, and a hash, an address or a random name."
    )
    attempts = models.PositiveIntegerField()
    ends_at = models.DateTimeField()

    objects = SignInCounts.as_manager()

    class Meta:
        indexes = [models.Index("ends_at", name="staff_count_end")]

    def __str__(self) -> str:
        return self.key.split(":")[0]

    @classmethod
    def add(cls, key: str, *, at: datetime, window: timedelta) -> tuple[int, datetime]:
        """Count one attempt; answers how many there are in this window, and when it ends. One query."""
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, {"key": key, "at": at, "ends_at": at + window})
            return cursor.fetchone()

    @classmethod
    def take_back(cls, key: str) -> None:
        """Count one attempt less: it was none of those that are to be stopped."""
        cls.objects.filter(key=key, attempts__gt=0).update(attempts=models.F("attempts") - 1)

    @classmethod
    def forget(cls, *, at: datetime) -> None:
        """Delete what is over, but for rows that another request holds just now (two of these could wait in a ring)."""
        with transaction.atomic():
            free = cls.objects.over(at=at).select_for_update(skip_locked=True).values("pk")
            cls.objects.filter(pk__in=free).delete()
