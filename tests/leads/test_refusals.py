from urllib.parse import urlencode

import pytest

from leads.models import Lead
from tests.leads.admin.inbox_page import find
from tests.leads.factories import posted

pytestmark = pytest.mark.django_db
TALK = "/talk-to-our-experts/"
FORM = "application/x-www-form-urlencoded"
FRAGMENT = {"X-Fragment": "form"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Referer": "https://evil.example/form"},
    ],
)
@pytest.mark.parametrize("kind", [{}, FRAGMENT])
def test_a_form_on_another_site_is_refused_in_a_sentence(client, headers, kind):
    response = client.post(TALK, posted(), headers={**headers, **kind})
    assert response.status_code == 403
    assert "came from another website" in response.content.decode()
    assert Lead.objects.count() == 0


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "text/xml", "", "application/x"])
def test_another_kind_of_body_is_refused(client, content_type):
    response = client.post(TALK, b'{"name": "Ada"}', content_type=content_type)
    assert (response.status_code, Lead.objects.count()) == (415, 0)


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "unicode_escape", "latin-1", "x"])
def test_another_encoding_is_refused(client, charset):
    response = client.generic("POST", TALK, urlencode(posted()).encode(), f"{FORM}; charset={charset}")
    assert (response.status_code, Lead.objects.count()) == (415, 0)


def test_a_body_of_no_stated_length_is_refused(client):
    response = client.post(TALK, posted(), headers={"Transfer-Encoding": "chunked"})
    assert (response.status_code, Lead.objects.count()) == (411, 0)


def test_a_message_of_a_megabyte_is_refused_in_words(client):
    response = client.post(TALK, posted(message="x" * 1_000_000))
    assert (response.status_code, find(response, "//main//h1/text()")) == (413, ["Your message was not sent"])


@pytest.mark.parametrize("size", [2, 6])
def test_bodies_larger_than_the_site_takes_are_refused(client, size):
    response = client.post(TALK, "message=" + "x" * size * 1_000_000, content_type=FORM)
    assert response.status_code == 413


@pytest.mark.parametrize("broken", ["%ff", "%ed%a0%80", "%c3%28", "%f8%88%80%80%80", "\udcff"])
def test_broken_utf8_is_refused(client, broken):
    body = (urlencode(posted(name="")) + broken).replace("name=", f"name={broken}", 1)
    response = client.post(TALK, body.encode("utf-8", "surrogateescape"), content_type=FORM)
    assert (response.status_code, Lead.objects.count()) == (400, 0)


def test_broken_utf8_in_a_multipart_body_is_refused(client):
    body = b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\n\xff\xfe\r\n--b--\r\n'
    response = client.post(TALK, body, content_type="multipart/form-data; boundary=b")
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"--b\r\nnonsense", "multipart/form-data; boundary=b", 422),
        (b"x", "multipart/form-data", 400),
        (b"x", "multipart/form-data; boundary=" + "b" * 500, 400),
        ("&".join(f"f{n}=1" for n in range(5000)).encode(), FORM, 400),
        (b"".join(b'--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nx\r\n' for _ in range(500))
         + b"--b--", "multipart/form-data; boundary=b", 400),
        (b'--b\r\nContent-Disposition: form-data; name="name"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
         + b" " * 100_000 + b"\r\n--b--", "multipart/form-data; boundary=b", 422),
        (b"", FORM, 415),
        (b"=&&;;==&%", FORM, 422),
    ],
)  # fmt: skip
def test_nonsense_bodies_are_refused_without_an_accident(client, body, content_type, status):
    response = client.post(TALK, body, content_type=content_type)
    assert (response.status_code, Lead.objects.count()) == (status, 0)


def test_a_replacement_sign_that_was_really_typed_is_taken(client):
    client.post(TALK, posted(message="Copied from a PDF: \ufffd"))
    assert Lead.objects.get().message == "Copied from a PDF: \ufffd"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(TALK).status_code == 405
    assert getattr(client, method)(client.post(TALK, posted()).headers["Location"]).status_code == 405
