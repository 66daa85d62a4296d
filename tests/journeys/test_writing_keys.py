"""Writing without the mouse: the menu of blocks, Markdown as it is typed, the toolbar, help, full screen, the count."""

# ruff: noqa: F811 - fixtures are taken by name

import pytest
from playwright.sync_api import expect

from blog.models import Article
from tests.factories import make_picture
from tests.journeys.admin_browser import open_admin  # noqa: F401 - fixtures
from tests.journeys.axe import violations
from tests.journeys.conftest import PHONE
from tests.journeys.editing import AREA, stored, write  # noqa: F401 - fixtures

# A page that is busy nearly all the time, so that keys come before a new block was drawn.
BUSY = """() => {
  const work = (most) => { for (const end = performance.now() + Math.random() * most; performance.now() < end;); };
  const between = () => { work(30); setTimeout(between, Math.random() * 4); };
  const before = () => { work(10); requestAnimationFrame(before); };
  between();
  before();
}"""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_menu_of_blocks_is_narrowed_by_typing_and_taken_with_enter(write):
    page = write()
    page.keyboard.type("/")
    menu = page.get_by_role("listbox", name="Blocks")
    assert menu.get_by_role("option").count() > 10
    page.keyboard.type("note")
    expect(menu.get_by_role("option")).to_have_count(1)
    active = page.locator(AREA).get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").inner_text().split("\n")[-1] == "Note"
    page.keyboard.press("Enter")
    page.keyboard.type("Mind this")
    assert menu.count() == 0
    assert stored(page) == '<aside class="note"><p>Mind this</p></aside>'


def test_arrows_walk_the_menu_and_escape_leaves_what_was_typed(write):
    page = write()
    page.keyboard.type("/head")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("Deeper")
    page.keyboard.press("Enter")
    page.keyboard.type("/li")
    page.keyboard.press("Escape")
    page.keyboard.type("st")
    assert page.get_by_role("listbox", name="Blocks").count() == 0
    assert stored(page) == "<h3>Deeper</h3><p>/list</p>"


def test_a_fast_hand_on_a_slow_machine_keeps_its_place(write):
    page = write()
    page.evaluate(BUSY)
    words = [f"{letter}x" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    for word in words:
        page.keyboard.type(word)
        page.keyboard.press("Enter")
    assert stored(page) == "".join(f"<p>{word}</p>" for word in words)


def test_a_slash_between_words_is_a_slash(write):
    page = write()
    page.keyboard.type("and/or /list /usr/bin")
    assert page.get_by_role("listbox", name="Blocks").count() == 0
    assert stored(page) == "<p>and/or /list /usr/bin</p>"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("## Head", "<h2>Head</h2>"),
        ("#### Deep", "<h4>Deep</h4>"),
        ("- one\ntwo", "<ul><li>one</li><li>two</li></ul>"),
        ("1. one\ntwo", "<ol><li>one</li><li>two</li></ol>"),
        ("3. three", '<ol start="3"><li>three</li></ol>'),
        ("> said", "<blockquote><p>said</p></blockquote>"),
        ("```c++ x", '<pre><code class="language-c++">x</code></pre>'),
        ("---after", "<hr><p>after</p>"),
        ("so **bold** and *so* it `is` ~~not~~.", None),
        ("see [this](https://example.com/) and", '<p>see <a href="https://example.com/">this</a> and</p>'),
    ],
)
def test_markdown_becomes_what_it_means_while_it_is_typed(typed, kept, write):
    page = write()
    page.keyboard.type(typed)
    assert stored(page) == (
        kept or "<p>so <strong>bold</strong> and <em>so</em> it <code>is</code> <s>not</s>.</p>"
    )


def test_the_toolbar_is_one_stop_and_arrows_walk_it(write):
    page = write("<p>a</p>")
    page.keyboard.press("Control+a")
    page.keyboard.press("Alt+F10")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Kind of text"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.locator(AREA).evaluate("area => area === document.activeElement")
    expect(page.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")
    assert stored(page) == "<p><strong>a</strong></p>"


def test_tables_grow_by_their_buttons(write):
    page = write("<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>")
    page.locator(f"{AREA} td").click()
    for name in ["Row below", "Column before"]:
        page.get_by_role("button", name=name).click()
    page.get_by_role("button", name="Delete row").click()
    assert stored(page) == (
        "<table><thead><tr><th></th><th>A</th></tr></thead><tbody><tr><td></td><td></td></tr></tbody></table>"
    )


@pytest.mark.parametrize("keys", ["F1", "Control+/"])
def test_help_opens_by_its_keys_and_gives_the_focus_back(keys, write):
    page = write("<p>a</p>")
    page.keyboard.press(keys)
    dialog = page.get_by_role("dialog", name="Keyboard help")
    assert "Menu of blocks" in dialog.inner_text()
    page.keyboard.press("Escape")
    expect(page.locator(AREA)).to_be_focused()


def test_full_screen_covers_the_page_and_escape_ends_it(write):
    page = write("<p>a</p>")
    page.get_by_role("button", name="Full screen").click()
    box = page.locator(".prose-editor").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 1440, 900)
    page.keyboard.type("b")
    page.keyboard.press("Escape")
    assert page.locator(".prose-editor").bounding_box()["width"] < 1440
    assert stored(page) == "<p>ba</p>"


BODY = (
    "<h2>Eins zwei</h2><p>don’t re-use 3.5 x_y &amp; z<br>next</p><pre><code>not counted at all</code></pre>"
    "<ul><li>one</li><li>two<ul><li>three</li></ul></li></ul><p>日本語のテキスト</p><p>"
    + "word "
    * 700
    + "</p>"
    "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"
)


def test_the_count_says_what_the_page_will_say(write):
    picture = make_picture(alt="A")
    figure = f'<figure><img src="{picture.file.url}" alt="A" data-file="{picture.pk}"><figcaption>Seen here</figcaption></figure>'
    page = write(BODY + figure * 2)
    article = Article.objects.get()
    words = page.locator(".writing-count")
    assert words.inner_text() == f"725 words · {max(1, round(article.reading_seconds / 60))} min read"
    page.locator(f"{AREA} h2").click()
    page.keyboard.press("Home")
    page.keyboard.type("More ")
    expect(words).to_contain_text("726 words")


def test_what_is_typed_last_is_saved_however_fast_one_presses_save(write):
    page = write("<p>a</p>")
    page.keyboard.press("Control+End")
    page.keyboard.type("bc")
    page.evaluate("document.querySelector('[name=_save]').click()")
    page.wait_for_selector(".messagelist")
    assert Article.objects.get().body == "<p>abc</p>"


def test_what_gathers_the_form_finds_what_was_typed_last(write):
    page = write("<p>a</p>")
    page.keyboard.press("Control+End")
    page.keyboard.type("b")
    gathered = page.evaluate("new FormData(document.querySelector('#desk')).get('body')")
    assert gathered == "<p>ab</p>"


def test_axe_finds_nothing_in_the_menu_and_the_help_and_they_fit_a_phone(write):
    page = write("", size=PHONE)
    wide = "document.documentElement.scrollWidth - innerWidth"
    page.keyboard.type("/")
    page.get_by_role("listbox", name="Blocks").wait_for()
    assert (violations(page), page.evaluate(wide)) == ([], 0)
    page.keyboard.press("Escape")
    page.keyboard.press("F1")
    assert (violations(page), page.evaluate(wide)) == ([], 0)
