"""The admin: Django's own under our theme, with one navigation over all apps."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from brand.models import Company
from staff.sign_in import SignInForm

# Where each model stands in the navigation. Those that are not named come last in their app's group.
GROUPS = {
    "Content": [
        *("blog.Article", "blog.Picture", "blog.Category", "blog.Tag", "blog.Author", "brand.Page"),
        "blog.MovedPage",
    ],
    "Sales": ["leads.Lead"],
    "Reviews": ["reviews.ReviewLink"],
    "Settings": ["brand.Company", "staff.User"],
}
GROUP_OF_APP = {
    "blog": "Content",
    "leads": "Sales",
    "reviews": "Reviews",
    "brand": "Settings",
    "staff": "Settings",
}
TOO_MANY_REQUESTS = 429


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
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
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

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().index(request, {**(extra_context or {}), "overview": list(self._overview(request))})

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().login(request, {"title": "Sign in", **(extra_context or {})})
        form = getattr(response, "context_data", {}).get("form")
        if form is not None and getattr(form, "ends_at", None):
            response.status_code = TOO_MANY_REQUESTS
            response["Retry-After"] = max(1, int((form.ends_at - timezone.now()).total_seconds()))
        return response

    def _overview(self, request: HttpRequest) -> Iterator[dict[str, Any]]:
        """A few short lists to begin with, for what this person works on. One query each."""
        articles = self._rows(request, "blog.Article")
        if articles is None:
            return
        from blog.admin.state import in_state  # that package registers with this very site

        now = timezone.now()
        address = reverse("admin:blog_article_changelist")
        for state, title, order, empty in [
            ("draft", "Drafts", "-pk", "No drafts."),
            ("scheduled", "Scheduled", "published_at", "Nothing waits for its day."),
            ("published", "Published last", "-published_at", "Nothing is published yet."),
        ]:
            chosen = in_state(articles, state, at=now).order_by(order).only("title", "published_at")
            rows = [
                {
                    "title": article.title or "Without a title",
                    "url": reverse("admin:blog_article_change", args=[article.pk]),
                    "at": article.published_at,
                }
                for article in chosen[:6]
            ]
            yield {
                "name": state,
                "title": title,
                "url": f"{address}?state={state}",
                "rows": rows,
                "empty": empty,
            }

    def _rows(self, request: HttpRequest, name: str) -> Any:
        """The rows of a model that this person may see, or None."""
        for model, model_admin in self._registry.items():
            if model._meta.label == name and model_admin.has_view_permission(request):
                return model_admin.get_queryset(request)
        return None


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
