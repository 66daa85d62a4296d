"""Another file for a picture: it stays the same picture, in every place that shows it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from blog.admin import picture_uses
from blog.admin.picture_form import MOVING, ReplaceForm
from blog.admin.rights import SignedIn
from blog.models import Picture


def replace(admin: Any, request: SignedIn, pk: int) -> HttpResponse:
    """Asks on GET, does it on POST."""
    picture = get_object_or_404(Picture.objects.with_renditions(), pk=pk)
    if not admin.has_replace_permission(request, picture):
        raise PermissionDenied
    form = ReplaceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.replace(picture):
        admin.log_change(request, picture, "Replaced the file.")
        admin.message_user(
            request, "Every place that shows the picture shows the new file.", messages.SUCCESS
        )
        if picture.was_moving:
            admin.message_user(request, MOVING, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:blog_picture_change", args=[pk]))
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "original": picture,
        "picture": picture,
        "form": form,
        "uses": picture_uses.of(request, [picture])[0],
        "title": "Replace the file",
    }
    return render(request, "admin/blog/picture/replace.html", context)
