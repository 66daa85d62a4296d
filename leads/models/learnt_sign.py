"""How often a word or sign stood in enquiries that staff found to be spam, and in those that they found to be good."""

from django.db import models, transaction
from django.db.models import Expression

from config.prepared import AnyOf

ALL = ""  # the row that counts the enquiries themselves


class LearntSigns(models.QuerySet["LearntSign"]):
    def among(self, signs: Expression) -> "LearntSigns":
        """Those that stand in this array of the database's."""
        return self.filter(AnyOf("sign", signs))


class LearntSign(models.Model):
    sign = models.CharField(max_length=40, unique=True)
    spam = models.PositiveIntegerField()
    good = models.PositiveIntegerField()
    upto = models.BigIntegerField(default=0)  # of `ALL`: the newest decision that was counted, by its event

    objects = LearntSigns.as_manager()

    class Meta:
        ordering = ["-spam", "good", "sign"]
        verbose_name = "sign of spam"
        verbose_name_plural = "signs of spam"

    def __str__(self) -> str:
        return f"{self.sign}: {self.spam} spam, {self.good} good"

    @classmethod
    def counted_upto(cls) -> int:
        return cls.objects.filter(sign=ALL).values_list("upto", flat=True).first() or 0

    @classmethod
    def replace(cls, counts: dict[str, tuple[int, int]], *, upto: int) -> None:
        """All of them by these, in one transaction: whoever reads sees the one or the other."""
        with transaction.atomic():
            cls.objects.all().delete()
            rows = [
                LearntSign(sign=sign, spam=spam, good=good, upto=upto)
                for sign, (spam, good) in counts.items()
            ]
            LearntSign.objects.bulk_create(rows, batch_size=1000)
