import pytest

from blog import exchange
from blog.exchange import Unreadable, read, take_in, write_out
from blog.models import MovedPage
from tests.factories import make_article

pytestmark = pytest.mark.django_db

TABLE = "old_path,new_path\n/a,/blog/here/\n/b,/c\n/c,/b\n=1+1,/x\n/d\n/e,https://evil.example/\n"


def ways():
    return {page.old_path: page.target() for page in MovedPage.objects.all()}


def test_each_line_says_what_came_of_it():
    make_article(slug="here")
    MovedPage.objects.create(old_path="/b", new_path="/was")
    outcomes = [(one.line, one.kind, one.reason) for one in take_in(TABLE, keep=True)]
    assert outcomes == [
        (2, "made", ""),
        (3, "changed", ""),
        (4, "refused", "The page would lead to itself."),
        (5, "made", ""),
        (6, "refused", "A line holds two addresses: the old and the new one."),
        (7, "refused", "The new address must be on this site and begin with a slash."),
    ]
    assert ways() == {"/a": "/blog/here/", "/b": "/c", "/=1+1": "/x"}


def test_what_leads_nowhere_at_the_moment_is_made_and_named():
    make_article(slug="here")
    make_article(slug="draft", published_at=None)
    table = (
        "/a,/nowhere/\n/b,/blog/here/#end\n/c,/blog/draft/\n/d,/chain\n/chain,/blog/here\n/e,/e\n"
        "/f,/feed.xml\n/g,/blog/feed.xml\n"
    )
    found = [(one.kind, one.leads_nowhere) for one in take_in(table, keep=True)]
    assert found == [
        ("made", True), ("made", False), ("made", True), ("made", False), ("made", False), ("refused", False),
        ("made", True), ("made", False),
    ]  # fmt: skip
    assert ways()["/a"] == "/nowhere/"


def test_a_look_ahead_changes_nothing():
    ahead = take_in(TABLE, keep=False)
    assert ways() == {}
    assert ahead == take_in(TABLE, keep=True)


@pytest.mark.parametrize("table", ["/a;/b\n", "old_path;new_path\r\n/a;/b\r\n", "/a\t/b", '\n"/a", "/b"\n'])
def test_tables_of_many_programs_are_read(table):
    take_in(table, keep=True)
    assert ways() == {"/a": "/b"}


@pytest.mark.parametrize("content", ["/\u00e4,/b".encode("utf-8-sig"), "/\u00e4,/b".encode("cp1252")])
def test_bytes_of_many_programs_are_read(content):
    assert read(content) == "/ä,/b"


@pytest.mark.parametrize(
    ("table", "words"), [("old_path,new_path\n", "no line"), ("", "no line"), ("/a,/b\n" * 6, "more than 5")]
)
def test_what_is_no_table_is_said(table, words, monkeypatch):
    monkeypatch.setattr(exchange, "MAX_LINES", 5)
    with pytest.raises(Unreadable, match=words):
        take_in(table, keep=True)


def test_what_goes_out_comes_in_again():
    MovedPage.leave("/old", make_article(slug="here"))
    MovedPage.objects.create(old_path="/=cmd()", new_path="/+1")
    table = write_out()
    assert table == "old_path,new_path\r\n/=cmd(),/+1\r\n/old,/blog/here/\r\n"
    assert {one.kind for one in take_in(table, keep=True)} == {"unchanged"}
