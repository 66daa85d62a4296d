"""A picture that an editor drops or pastes into the text comes into the library, and is told of as JSON."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from blog.admin.picture_form import MOVING, UploadForm
from blog.admin.picture_library import as_json

CREATED, REFUSED = 201, 422


@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """201, the picture, its address in the admin, whether it `was_known`, and a note in words or "".

    422 and the refusal in words.
    """
    if not request.user.has_perm("blog.add_picture"):
        raise PermissionDenied
    form = UploadForm(request.POST, request.FILES)
    form.by = request.user
    if form.is_valid():
        picture = form.save()
        told = {
            "picture": as_json(picture),
            "address": reverse("admin:blog_picture_change", args=[picture.pk]),
            "was_known": picture.was_known,
            "note": MOVING if picture.was_moving else "",
        }
        return JsonResponse(told, status=CREATED)
    words = " ".join(str(error) for errors in form.errors.values() for error in errors)
    return JsonResponse({"error": words}, status=REFUSED)
