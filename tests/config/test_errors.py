import pytest
from django.db import connection
from django.test import Client, RequestFactory
from lxml import html

from config import errors
from tests.factories import make_article
from tests.reading import Seen


@pytest.fixture
def no_database():
    """No fixture opened it, so pytest-django refuses every query."""


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (lambda request: errors.server_error(request), 500, "Something broke on our side"),
        (lambda request: errors.bad_request(request, ValueError()), 400, "This address cannot be read"),
        (lambda request: errors.forbidden(request, ValueError()), 403, "This is not open to you"),
        (lambda request: errors.csrf_failure(request), 403, "Please try that again"),
    ],
)
def test_these_pages_need_no_database(no_database, answer, status, words):
    errors._alone.cache_clear()
    response = answer(RequestFactory().get("/"))
    assert response.status_code == status
    assert response.content.decode().count(f"<h1>{words}</h1>") == 1


@pytest.mark.parametrize(
    ("before", "offered"),
    [
        (
            "http://testserver/admin/blog/article/7/change/?a=b&c=<script>",
            [
                "http://testserver/admin/blog/article/7/change/?a=b&c=<script>",
                "/admin/login/?next=http%3A//testserver/admin/blog/article/7/change/%3Fa%3Db%26c%3D%3Cscript%3E",
                "/",
            ],
        ),
        ("https://evil.example/", ["/admin/login/", "/"]),
        ("javascript:alert(1)", ["/admin/login/", "/"]),
        ("", ["/admin/login/", "/"]),
    ],
)
def test_after_a_stale_form_one_goes_back_to_it_or_signs_in(no_database, before, offered):
    response = errors.csrf_failure(RequestFactory().post("/admin/", headers={"Referer": before}))
    assert html.fromstring(response.content).xpath("//a/@href") == offered


@pytest.mark.django_db
def test_a_form_that_lay_too_long_is_answered_with_the_way_back():
    client, form = Client(enforce_csrf_checks=True), "http://testserver/admin/login/"
    response = client.post("/admin/login/", {"username": "a", "password": "b"}, headers={"Referer": form})
    assert response.status_code == 403
    assert html.fromstring(response.content).xpath("//a[.='Load the form again']/@href") == [form]


@pytest.mark.django_db
def test_a_broken_view_answers_with_the_page_and_no_detail(client, monkeypatch):
    client.raise_request_exception = False

    def broken(*args, **kwargs):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(connection, "cursor", broken)
    response = client.get("/blog/")
    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()
    assert b"secret" not in response.content


@pytest.mark.django_db
def test_a_missing_page_offers_the_newest_articles(client):
    for number in range(4):
        make_article(f"No {number}")
    response = client.get("/nothing-here/")
    assert response.status_code == 404
    response.status_code = 200
    page = Seen(response)
    assert page.titles() == ["No 3", "No 2", "No 1"]
    assert page.tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert b"nothing-here" not in response.content
