"""The admin: Django's own under our theme, with one navigation over all apps."""

from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from brand.models import Company
from config import undelivered
from config.done_last import done_last
from config.page_cache.purging import unpurged
from config.undelivered import tell_mentioned_again, webhooks_given_up
from config.worker_health import worker_health
from leads import spool
from leads.models import Canary, Mailbox
from staff import devices
from staff.own_settings import own_settings
from staff.sign_in import SignInForm, account_key

# Where each model stands in the navigation. Those that are not named come last in their app's group.
GROUPS = {
    "Content": [
        *("blog.Article", "blog.Picture", "blog.Category", "blog.Tag", "blog.Author", "brand.Page"),
        *("blog.MovedPage", "blog.MissingPage"),
    ],
    "Sales": [
        *("leads.Lead", "leads.LeadFacts", "leads.Delivery"),
        *("leads.AssignmentRule", "leads.ReplyTemplate", "leads.Stage", "leads.LostReason"),
        *("leads.LearntSign", "leads.Webhook"),
    ],
    "Reviews": ["reviews.ReviewLink"],
    "Settings": [
        "brand.Company",
        "brand.BusinessHours",
        "brand.Holiday",
        "staff.Absence",
        "staff.User",
        "blog.Rule",
        "leads.Receipt",
    ],
}
GROUP_OF_APP = {
    "blog": "Content",
    "leads": "Sales",
    "reviews": "Reviews",
    "brand": "Settings",
    "staff": "Settings",
}
SHORT = 6  # rows of a list on the overview


class BylineAdminSite(AdminSite):
    site_title = "Byline"
    index_title = "Overview"
    site_url = "/"
    login_form = SignInForm
    enable_nav_sidebar = False  # templates/admin/_menu.html
    empty_value_display = "–"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only our own apps. Roles stand in code, so there is no form for groups; the jobs' and the tags' own
        admins change state and write inline styles.
        """
        models: list[Any] = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        ours = [model for model in models if model._meta.app_label in GROUP_OF_APP]
        super().register(ours, admin_class, **options)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        company = Company.current()
        return {**super().each_context(request), "company": company, "site_header": company.name}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """What this person may see, in our groups; one app alone as Django has it."""
        apps = self._build_app_dict(request, app_label)
        if app_label:
            return list(apps.values())
        models = [(app, model) for app in apps.values() for model in app["models"]]
        groups = [_group(name, [pair for pair in models if _group_of(pair[1]) == name]) for name in GROUPS]
        return [group for group in groups if group["models"]]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        return super().index(
            request,
            {
                **(extra_context or {}),
                "overview": list(self._overview(request)),
                "done_last": done_last(request.user, SHORT),  # type: ignore[arg-type]  # signed in
                "webhooks_given_up": webhooks_given_up(request),
                "canary": Canary.failing() if settings.CANARY else None,
                "mailbox": Mailbox.failing() if settings.INBOUND_IMAP else None,
                "unpurged": unpurged() if settings.CDN else None,
                "worker": worker_health(at=timezone.now()),
                "spooled": len(spool.waiting()),
                "spool_unreadable": [file.name for file in spool.unreadable()],
            },
        )

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().login(request, {"title": "Sign in", **(extra_context or {})})
        if response.get("Location") == resolve_url(settings.LOGIN_REDIRECT_URL):
            response["Location"] = reverse("admin:index")  # nobody asked for a page, or for one elsewhere
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
            devices.remember(response, account_key(request.user.get_username()))
        form = getattr(response, "context_data", {}).get("form")
        if form is not None and getattr(form, "ends_at", None):
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response["Retry-After"] = max(1, int((form.ends_at - timezone.now()).total_seconds()))
        return response

    def get_urls(self) -> list[Any]:
        """Django's own view behind "View on site" tells any staff the address of anything, drafts included."""
        from blog.admin import link_lookup  # these packages register with this very site
        from leads.admin.lead_mail import lead_mail_form

        guarded = path("r/<int:content_type_id>/<path:object_id>/", self.admin_view(self.view_on_site))
        parts = {"parts": [lead_mail_form]}
        own = path("me/", self.admin_view(own_settings), parts, name="own_settings")
        mentions = path("mentions/again/", self.admin_view(tell_mentioned_again), name="mentions_again")
        links = path("blog/links/", self.admin_view(link_lookup.articles), name="article_links")
        return [guarded, own, links, mentions, *super().get_urls()]

    def view_on_site(self, request: HttpRequest, content_type_id: int, object_id: str) -> HttpResponse:
        kind = ContentType.objects.filter(pk=content_type_id).first()
        model_admin: Any = self._registry.get(kind.model_class()) if kind else None  # type: ignore[arg-type]
        found = model_admin and model_admin.has_view_permission(request)
        row: Any = model_admin.get_object(request, object_id) if found else None
        if not hasattr(row, "get_absolute_url") or not model_admin.has_view_permission(request, row):
            raise PermissionDenied
        return HttpResponseRedirect(row.get_absolute_url())

    def _overview(self, request: HttpRequest) -> Iterator[dict[str, Any]]:
        """A few short lists to begin with, for what this person works on."""
        admins: dict[str, Any] = {model._meta.label: its_admin for model, its_admin in self._registry.items()}
        leads, articles = admins["leads.Lead"], admins["blog.Article"]
        if leads.has_view_permission(request):
            yield _new_leads(leads.get_queryset(request))
        yield from undelivered.lists(request, at=timezone.now())
        if articles.has_view_permission(request):
            from blog.admin import overview  # that package registers with this very site

            yield from overview.lists(articles, request, at=timezone.now())


def _new_leads(leads: Any) -> dict[str, Any]:
    chosen = leads.awaiting_triage().order_by("received_at")[:SHORT]
    return {
        "name": "leads",
        "title": "Leads to be taken",
        "url": f"{reverse('admin:leads_lead_changelist')}?box=new",
        "empty": "Every lead has somebody who answers it.",
        "rows": [_row(lead, lead.name, lead.received_at) for lead in chosen],
    }


def _row(instance: Model, title: str, at: datetime | None) -> dict[str, Any]:
    opts = instance._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[instance.pk])
    return {"title": title, "url": address, "at": at}


def _label(model: dict[str, Any]) -> str:
    kind: type[Model] = model["model"]
    return kind._meta.label


def _group_of(model: dict[str, Any]) -> str:
    label = _label(model)
    return next(
        (name for name, labels in GROUPS.items() if label in labels), GROUP_OF_APP[label.split(".")[0]]
    )


def _group(name: str, pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> dict[str, Any]:
    """The shape of Django's own list of apps."""
    order = GROUPS[name]
    models = sorted(
        (model for _, model in pairs),
        key=lambda model: order.index(_label(model)) if _label(model) in order else len(order),
    )
    first = pairs[0][0] if pairs else {"app_label": "", "app_url": ""}
    return {
        "name": name,
        "app_label": name.lower(),
        "app_url": first["app_url"],
        "has_module_perms": True,
        "models": models,
    }
