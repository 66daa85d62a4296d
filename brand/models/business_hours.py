"""When the company is open: one row, and its holidays. What is counted in it: brand/business_hours.py."""

from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models

from brand.business_hours import NotHours, Schedule, read, written

DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
OFFICE_HOURS = "9:00–17:00"
CANONICAL = r"^(\d{1,2}:\d{2}–\d{1,2}:\d{2}(, \d{1,2}:\d{2}–\d{1,2}:\d{2})*)?$"


def validate_hours(typed: str) -> None:
    try:
        read(typed)
    except NotHours as error:
        raise ValidationError(str(error)) from error


def validate_zone(name: str) -> None:
    if "/" not in name or name not in available_timezones():
        raise ValidationError("There is no such time zone; write one such as Europe/Vienna.")


def _hours(default: str) -> "models.CharField[str, str]":
    return models.CharField(max_length=80, blank=True, default=default, validators=[validate_hours])


class BusinessHours(models.Model):
    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)

    monday = _hours(OFFICE_HOURS)
    tuesday = _hours(OFFICE_HOURS)
    wednesday = _hours(OFFICE_HOURS)
    thursday = _hours(OFFICE_HOURS)
    friday = _hours(OFFICE_HOURS)
    saturday = _hours("")
    sunday = _hours("")
    time_zone = models.CharField(
        max_length=40,
        blank=True,
        validators=[validate_zone],
        help_text="The clock on the company’s wall, such as Europe/Vienna; the site’s own where empty.",
    )

    class Meta:
        verbose_name = verbose_name_plural = "business hours"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="brand_one_business_hours"),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{day}__regex": CANONICAL}), name=f"brand_hours_of_{day}"
                )
                for day in DAYS
            ),
        ]

    def __str__(self) -> str:
        return "Business hours"

    def save(self, **kwargs: Any) -> None:
        """Each day in one spelling, on every way in."""
        for day in DAYS:
            setattr(self, day, written(read(getattr(self, day))))
        super().save(**kwargs)

    @classmethod
    def current(cls) -> "BusinessHours":
        """The row, or its defaults while nothing was saved. One query."""
        return cls.objects.filter(pk=1).first() or cls()

    @classmethod
    def schedule(cls) -> Schedule:
        """To count in: `schedule.business_time_between(…)`. One query; two while nothing was saved."""
        days = Holiday.objects.order_by("on").values("on")
        found = cls.objects.filter(pk=1).annotate(closed=ArraySubquery(days)).first()
        return Schedule(
            week=tuple(read(getattr(found or cls(), day)) for day in DAYS),
            zone=ZoneInfo((found and found.time_zone) or settings.TIME_ZONE),
            holidays=frozenset(vars(found)["closed"] if found else days.values_list("on", flat=True)),
        )


class Holiday(models.Model):
    on = models.DateField("day", unique=True, error_messages={"unique": "This day is a holiday already."})
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["-on"]

    def __str__(self) -> str:
        return f"{self.name}, {self.on:%-d %B %Y}"
