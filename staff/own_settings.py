"""What each person decides for themselves."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from staff.models import User
from staff.time_zones import time_zones


class OwnSettingsForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "The site’s own"), *((name, name.replace("_", " ")) for name in time_zones())]
        self.fields["time_zone"].widget = forms.Select(choices=choices)


def own_settings(request: HttpRequest) -> HttpResponse:
    form = OwnSettingsForm(request.POST or None, instance=request.user)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Kept.")
        return HttpResponseRedirect(request.path)
    context = {**admin.site.each_context(request), "title": "Your settings", "form": form}
    return render(request, "admin/own_settings.html", context)
