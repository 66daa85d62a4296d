"""What the list is narrowed to: a search, and filters. All of it stands in the address, so that it can be kept."""

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import quote_plus

from django import forms
from django.db.models import Exists, OuterRef
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from blog.models import Article, Category
from leads.admin.boxes import BOXES, FIRST, Run
from leads.experts import experts
from leads.models import Lead
from leads.models.lead import CAMPAIGN
from leads.models.lead_queries import CLOSED, Leads
from leads.models.stage import Kind

ARTICLES = 200  # the newest that brought a lead
CHOSEN = mark_safe(" selected")
FILTERS = ["stage", "expert", "category", "article", "campaign", "since", "until"]


class Options(forms.Select):
    """A list to choose from, drawn without two templates for each of its options: two hundred articles took half of
    the time of a whole page. No groups; one is chosen.
    """

    def render(self, name, value, attrs=None, renderer=None):
        chosen = "" if value is None else str(value)
        options = ((key, CHOSEN if str(key) == chosen else "", words) for key, words in self.choices)
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            format_html_join("", '<option value="{}"{}>{}</option>', options),
        )


class Narrowing(forms.Form):
    """Takes what it understands and passes by the rest: an address may be old, or typed by hand."""

    box = forms.ChoiceField(choices=list(BOXES.items()), required=False)
    q = forms.CharField(required=False, max_length=200, strip=True, label="Search")
    stage = forms.ChoiceField(required=False, widget=Options)
    expert = forms.ChoiceField(required=False, widget=Options, label="With")
    category = forms.ChoiceField(required=False, widget=Options)
    article = forms.ChoiceField(required=False, widget=Options)
    campaign = forms.CharField(required=False, max_length=200)
    since = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}), label="From")
    until = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}), label="To")

    def __init__(self, data, *, stages):
        super().__init__(data, auto_id="narrow-%s")
        fields: Any = self.fields
        fields["stage"].choices = [("", "any stage"), *stages.items()]
        self.people = list(experts())
        people = [(str(person.pk), str(person)) for person in self.people]
        fields["expert"].choices = [("", "anybody"), ("nobody", "nobody"), *people]
        fields["category"].choices = [
            ("", "any category"),
            *self._rows(Category.objects.order_by("name"), "name"),
        ]
        brought = Article.objects.filter(Exists(Lead.objects.filter(article=OuterRef("pk"))))
        articles = self._rows(brought.order_by("-published_at", "-pk")[:ARTICLES], "title")
        chosen = str(data.get("article", ""))
        if chosen.isdecimal() and len(chosen) < 18 and chosen not in dict(articles):
            articles += self._rows(Article.objects.filter(pk=int(chosen)), "title")
        fields["article"].choices = [("", "any article"), *articles]
        self.full_clean()

    @staticmethod
    def _rows(rows, name):
        return [(str(pk), words) for pk, words in rows.values_list("pk", name)]

    @property
    def given(self):
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_narrowed(self):
        return any(name in self.given for name in FILTERS)

    @property
    def box_name(self):
        """A search looks into all of them unless one is chosen, and so does the question for a closed stage."""
        if chosen := self.given.get("box"):
            return chosen
        return "all" if self.given.get("q") or self.given.get("stage") in CLOSED else FIRST

    def query(self, **changed):
        """The address of this list, with something else: `?box=new&q=shop`."""
        kept = {name: self.data.get(name, "") for name in ["box", "q", *FILTERS] if name in self.given}
        return "&".join(
            f"{name}={quote_plus(str(value))}" for name, value in {**kept, **changed}.items() if value
        )

    def narrowed(self, run: Run) -> Run:
        if self._rules_out(run):
            return run._replace(leads=run.leads.none())
        return run._replace(leads=self._narrowed(run.leads, are_untaken=run.are_untaken))

    def _rules_out(self, run: Run) -> bool:
        """Whether none can be in it. PostgreSQL would find that out by going through all of them."""
        stage = self.given.get("stage", "")
        if run.are_untaken:
            return self.given.get("expert", "nobody") != "nobody" or stage not in ["", Kind.NEW]
        return run.are_open and stage in CLOSED

    def _narrowed(self, leads: Leads, *, are_untaken: bool) -> Leads:
        given = self.given
        if words := given.get("q"):
            leads = leads.found_by(words)
        for name in ["stage", "category", "article"]:
            if name in given:
                leads = leads.filter(**{name: given[name]})
        expert = given.get("expert")
        if expert and not are_untaken:  # the planner takes what is said twice for twice as rare
            leads = leads.filter(expert=None if expert == "nobody" else expert)
        if campaign := given.get("campaign"):
            leads = leads.alias(campaign=CAMPAIGN).filter(
                landing_query__has_key="utm_campaign", campaign=campaign
            )
        if since := given.get("since"):
            leads = leads.filter(received_at__gte=_midnight(since))
        if until := given.get("until"):
            leads = leads.filter(received_at__lt=_midnight(until + timedelta(days=1)))
        return leads


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time()))
