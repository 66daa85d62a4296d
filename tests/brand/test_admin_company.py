import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from brand.colours import contrast
from brand.models import Company
from staff.roles import OWNER
from tests.factories import image_bytes
from tests.signed_in import form_of

pytestmark = pytest.mark.django_db

FORM = "/admin/brand/company/1/change/"


@pytest.fixture
def save(sign_in, client):
    sign_in(OWNER)

    def save(**fields):
        sent = {**form_of(client.get(FORM)), **fields}
        return client.post(FORM, {name: value for name, value in sent.items() if value is not None})

    return save


def errors(response):
    return dict(response.context["adminform"].form.errors)


def test_the_list_is_the_form_also_before_anything_was_saved(sign_in, client):
    sign_in(OWNER)
    response = client.get("/admin/brand/company/", follow=True)
    assert response.redirect_chain == [(FORM, 302)]
    assert response.context["original"].name == "Your company"
    assert Company.objects.count() == 0


def test_saving_keeps_one_row(save):
    save(name="Webzworld")
    save(name="Webzworld Ltd")
    assert list(Company.objects.values_list("pk", "name")) == [(1, "Webzworld Ltd")]


def test_there_is_no_second_company(sign_in, client):
    sign_in(OWNER)
    assert client.get("/admin/brand/company/2/change/").status_code == 302
    assert client.post("/admin/brand/company/add/", {"name": "Second"}).status_code == 403


@pytest.mark.parametrize(
    ("field", "colour", "words"),
    [
        ("accent", "#ff9900", "Words in this colour are hard to read on white: the contrast is 2.1 to 1"),
        ("accent_dark", "#333333", "Words in this colour are hard to read on near-black"),
        ("accent", "orange", "Write the colour as # and six hexadecimal digits"),
        ("accent", "#12345; } body { display: none", "Ensure this value has at most 7 characters"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused(field, colour, words, save):
    found = errors(save(**{field: colour}))
    assert list(found) == [field]
    assert words in " ".join(found[field])


def test_black_on_white_is_21_to_1():
    assert (round(contrast("#000000", "#ffffff"), 2), round(contrast("#777777", "#ffffff"), 2)) == (21, 4.48)


def test_a_logo_is_written_anew_as_a_small_png(save):
    content = image_bytes(1200, 1200, kind="JPEG", exif=b"Exif\0\0secret place")
    save(logo=SimpleUploadedFile("../../logo.php", content, "image/jpeg"))
    company = Company.objects.get()
    with company.logo.open() as kept:
        stored = kept.read()
    with Image.open(io.BytesIO(stored)) as image:
        assert (image.format, image.size) == ("PNG", (512, 512))
    assert re.fullmatch(r"brand/logo-[0-9a-f]{20}\.png", company.logo.name)
    assert b"secret" not in stored


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "An SVG has to be exported as PNG."),
        (image_bytes(64, 64), "64 × 64 pixels: each side must be between 128 and 4000."),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "This is not a PNG, WebP or JPEG picture."),
        (b"x" * (2 * 1024 * 1024 + 1), "The file is larger than 2 MB."),
    ],
    ids=["svg", "small", "broken", "large"],
)
def test_a_logo_that_cannot_be_taken_is_refused_in_words(content, words, save):
    found = errors(save(logo=SimpleUploadedFile("logo.png", content, "image/png")))
    assert words in found["logo"][0]
    assert not Company.objects.exists()


def test_the_name_and_logo_stand_in_the_header(save, client):
    save(name="<b>Webz</b>", logo=SimpleUploadedFile("l.png", image_bytes(200, 200), "image/png"))
    page = client.get("/admin/").content.decode()
    assert "&lt;b&gt;Webz&lt;/b&gt;" in page
    assert f'src="{Company.objects.get().logo.url}"' in page
