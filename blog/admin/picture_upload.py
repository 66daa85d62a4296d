"""A picture that an editor drops or pastes into the text comes into the library, and is told of as JSON."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from blog.admin.picture_form import UploadForm
from blog.admin.picture_library import as_json

CREATED, REFUSED = 201, 422


@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """201 and the picture, new or known; 422 and the refusal in words."""
    if not request.user.has_perm("blog.add_picture"):
        raise PermissionDenied
    form = UploadForm(request.POST, request.FILES)
    form.by = request.user
    if form.is_valid():
        return JsonResponse({"picture": as_json(form.save())}, status=CREATED)
    words = " ".join(str(error) for errors in form.errors.values() for error in errors)
    return JsonResponse({"error": words}, status=REFUSED)
