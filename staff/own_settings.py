"""What each person decides for themselves."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from staff.models import User
from staff.time_zones import time_zones

# A form of another app (config/admin_site.py names them), or None where it does not concern this person.
Part = Callable[[HttpRequest], "forms.ModelForm[Any] | None"]


class OwnSettingsForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "The site’s own"), *((name, name.replace("_", " ")) for name in time_zones())]
        self.fields["time_zone"].widget = forms.Select(choices=choices)


def own_settings(request: HttpRequest, parts: Sequence[Part] = ()) -> HttpResponse:
    form = OwnSettingsForm(request.POST or None, instance=request.user)  # type: ignore[arg-type]
    others = [part for part in (make(request) for make in parts) if part is not None]
    if request.method == "POST" and all([one.is_valid() for one in [form, *others]]):
        for one in [form, *others]:
            one.save()
        messages.success(request, "Kept.")
        return HttpResponseRedirect(request.path)
    context = {**admin.site.each_context(request), "title": "Your settings", "form": form, "parts": others}
    return render(request, "admin/own_settings.html", context)
