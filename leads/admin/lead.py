from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.timesince import timesince

from leads.admin.box import BoxFilter
from leads.admin.lead_form import LeadForm
from leads.admin.lists import LeadList
from leads.models import Lead, Look

PERSON: Any = {"fields": ["name", "how_to_answer", "company", "message", "doubts"], "classes": ["writing"]}
NEXT: Any = (
    "What happened",
    {"fields": ["words", "move_to", "worth", "give_to", "seen"], "classes": ["aside"]},
)
BUTTONS = {"_claim": "claim", "_release": "release"}


@admin.register(Lead)
class LeadAdmin(admin.ModelAdmin):
    """The story of a lead to read, and a small form for what comes next. Every change is one of its verbs."""

    form = LeadForm
    change_form_template = "leads/admin/lead.html"
    change_list_template = "leads/admin/leads.html"
    list_display = [
        "reference",
        "name",
        "company",
        "article_title",
        "stage",
        "expert",
        "waiting",
        "received_at",
    ]
    list_display_links = ["reference", "name"]
    list_filter = [BoxFilter, "stage", ("expert", admin.RelatedOnlyFieldListFilter), "category"]
    list_select_related = ["expert"]
    list_per_page = 50
    search_fields = ["reference", "name", "email", "company", "phone_e164", "article_title", "message"]
    search_help_text = (
        "Reference, name, e-mail, company, phone number, the article’s title, or words of the message."
    )
    date_hierarchy = "received_at"
    show_full_result_count = False
    actions = ["claim_selected", "mark_contacted", "mark_qualified", "mark_lost", "release_selected"]

    fieldsets = [
        (None, PERSON),
        ("Story", {"fields": ["story", "others"], "classes": ["writing"]}),
        (
            "Where it stands",
            {"fields": ["reference", "stage", "who", "value", "received_at"], "classes": ["aside"]},
        ),
        (
            "Where it came from",
            {
                "fields": ["article_link", "category_name", "page", "campaign", "referrer"],
                "classes": ["aside"],
            },
        ),
        ("Marketing consent", {"fields": ["consent"], "classes": ["aside"]}),
        ("E-mails", {"fields": ["mails"], "classes": ["aside"]}),
        ("Who looked at it", {"fields": ["looks"], "classes": ["aside"]}),
    ]

    # -- rights -----------------------------------------------------------------------------------------

    def has_add_permission(self, request):
        return False

    def get_fieldsets(self, request, obj=None):
        name, options = NEXT
        hidden = set() if request.user.has_perm("leads.assign_lead") else {"give_to"}
        fields = [field for field in options["fields"] if field not in hidden]
        mine = [(name, {**options, "fields": fields})] if self.has_change_permission(request, obj) else []
        unneeded = set() if obj and obj.suspicions else {"doubts"}
        first = (None, {**PERSON, "fields": [field for field in PERSON["fields"] if field not in unneeded]})
        return [first, self.fieldsets[1], *mine, *self.fieldsets[2:]]

    def get_readonly_fields(self, request, obj=None):
        return flatten_fieldsets(self.fieldsets)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if not request.user.has_perm("leads.assign_lead"):
            form.base_fields.pop("give_to", None)
        return form

    def get_deleted_objects(self, objs, request):
        """Its mails go with a lead: whoever may delete the one need not be allowed to delete the others."""
        deleted, counts, _, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set(), protected

    # -- reading ----------------------------------------------------------------------------------------

    def get_queryset(self, request):
        is_one = request.resolver_match.url_name == "leads_lead_change"
        return Lead.objects.with_story() if is_one else Lead.objects.pressing_first()

    def get_ordering(self, request):
        return Lead.objects.pressing_first().query.order_by

    def get_search_results(self, request, queryset, search_term):
        found, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        return found | queryset.having_number(search_term), may_have_duplicates

    @admin.display(description="waiting", ordering="touched_at")
    def waiting(self, lead):
        """Since something last happened; nobody waits for what is closed."""
        return "–" if lead.stage in Lead.CLOSED else timesince(lead.touched_at, depth=1)

    @admin.display(description="answer to")
    def how_to_answer(self, lead):
        mail = format_html('<a href="mailto:{}">{}</a>', lead.email, lead.email)
        if not lead.phone_e164:
            return format_html("{}<br>{}", mail, lead.phone)
        return format_html('{}<br><a href="tel:{}">{}</a>', mail, lead.phone_e164, lead.phone)

    @admin.display(description="looked at twice because")
    def doubts(self, lead):
        return format_html_join("", "{}<br>", ((doubt,) for doubt in lead.suspicions))

    @admin.display(description="article")
    def article_link(self, lead):
        if not lead.article:
            return lead.article_title
        return format_html('<a href="{}">{}</a>', lead.article.get_absolute_url(), lead.article_title)

    @admin.display(description="campaign")
    def campaign(self, lead):
        return format_html_join("", "{} = {}<br>", lead.landing_query.items()) or "–"

    @admin.display(description="agreed to")
    def consent(self, lead):
        if not lead.consent_at:
            return "nothing: do not send news"
        at = timezone.localtime(lead.consent_at)
        return f"“{lead.consent_text}” on {at:%-d %B %Y, %H:%M} (version {lead.consent_version})"

    @admin.display(description="so far")
    def story(self, lead):
        return render_to_string("leads/admin/_story.html", {"events": lead.events.all()})

    @admin.display(description="from the same person")
    def others(self, lead):
        """With the same address, number or words, the newest ten."""
        others = Lead.objects.of_the_same_person(lead).newest_first()[:10]
        return render_to_string("leads/admin/_others.html", {"others": others})

    @admin.display(description="expert")
    def who(self, lead):
        """Not the field itself: Django would link it to a page that sales people may not open."""
        return lead.expert

    @admin.display(description="about this lead")
    def mails(self, lead):
        return render_to_string("leads/admin/_mails.html", {"deliveries": lead.deliveries.all()})

    @admin.display(description="last")
    def looks(self, lead):
        """Since it was received; the last ten."""
        looks = lead.looks.select_related("by")[:10]
        return render_to_string("leads/admin/_looks.html", {"looks": looks})

    def changelist_view(self, request, extra_context=None):
        quarantined = Lead.objects.quarantined().filter(stage=Lead.Stage.NEW).count()
        return super().changelist_view(request, {**(extra_context or {}), "quarantined": quarantined})

    def get_changelist(self, request, **kwargs):
        return LeadList

    # -- verbs ------------------------------------------------------------------------------------------

    def save_model(self, request, obj, form, change):
        form.tell(obj, by=request.user)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if any(button in request.POST for button in BUTTONS) and not self.has_change_permission(request):
            raise PermissionDenied
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if lead := getattr(response, "context_data", {}).get("original"):
            Look.objects.record(lead, by=request.user, at=timezone.now())
        return response

    def response_change(self, request, obj):
        pressed = next((BUTTONS[button] for button in BUTTONS if button in request.POST), None)
        if pressed is None:
            return super().response_change(request, obj)
        if self._press(request, obj, pressed):
            self.message_user(request, f"{obj}: done.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:leads_lead_change", args=[obj.pk]))

    def _press(self, request, lead, verb, *given):
        try:
            getattr(lead, verb)(*given, by=request.user, at=timezone.now())
        except (Lead.AlreadyClaimed, Lead.NotPossible) as error:
            self.message_user(request, str(error), messages.WARNING)
            return False
        return True

    def _press_all(self, request, leads, verb, *given):
        done = sum(self._press(request, lead, verb, *given) for lead in leads)
        if done:
            self.message_user(request, f"{done} {'lead' if done == 1 else 'leads'}: done.", messages.SUCCESS)

    @admin.action(description="Take", permissions=["change"])
    def claim_selected(self, request, queryset):
        self._press_all(request, queryset, "claim")

    @admin.action(description="Mark as contacted", permissions=["change"])
    def mark_contacted(self, request, queryset):
        self._press_all(request, queryset, "move", Lead.Stage.CONTACTED)

    @admin.action(description="Mark as qualified", permissions=["change"])
    def mark_qualified(self, request, queryset):
        self._press_all(request, queryset, "move", Lead.Stage.QUALIFIED)

    @admin.action(description="Mark as lost", permissions=["change"])
    def mark_lost(self, request, queryset):
        self._press_all(request, queryset, "move", Lead.Stage.LOST)

    @admin.action(description="Take out of quarantine", permissions=["change"])
    def release_selected(self, request, queryset):
        self._press_all(request, queryset, "release")
