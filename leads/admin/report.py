"""The report, the leads behind each of its figures, and their export."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from leads.admin.selection_form import PERIODS, SelectionForm
from leads.export import export
from leads.facts import catch_up
from leads.models import LeadFacts
from leads.models.facts import Reached
from leads.report import name_of, report
from leads.selection import KEYS, Selection

A_PAGE = 50


@admin.register(LeadFacts)
class ReportAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        protected = self.admin_site.admin_view
        return [
            path("leads/", protected(self.rows), name="leads_leadfacts_rows"),
            path("export/", protected(require_POST(self.export)), name="leads_leadfacts_export"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """The report. Figures are of this moment: what happened since the worker looked last is taken in first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        is_complete = catch_up()
        now = timezone.now()
        form, selection = _selected(request)
        found = report(selection, at=now, whole=request.GET.get("whole", ""))
        return self._render(
            request,
            "leads/admin/report.html",
            title="Report",
            report=found,
            form=form,
            periods=PERIODS,
            is_complete=is_complete,
        )

    def rows(self, request: HttpRequest) -> HttpResponse:
        """The leads that a figure is made of, the newest first."""
        if not self.has_view_permission(request) or not request.user.has_perm("leads.view_lead"):
            raise PermissionDenied
        catch_up()
        _, selection = _selected(request)
        facts = selection.facts()
        page = Paginator(facts.newest_first().select_related("lead__expert"), A_PAGE).get_page(
            request.GET.get("p")
        )
        return self._render(
            request,
            "leads/admin/report_rows.html",
            title="Leads of the report",
            page=page,
            total=facts.total(),
            selection=selection,
            narrowed=_narrowed(selection),
            stage=Reached(selection.reached).label if selection.reached else "",
            may_export=may_export(request),
        )

    def export(self, request: HttpRequest) -> HttpResponseBase:
        if not may_export(request):
            raise PermissionDenied
        catch_up()
        _, selection = _selected(request)
        lines = export(
            selection,
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
            for_excel="for_excel" in request.POST,
        )
        name = f"leads-{selection.first}-to-{selection.last}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:leads_leadfacts_changelist"))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return self.changeform_view(request)

    def _render(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        return render(
            request, template, {**self.admin_site.each_context(request), "opts": self.opts, **context}
        )


def may_export(request: HttpRequest) -> bool:
    return request.user.has_perms(["leads.view_lead", "leads.export_leadfacts"])


def _selected(request: HttpRequest) -> tuple[SelectionForm, Selection]:
    form = SelectionForm(request.POST if request.method == "POST" else request.GET)
    today = timezone.localdate(timezone.now(), timezone.get_default_timezone())
    return form, form.selection(today=today)


def _narrowed(selection: Selection) -> list[tuple[str, str]]:
    """By what, and its name."""
    given = [(name, getattr(selection, name)) for name in KEYS]
    return [(name, name_of(name, key)) for name, key in given if key]
