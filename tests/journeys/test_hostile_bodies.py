"""A hundred and more bodies that try to run something, on every way into an article; and what a browser makes of them."""

# ruff: noqa: F811 - fixtures are taken by name

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from blog.body import ATTRIBUTES, PATTERNS, TAGS, clean
from blog.derivation import derive
from blog.editor import BodyField
from blog.models import Article
from staff.roles import EDITOR
from tests.factories import make_article
from tests.files.hostile_bodies import BODIES
from tests.journeys.admin_browser import open_admin  # noqa: F401 - a fixture that `write` takes
from tests.journeys.editing import AREA, stored, write  # noqa: F401 - fixtures
from tests.signed_in import form_of, sign_in  # noqa: F401 - fixtures

SHOWN_TAGS = TAGS - {"aside", "pre"} | {"aside", "pre", "div", "span", "picture", "source"}
SHOWN = {
    "div": {"class", "role", "aria-label", "tabindex"},
    "span": {"class", "lang"},
    "pre": {"tabindex", "data-language"},
    "a": {"href", "title", "class", "data-player"},
    "figure": {"class"},
    "aside": {"class"},
    **{f"h{level}": {"id"} for level in (2, 3, 4)},
    "li": {"id"},
    "sup": {"id"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
PLAYERS = ("https://www.youtube-nocookie.com/embed/", "https://player.vimeo.com/video/")
CLASSES = re.compile(
    r"table|callout (note|tip|warning)|talk|embed embed--(card|video)|embed__(link|words|title|host)|c-[a-z0-9]+"
)


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def tags(html):
    reader = Tags()
    reader.feed(html)
    reader.close()
    return reader.found


def is_safe_link(address):
    parts = urlsplit(address)
    return parts.scheme in {"", "http", "https", "mailto", "tel"} and "@" not in parts.netloc


def unsafe_in_store(html):
    """Whatever is not in the table of blog/body.py, found by another parser than the one that cleaned."""
    for tag, attributes in tags(html):
        if tag not in TAGS or set(attributes) - ATTRIBUTES.get(tag, set()):
            yield tag, attributes
        for name, value in attributes.items():
            pattern = PATTERNS.get((tag, name))
            if pattern and not pattern.fullmatch(value or ""):
                yield tag, name, value
            if (name == "href" and not is_safe_link(value)) or (
                name == "src" and not value.startswith("/media/")
            ):
                yield tag, name, value


def unsafe_on_page(html):
    for tag, attributes in tags(html):
        if tag not in SHOWN_TAGS or set(attributes) - SHOWN.get(tag, set()):
            yield tag, attributes
        if "href" in attributes and not is_safe_link(attributes["href"]):
            yield tag, attributes
        if "class" in attributes and not CLASSES.fullmatch(attributes["class"]):
            yield tag, attributes
        if not attributes.get("data-player", PLAYERS[0]).startswith(PLAYERS):
            yield tag, attributes


def test_the_corpus_is_worth_its_name():
    assert len(set(BODIES)) == len(BODIES) >= 100
    assert [body for body in BODIES if list(unsafe_in_store(body))]  # the checks below can fail


@pytest.mark.parametrize("number", range(len(BODIES)))
def test_nothing_unsafe_is_kept_or_shown(number):
    kept = clean(BODIES[number])
    assert (list(unsafe_in_store(kept)), clean(kept)) == ([], kept)
    assert list(unsafe_on_page(derive(kept, {}).html)) == []
    field = BodyField(required=False)
    assert field.clean(BODIES[number].replace("\0", "")) == field.stored(kept)  # NUL it refuses


@pytest.mark.django_db
def test_nothing_unsafe_is_stored_by_the_form_of_the_admin(sign_in, client):
    sign_in(EDITOR)
    article = make_article(published_at=None)
    address = f"/admin/blog/article/{article.pk}/change/"
    unsafe = {}
    for number, body in list(enumerate(BODIES))[::8]:  # the field has cleaned all of them above
        sent = form_of(client.get(address)) | {"body": body.replace("\ud800", "")}
        client.post(address, sent)
        article.refresh_from_db()
        found = [*unsafe_in_store(article.body), *unsafe_on_page(article.body_html)]
        unsafe |= {number: found} if found else {}
    assert unsafe == {}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_page_that_holds_all_of_them_runs_nothing_and_asks_nobody(visit):
    """The fixture fails on every refusal of the policy, every error and every request to another host."""
    make_article(
        slug="hostile", body="".join(f"<p>{number}</p>{clean(body)}" for number, body in enumerate(BODIES))
    )
    page = visit("/blog/hostile/", may_fail=False)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.wait_for_load_state("networkidle")
    for link in page.locator(".prose a[href]").all():
        assert is_safe_link(link.evaluate("link => link.href"))
    assert page.evaluate("[window.hit, typeof document.cookie, typeof document.forms]") == [
        None,
        "string",
        "object",
    ]
    numbers = page.locator(".prose p").all_inner_texts()
    assert [text for text in numbers if text.isdigit()] == [str(number) for number in range(len(BODIES))]


PASTE = """(html) => {
  const data = new DataTransfer();
  data.setData('text/html', html);
  data.setData('text/plain', 'x');
  const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
  document.querySelector('.ProseMirror').dispatchEvent(event);
}"""


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_pasting_all_of_them_into_the_editor_runs_nothing_and_stores_nothing_unsafe(write):
    page = write("<p>a</p>", may_fail=True)  # the browser tells of pictures that are not there
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.keyboard.press("Control+End")
    for body in BODIES:
        page.evaluate(PASTE, body.replace("\ud800", ""))
    page.wait_for_timeout(500)
    assert page.evaluate("window.hit") is None
    body = stored(page)
    assert list(unsafe_in_store(body)) == []
    assert list(unsafe_on_page(Article.objects.get().body_html)) == []
    page.wait_for_selector(AREA)
    assert page.evaluate("window.hit") is None
