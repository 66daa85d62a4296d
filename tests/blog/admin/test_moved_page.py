import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from blog.models import MissingPage, MovedPage
from staff.roles import AUTHOR, EDITOR
from tests.factories import NOW, make_article

pytestmark = pytest.mark.django_db

IMPORT, EXPORT = "/admin/blog/movedpage/import/", "/admin/blog/movedpage/export/"


def ways():
    return {page.old_path: page.target() for page in MovedPage.objects.all()}


def test_the_page_looks_first_and_does_it_on_the_second_button(sign_in, client):
    sign_in(EDITOR)
    file = SimpleUploadedFile("a.csv", b"/a,/b\n/<script>x,//y\n")
    page = client.post(IMPORT, {"file": file})
    assert ([one.kind for one in page.context["outcomes"]], ways()) == (["made", "refused"], {})
    assert "<script>x" not in page.content.decode()
    done = client.post(IMPORT, {"lines": page.context["text"], "_keep": ""})
    assert (done.context["is_done"], done.context["counts"]) == (True, [("made", 1), ("refused", 1)])
    assert ways() == {"/a": "/b"}
    assert client.get(EXPORT).content == b"old_path,new_path\r\n/a,/b\r\n"


def test_the_page_says_which_targets_lead_nowhere_before_and_after(sign_in, client):
    sign_in(EDITOR)
    make_article(slug="here")
    table = "/a,/nowhere/\n/b,/blog/here/"
    for data in ({"lines": table}, {"lines": table, "_keep": ""}):
        page = client.post(IMPORT, data).content.decode()
        assert "<strong>1 leads nowhere at the moment</strong>" in page
        assert "<td>/nowhere/</td><td>Made, but leads nowhere at the moment</td>" in page
        assert "<td>/blog/here/</td><td>Made</td>" in page
    assert ways() == {"/a": "/nowhere/", "/b": "/blog/here/"}


@pytest.mark.parametrize("data", [{}, {"lines": "  "}, {"lines": "old_path,new_path"}])
def test_nothing_to_import_is_said(data, sign_in, client):
    sign_in(EDITOR)
    assert client.post(IMPORT, data).context["form"].non_field_errors()


def test_an_author_neither_imports_nor_exports(sign_in, client):
    sign_in(AUTHOR)
    assert [client.get(IMPORT).status_code, client.get(EXPORT).status_code] == [403, 403]
    client.post(IMPORT, {"lines": "/a,/b", "_keep": ""})
    assert ways() == {}


def test_a_missing_page_becomes_a_redirect_in_one_click(sign_in, client):
    sign_in(EDITOR)
    article = make_article(slug="here")
    MissingPage.objects.create(path="/a&b", first_seen_at=NOW, last_seen_at=NOW, count=3)
    listed = client.get("/admin/blog/missingpage/").content.decode()
    address = "/admin/blog/movedpage/add/?old_path=%2Fa%26b"
    assert f'href="{address}"' in listed
    assert client.get(address).context["adminform"].form.initial["old_path"] == "/a&b"
    client.post(address, {"old_path": "/a&b", "article": article.pk, "new_path": ""})
    assert (ways(), MissingPage.objects.count()) == ({"/a&b": "/blog/here/"}, 0)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("to=article", ["/draft", "/live"]),
        ("to=path", ["/path"]),
        ("to=nothing", ["/draft"]),
        ("used=never", ["/draft", "/live", "/path"]),
        ("q=liv", ["/live"]),
    ],
)
def test_moved_pages_are_filtered(query, shown, sign_in, client):
    sign_in(EDITOR)
    MovedPage.leave("/live", make_article())
    MovedPage.leave("/draft", make_article(published_at=None))
    MovedPage.objects.create(old_path="/path", new_path="/x")
    rows = client.get(f"/admin/blog/movedpage/?{query}").context["cl"].result_list
    assert [page.old_path for page in rows] == shown


def test_a_chain_is_collapsed_by_the_form(sign_in, client):
    sign_in(EDITOR)
    MovedPage.objects.create(old_path="/moved", new_path="/new")
    for old, new in [("/a", "/moved"), ("/new", "/newer")]:
        client.post("/admin/blog/movedpage/add/", {"old_path": old, "new_path": new})
    assert ways() == {"/a": "/newer", "/moved": "/newer", "/new": "/newer"}
