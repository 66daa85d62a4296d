import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from blog.admin.picture_form import MOVING
from blog.models import Picture
from staff.roles import AUTHOR, EDITOR, SALES
from tests.factories import image_bytes, make_picture
from tests.security.hostile_files import many

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/blog/picture/upload/"


def send(client, content=None, name="photo.png", **headers):
    file = SimpleUploadedFile(name, content if content is not None else image_bytes(), "image/png")
    return client.post(UPLOAD, {"file": file}, headers=headers)


@pytest.mark.parametrize("role", [EDITOR, AUTHOR])
def test_a_picture_comes_into_the_library_and_is_told_of(role, sign_in, client):
    user = sign_in(role)
    response = send(client, image_bytes(1000, 500))
    picture = Picture.objects.get()
    assert (response.status_code, picture.uploaded_by) == (201, user)
    assert response.json() == {
        "picture": {
            "id": picture.pk,
            "name": "photo.png",
            "alt": "",
            "caption": "",
            "credit": "",
            "width": 1000,
            "height": 500,
            "src": picture.file.url,
            "thumbnail": picture.rendition_url(480),
        },
        "address": f"/admin/blog/picture/{picture.pk}/change/",
        "was_known": False,
        "note": "",
    }


def test_the_same_picture_again_brings_its_words_along(sign_in, client):
    sign_in(EDITOR)
    content = image_bytes()
    known = make_picture(content, alt="A desk", credit="Mia")
    answer = send(client, content, name="again.png").json()
    told = answer["picture"]
    assert (answer["was_known"], answer["address"]) == (True, f"/admin/blog/picture/{known.pk}/change/")
    assert (told["id"], told["alt"], told["credit"], told["name"]) == (
        known.pk,
        "A desk",
        "Mia",
        "blue.png",
    )
    assert Picture.objects.count() == 1


def test_an_animation_is_told_of_with_a_note(sign_in, client):
    sign_in(EDITOR)
    assert send(client, many("GIF", 3), name="dance.gif").json()["note"] == MOVING


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not a picture", "This is not a picture that can be read (JPEG, PNG, WebP, AVIF or GIF)."),
        (b"<svg/>", "SVG files can hold scripts, so they are not taken. Export it as PNG."),
        (b"", "The submitted file is empty."),
    ],
)
def test_a_refusal_is_told_in_words_and_keeps_nothing(content, words, sign_in, client):
    sign_in(EDITOR)
    response = send(client, content)
    assert (response.status_code, response.json()) == (422, {"error": words})
    assert Picture.objects.count() == 0


def test_those_who_may_not_add_pictures_add_none(sign_in, client):
    sign_in(SALES)
    assert send(client).status_code == 403
    assert Picture.objects.count() == 0


def test_another_site_cannot_make_an_editors_browser_upload(sign_in):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(sign_in(EDITOR))
    assert send(strict).status_code == 403
    assert Picture.objects.count() == 0


def test_nobody_uploads_by_following_a_link(sign_in, client):
    sign_in(EDITOR)
    assert client.get(UPLOAD).status_code == 405
