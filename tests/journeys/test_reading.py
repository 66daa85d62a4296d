from urllib.parse import urljoin

import pytest

from tests.factories import make_article
from tests.journeys.conftest import PHONE
from tests.journeys.shown import PAGES, fill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def path_of(page):
    return "/" + page.url.split("/", 3)[3]


def test_back_to_blog_returns_to_the_page_of_the_list(visit):
    fill()
    page = visit("/blog/category/web/?page=2")
    page.click(".card__title a")
    page.click("text=Back to Blog")
    assert path_of(page) == "/blog/category/web/?page=2"


def test_back_to_blog_leads_to_the_blog_from_anywhere_else(visit):
    fill()
    page = visit("/")
    page.click(".card__title a")
    page.click("text=Back to Blog")
    assert path_of(page) == "/blog/"


def test_a_visitor_who_only_reads_leaves_and_takes_nothing(visit):
    """The `visit` fixture also fails on any request to another host."""
    fill()
    page = visit("/", may_fail=True)
    for path in PAGES.values():
        page.goto(urljoin(page.url, path))
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_an_article_reads_well_without_scripts(visit):
    fill()
    page = visit("/blog/category/web/", scripts=False)
    page.click(".card__title a")
    assert path_of(page) == "/blog/rich/"
    page.click(".contents summary")
    page.click("text=Section 3")
    assert page.url.endswith("/blog/rich/#s-section-3")
    page.click("text=Back to Blog")
    assert path_of(page) == "/blog/"


def test_the_contents_stand_open_beside_the_text_and_mark_the_place(visit):
    fill()
    page = visit("/blog/rich/")
    assert page.locator("[data-contents]").get_attribute("open") is not None
    page.click(".contents >> text=Section 2")
    page.wait_for_selector(".contents [aria-current]")
    assert page.locator(".contents [aria-current]").all_inner_texts() == ["Section 2"]
    assert page.evaluate("document.querySelector('#s-section-2').getBoundingClientRect().top > 0")


def test_on_a_phone_the_contents_are_folded_above_the_text(visit):
    fill()
    page = visit("/blog/rich/", size=PHONE)
    assert page.locator("[data-contents]").get_attribute("open") is None


def test_code_is_copied_with_one_press(visit):
    fill()
    page = visit("/blog/rich/", permissions=["clipboard-read", "clipboard-write"])
    page.click(".codeblock__copy")
    page.wait_for_selector("text=Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("def greet(name):\n    # a comment\n")


def test_a_line_of_text_is_neither_long_nor_short(visit):
    fill()
    page = visit("/blog/rich/")
    signs = page.evaluate("""() => {
      const one = document.querySelector('.prose > p'), lines = new Set();
      const range = document.createRange(), text = one.firstChild;
      for (let i = 0; i < text.length; i++) {
        range.setStart(text, i); range.setEnd(text, i + 1);
        lines.add(Math.round(range.getBoundingClientRect().top));
      }
      return text.length / lines.size;
    }""")
    # 63 with the fonts that the stack names; where there is none of them, a wide fallback (DejaVu) still holds 54.
    assert 54 <= round(signs) <= 75


def test_letters_that_are_joined_are_neither_pulled_together_nor_slanted(visit):
    fill()
    make_article(
        "مرحبا", slug="ar", language="ar", body="<h2>مرحبا</h2><blockquote><p>مرحبا</p></blockquote>"
    )
    page = visit("/blog/ar/")
    styles = page.evaluate("""() => ['.head__title', '.prose h2', '.prose blockquote']
      .map((name) => getComputedStyle(document.querySelector(name)))
      .map((style) => [style.letterSpacing, style.fontStyle])""")
    assert [[spacing.replace("normal", "0px"), slant] for spacing, slant in styles] == [["0px", "normal"]] * 3


def test_a_very_long_title_is_set_smaller(visit):
    fill()
    make_article("A word and more " * 8, slug="long")
    page, size = visit("/blog/plain/"), "parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"
    usual = page.evaluate(size)
    page.goto(urljoin(page.url, "/blog/long/"))
    assert (usual, page.evaluate(size)) == (68, 50)


def test_no_picture_is_a_hole(visit):
    fill()
    page = visit("/blog/")
    page.evaluate("document.querySelectorAll('img').forEach((one) => { one.loading = 'eager'; })")
    page.wait_for_load_state("networkidle")
    assert (
        page.evaluate("[...document.images].filter((one) => !one.naturalWidth).map((one) => one.src)") == []
    )
    assert (
        page.evaluate(
            "[...document.querySelectorAll('.cover')].filter((one) => one.getBoundingClientRect().height < 100).length"
        )
        == 0
    )


WEIGHTS = """type => performance.getEntriesByType('resource')
  .filter((one) => new URL(one.name).pathname.endsWith(type))
  .reduce((sum, one) => sum + one.decodedBodySize, 0)"""


def test_an_article_page_stays_within_its_budget(visit):
    fill()
    page = visit("/blog/rich/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(WEIGHTS, ".css") <= 30 * 1024
    assert page.evaluate(WEIGHTS, ".js") <= 10 * 1024
