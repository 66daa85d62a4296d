"""Pages that are narrow for what they hold: small windows, large text, long words, many categories."""

from urllib.parse import urljoin

import pytest

from tests.journeys import worst
from tests.journeys.conftest import DESKTOP, NARROWEST, PHONE
from tests.journeys.shown import LONG_WORD, PAGES
from tests.journeys.standing_alone import ALONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABLET, LAPTOP = (820, 1100), (1280, 800)
NORMAL, DOUBLED = 16, 32  # CSS pixels: the browser's own setting, which also counts in media queries
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def widths(page):
    """How far the page reaches beyond the window, by its width and the size of text."""
    settings = page.context.new_cdp_session(page)
    found = {}
    for width, height in [DESKTOP, TABLET, PHONE, NARROWEST]:
        page.set_viewport_size({"width": width, "height": height})
        for text in [NORMAL, DOUBLED]:
            settings.send("Page.setFontSizes", {"fontSizes": {"standard": text}})
            assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == f"{text}px"
            if beyond := page.evaluate(TOO_WIDE):
                found[width, text] = beyond
    return found


def test_no_page_scrolls_sideways_whatever_its_words(visit, settings):
    settings.ROOT_URLCONF = "tests.journeys.standing_alone"
    thanks = worst.fill()
    pages = {**PAGES, **ALONE, "thanks": thanks} | {"second page": "/blog/", "about": worst.TALK_ABOUT}
    page = visit("/", may_fail=True)
    found = {}
    for name, path in pages.items():
        page.goto(urljoin(page.url, path))
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        found[name] = widths(page)
    assert found == {name: {} for name in pages}


@pytest.mark.parametrize("path", [worst.TALK_ABOUT, "/blog/rich/"])
def test_no_refused_form_scrolls_sideways(visit, path):
    worst.fill()
    page = visit(path, may_fail=True)
    if path != worst.TALK_ABOUT:
        page.click(".talk > button")
    page.fill("#talk-phone", LONG_WORD)
    page.fill("#talk-email", f"{LONG_WORD[:60]}@gmial.com")
    page.press("#talk-email", "Enter")
    page.wait_for_selector("#talk-errors")
    assert widths(page) == {}


CLIPPED = """() => [...document.querySelectorAll('.menu__link')].filter((one) => {
  one.scrollIntoView({block: 'center'});
  const box = one.getBoundingClientRect(), middle = (box.top + box.bottom) / 2;
  return [box.left + 1, box.right - 1].some((x) => document.elementFromPoint(x, middle) !== one);
}).map((one) => one.textContent)"""


@pytest.mark.parametrize("size", [DESKTOP, LAPTOP, TABLET])
def test_nothing_of_a_long_menu_is_hidden(visit, size):
    worst.fill()
    page = visit("/blog/", size=size)
    assert page.locator(".menu__link:visible").count() == worst.CATEGORIES + 2  # the blog, the search
    assert page.evaluate(CLIPPED) == []


@pytest.mark.parametrize("size", [PHONE, NARROWEST])
def test_on_a_phone_the_menu_opens_by_keyboard_and_without_scripts(visit, size):
    worst.fill()
    page = visit("/blog/", size=size, scripts=False)
    assert page.locator(".menu__link:visible").count() == 0
    page.focus(".menu summary")
    page.keyboard.press("Enter")
    assert page.locator(".menu__link:visible").count() == worst.CATEGORIES + 2  # the blog, the search
    assert page.evaluate(CLIPPED) == []
    page.focus(".menu summary")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/blog/category/web/")
