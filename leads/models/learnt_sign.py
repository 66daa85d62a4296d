"""How often a word or sign stood in enquiries that staff found to be spam, and in those that they found to be good."""

from collections.abc import Iterable

from django.db import models, transaction

from config.prepared import ask

ALL = ""  # the row that counts the enquiries themselves


class LearntSign(models.Model):
    sign = models.CharField(max_length=40, unique=True)
    spam = models.PositiveIntegerField()
    good = models.PositiveIntegerField()
    upto = models.BigIntegerField(default=0)  # of `ALL`: the newest decision that was counted, by its event

    class Meta:
        ordering = ["-spam", "good", "sign"]
        verbose_name = "sign of spam"
        verbose_name_plural = "signs of spam"

    def __str__(self) -> str:
        return f"{self.sign}: {self.spam} spam, {self.good} good"

    @classmethod
    def found(cls, signs: Iterable[str]) -> dict[str, tuple[int, int]]:
        """Spam and good of each that is known, `ALL` among them. One query, by an index."""
        rows = ask(f"SELECT sign, spam, good FROM {cls._meta.db_table} WHERE sign = ANY(%s)", [[ALL, *signs]])
        return {sign: (spam, good) for sign, spam, good in rows}

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
