"""A picture of the library in a form: shown, chosen, described, with what its crops will look like."""

import json
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from blog.admin.picture_library import details
from blog.admin.rights import SignedIn
from blog.models import Picture


class PictureWidget(forms.HiddenInput):
    """The picture's id; static/admin_theme/desk/picture_field.js shows it and opens the library."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        picture = Picture.objects.with_renditions().filter(pk=_number(value)).first()
        given = {
            "field": super().render(name, value, attrs, renderer),
            "chosen": json.dumps(details(picture)) if picture else "",
            "library": reverse("admin:blog_picture_library"),
            "upload": reverse("admin:blog_picture_upload"),
        }
        return SafeString(render_to_string("admin/blog/article/_picture_field.html", given))


class DetailsForm(forms.ModelForm):
    class Meta:
        model = Picture
        fields = ["alt", "focal_x", "focal_y"]


def change_details(admin: Any, request: SignedIn, pk: int) -> HttpResponse:
    """POST any of `alt`, `focal_x`, `focal_y`: 200 and the picture as JSON, or 422 and what is wrong in words.

    They belong to the picture: every page that shows it follows.
    """
    picture = get_object_or_404(Picture.objects.with_renditions(), pk=pk)
    if not admin.has_change_permission(request, picture):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    given = {name: getattr(picture, name) for name in DetailsForm.Meta.fields} | request.POST.dict()
    form = DetailsForm(given, instance=picture)
    if not form.is_valid():
        words = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"error": words}, status=422)
    form.save()
    for article in picture.shown_in.all() if "alt" in form.changed_data else ():
        article.derive_again()
    return JsonResponse({"picture": details(picture)})


def _number(value: Any) -> int:
    return int(value) if str(value or "").isdecimal() and len(str(value)) < 19 else 0
