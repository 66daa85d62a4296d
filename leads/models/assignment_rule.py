"""Which of us gets which lead: rules in an order, and the people of each (leads/assignment.py says how)."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q

from brand.business_hours import NotHours, read, written
from brand.models.business_hours import CANONICAL
from leads.assignment import NotCodes, Terms, read_countries, read_languages
from leads.models.event import LeadEvent
from leads.models.lead import Lead

LOOKED_BACK = timedelta(days=30)  # what nobody took for longer is not given away by a rule any more
MOST_MINUTES = 60 * 40
MOST_WEIGHT = 10


def validate_countries(typed: str) -> None:
    _validate(read_countries, typed)


def validate_languages(typed: str) -> None:
    _validate(read_languages, typed)


def validate_hours(typed: str) -> None:
    _validate(read, typed)


def _validate(reader: Any, typed: str) -> None:
    try:
        reader(typed)
    except (NotCodes, NotHours) as error:
        raise ValidationError(str(error)) from error


class AssignmentRules(models.QuerySet["AssignmentRule"]):
    def in_use(self) -> "AssignmentRules":
        """Those that are switched on, in the order in which they are asked."""
        return self.filter(is_on=True).order_by("position", "pk")


class AssignmentRule(models.Model):
    name = models.CharField(
        max_length=80, unique=True, help_text="Everybody who gets a lead by it reads this name."
    )
    is_on = models.BooleanField("switched on", default=True)
    position = models.PositiveSmallIntegerField(
        "order",
        default=50,
        help_text="The rule with the lowest number is asked first; the first that holds decides.",
    )
    categories = models.ManyToManyField(
        "blog.Category",
        blank=True,
        related_name="assignment_rules",
        help_text="Any of them; none ticked: all leads, also those without a category.",
    )
    languages = models.CharField(
        max_length=120,
        blank=True,
        validators=[validate_languages],
        help_text="Of the article that they wrote from, such as de, es-PR. Empty: any.",
    )
    countries = models.CharField(
        max_length=200,
        blank=True,
        validators=[validate_countries],
        help_text="Of their telephone number, such as DE, AT, CH. A number without + counts as one of your own "
        "country, and who leaves none has no country. Empty: any.",
    )
    only_at_work = models.BooleanField(
        "only within working hours",
        default=True,
        help_text="Who does not work at the moment is not asked. If nobody does, the lead is left to all until "
        "somebody comes to work. Unticked, absence alone counts.",
    )
    minutes = models.PositiveSmallIntegerField(
        "goes on after business minutes",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MINUTES)],
        help_text="If the person neither takes it nor does anything with it for so long, the next one gets it. "
        "Empty: it stays.",
    )

    objects = AssignmentRules.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="leads_rule_has_a_name"),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gte=1, minutes__lte=MOST_MINUTES),
                name="leads_rule_goes_on_after_minutes",
            ),
            models.CheckConstraint(
                condition=Q(languages__regex=r"^([a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?(, |$))*$"),
                name="leads_rule_languages_are_codes",
            ),
            models.CheckConstraint(
                condition=Q(countries__regex=r"^([A-Z]{2}(, |$))*$"), name="leads_rule_countries_are_codes"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        """Codes in one spelling, on every way in."""
        self.languages = ", ".join(read_languages(self.languages))
        self.countries = ", ".join(read_countries(self.countries))
        super().save(**kwargs)

    def terms(self) -> Terms:
        """One query, unless its categories were loaded with it."""
        return Terms(
            rule=self.pk,
            name=self.name,
            categories=frozenset(category.pk for category in self.categories.all()),
            languages=tuple(read_languages(self.languages)),
            countries=tuple(read_countries(self.countries)),
        )

    @classmethod
    def ask_again(cls, *, at: datetime) -> int:
        """After rules or people changed: the rules look anew at what nobody has taken, but for what they gave away
        before. How many leads.
        """
        given = LeadEvent.objects.filter(lead=OuterRef("pk"), kind=LeadEvent.Kind.ASSIGNED)
        waiting = Lead.objects.awaiting_triage().filter(received_at__gt=at - LOOKED_BACK)
        waiting = waiting.filter(Q(rules_at=None) | Q(rules_at__gt=at)).exclude(Exists(given))
        return waiting.order_by().update(rules_at=at)


class RuleMember(models.Model):
    """Somebody whom a rule gives leads to. `credit` is their place in the round, written by the worker alone."""

    rule = models.ForeignKey(AssignmentRule, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    weight = models.PositiveSmallIntegerField(
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_WEIGHT)],
        help_text="Who has 2 gets twice as many as who has 1.",
    )
    hours = models.CharField(
        "own hours",
        max_length=80,
        blank=True,
        validators=[validate_hours],
        help_text="On the company’s working days, by the person’s own clock, such as 9:00–13:00. Empty: the company’s.",
    )
    credit = models.IntegerField(default=0, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = "person"
        verbose_name_plural = "people who get them in turn"
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "person"],
                name="leads_rule_names_each_once",
                violation_error_message="This person is named already: give them more weight instead.",
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=MOST_WEIGHT), name="leads_rule_weight_is_1_to_10"
            ),
            models.CheckConstraint(condition=Q(hours__regex=CANONICAL), name="leads_rule_hours_are_hours"),
        ]

    def __str__(self) -> str:
        return str(self.person)

    def save(self, **kwargs: Any) -> None:
        self.hours = written(read(self.hours))
        super().save(**kwargs)
