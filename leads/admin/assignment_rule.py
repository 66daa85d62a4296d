"""The sales lead's rules: who gets which lead. What they do is leads/giving.py."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET

from blog.models import Category
from brand.forms import HoursField
from leads.admin.lists import RuleList
from leads.assignment import Asked, NotCodes, read_countries, read_languages
from leads.experts import experts
from leads.giving import try_out
from leads.models import AssignmentRule, RuleMember
from staff.models import User


class MemberForm(forms.ModelForm):
    class Meta:
        model = RuleMember
        fields = ["person", "weight", "hours"]
        field_classes = {"hours": HoursField}
        widgets = {"hours": forms.TextInput({"placeholder": "the company’s", "autocomplete": "off"})}


class Members(forms.BaseInlineFormSet):
    def clean(self):
        super().clean()
        kept = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        if self.instance.is_on and not any(self.errors) and not kept:
            raise forms.ValidationError(
                "Name somebody, or switch the rule off: it would find nobody for its leads."
            )


class MemberInline(admin.TabularInline):
    model = RuleMember
    form, formset = MemberForm, Members
    extra = 0
    min_num = 1
    validate_min = False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Also somebody who is named and may not answer leads any more: the form must be able to show them."""
        named = User.objects.filter(pk__in=RuleMember.objects.values("person"))
        people = User.objects.filter(pk__in=experts().values("pk")) | named
        return super().formfield_for_foreignkey(db_field, request, **{**kwargs, "queryset": people})

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        person = formset.form.base_fields.get("person")
        if person is not None:
            person.widget.can_add_related = person.widget.can_change_related = False
        return formset


class RuleForm(forms.ModelForm):
    class Meta:
        model = AssignmentRule
        fields = [
            "name",
            "is_on",
            "position",
            "categories",
            "languages",
            "countries",
            "only_at_work",
            "minutes",
        ]
        widgets = {"categories": forms.CheckboxSelectMultiple}

    def clean_languages(self):
        return ", ".join(_codes(read_languages, self.cleaned_data["languages"]))

    def clean_countries(self):
        return ", ".join(_codes(read_countries, self.cleaned_data["countries"]))


def _codes(read, typed):
    try:
        return read(typed)
    except NotCodes as error:
        raise forms.ValidationError(str(error)) from error


class TryForm(forms.Form):
    """A lead that might come."""

    category = forms.ModelChoiceField(Category.objects.order_by("name"), required=False, empty_label="none")
    language = forms.CharField(
        required=False,
        max_length=12,
        label="Language of the article",
        widget=forms.TextInput({"placeholder": "such as de", "autocomplete": "off"}),
    )
    country = forms.CharField(
        required=False,
        max_length=12,
        label="Country of the telephone number",
        widget=forms.TextInput({"placeholder": "such as AT", "autocomplete": "off"}),
    )

    def clean_language(self):
        return self._one(read_languages, "language")

    def clean_country(self):
        return self._one(read_countries, "country")

    def _one(self, read, name):
        codes = _codes(read, self.cleaned_data[name])
        if len(codes) > 1:
            raise forms.ValidationError("One is enough: a lead has one.")
        return codes[0] if codes else ""

    def asked(self):
        given = self.cleaned_data
        category = given["category"]
        return Asked(
            category=category and category.pk,
            category_name=str(category or ""),
            language=given["language"],
            country=given["country"],
        )


@admin.register(AssignmentRule)
class AssignmentRuleAdmin(admin.ModelAdmin):
    class Media:
        css = {"all": ["admin_theme/rules.css"]}

    form = RuleForm
    inlines = [MemberInline]
    change_list_template = "leads/admin/rules.html"
    list_display = ["name", "which", "people", "goes_on", "is_on", "position"]
    ordering = ["position", "pk"]
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["name", "is_on", "position"]}),
        (
            "Which leads",
            {
                "fields": ["categories", "languages", "countries"],
                "description": "All that is named must fit. A rule that names nothing holds for every lead.",
            },
        ),
        ("How they are given", {"fields": ["only_at_work", "minutes"], "classes": ["aside"]}),
    ]

    def get_urls(self):
        guard = self.admin_site.admin_view
        tried = path("try/", guard(require_GET(self.try_view)), name="leads_assignmentrule_try")
        return [tried, *super().get_urls()]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if "categories" in form.base_fields:
            form.base_fields["categories"].widget.can_add_related = False
        return form

    def get_queryset(self, request):
        members = RuleMember.objects.select_related("person")
        return super().get_queryset(request).prefetch_related("categories", Prefetch("members", members))

    def get_changelist(self, request, **kwargs):
        return RuleList

    @admin.display(description="for")
    def which(self, rule):
        parts = [
            ", ".join(category.name for category in rule.categories.all()),
            f"language {rule.languages}" if rule.languages else "",
            f"numbers from {rule.countries}" if rule.countries else "",
        ]
        return "; ".join(filter(None, parts)) or "every lead"

    @admin.display(description="in turn")
    def people(self, rule):
        named = rule.members.all()
        if len({member.weight for member in named}) < 2:
            return ", ".join(str(member) for member in named) or "nobody"
        return ", ".join(f"{member} ×{member.weight}" for member in named)

    @admin.display(description="goes on")
    def goes_on(self, rule):
        return f"after {rule.minutes} min" if rule.minutes else "never"

    # -- what waits is asked again ----------------------------------------------------------------------

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        AssignmentRule.ask_again(at=timezone.now())

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        AssignmentRule.ask_again(at=timezone.now())

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        AssignmentRule.ask_again(at=timezone.now())

    def get_deleted_objects(self, objs, request):
        """Whoever has a lead by it keeps the lead; its people and turns need no right of their own."""
        _, counts, _, _ = super().get_deleted_objects(objs, request)
        return [str(one) for one in objs], counts, set(), []

    # -- trying -----------------------------------------------------------------------------------------

    def try_view(self, request):
        """Which rule would hold for such a lead, and who would get it now. Nothing is written."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = TryForm(request.GET or None)
        context = {
            **self.admin_site.each_context(request),
            "title": "Try the rules",
            "form": form,
            "opts": self.opts,
        }
        if form.is_valid():
            terms, choice = try_out(form.asked(), at=timezone.now())
            because = terms and terms.because(form.asked())
            context |= {"is_tried": True, "terms": terms, "because": because, "choice": choice}
        return render(request, "leads/admin/try_rules.html", context)
