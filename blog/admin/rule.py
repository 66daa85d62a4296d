"""How strict the checklist is: one page with a choice for each rule."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from blog.checklist import RULES, levels
from blog.models import Rule


class RulesForm(forms.Form):
    """A field for each rule; those that the database keeps too are shown and cannot be changed."""

    def __init__(self, data: Any = None, *, may_change: bool) -> None:
        super().__init__(data)
        for key, level in levels().items():
            rule = RULES[key]
            self.fields[key] = forms.ChoiceField(
                label=rule.words,
                choices=Rule.Level.choices,
                initial=level,
                disabled=rule.is_fixed or not may_change,
                help_text="Without it no page can be shown." if rule.is_fixed else "",
            )

    def keep(self) -> None:
        for key, level in self.cleaned_data.items():
            if not RULES[key].is_fixed:
                Rule.objects.update_or_create(key=key, defaults={"level": level})


@admin.register(Rule)
class RuleAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        may_change = self.has_change_permission(request)
        form = RulesForm(request.POST if request.method == "POST" else None, may_change=may_change)
        if request.method == "POST" and not may_change:
            raise PermissionDenied
        if request.method == "POST" and form.is_valid():
            form.keep()
            self.message_user(
                request, "Kept. It holds from the next time somebody publishes.", messages.SUCCESS
            )
            return HttpResponseRedirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "title": "Rules for publishing",
            "form": form,
            "may_change": may_change,
        }
        return render(request, "admin/blog/rule/rules.html", context)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect("../../" if args and args[0] else "../")
