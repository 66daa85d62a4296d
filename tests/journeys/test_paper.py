from urllib.parse import urljoin

import pytest

from tests.journeys.shown import PAGES, fill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def print_out(visit):
    """Answers a page as paper shows it, to a reader whose screen is dark."""

    def print_out(path):
        page = visit(path, scheme="dark", may_fail=True)
        page.emulate_media(media="print", color_scheme="dark")
        return page

    return print_out


def test_on_paper_stand_the_article_and_whose_it_is(print_out):
    fill()
    shown = print_out("/blog/rich/").evaluate("""() => [
      '.mark__name', '.menu', '.masthead__talk', '.paper', 'h1', '.back', '.contents', '.prose', '.codeblock__bar', '.tags',
      '.invite', '.reviews', '.related', '.band', '.footer',
    ].filter((name) => document.querySelector(name).checkVisibility())""")
    assert shown == [".mark__name", ".paper", "h1", ".prose", ".tags"]


GROUNDS = """() => [...document.querySelectorAll('html, html *')].filter((one) => one.checkVisibility())
  .map((one) => getComputedStyle(one).backgroundColor)
  .filter((colour) => !['rgba(0, 0, 0, 0)', 'rgb(255, 255, 255)'].includes(colour))"""


def test_every_page_names_its_address_on_white_and_the_missing_page_only_the_site(print_out, settings):
    fill()
    page = print_out("/")
    found = {}
    for name, path in PAGES.items():
        page.goto(urljoin(page.url, path))
        found[name] = page.locator(".paper").inner_text(), page.evaluate(GROUNDS)
    assert found == {
        name: (settings.SITE_URL + ("" if name == "missing page" else path), [])
        for name, path in PAGES.items()
    }


def test_no_form_and_nothing_to_press_is_printed(print_out):
    fill()
    page = print_out("/talk-to-our-experts/")
    shown = "() => [...document.querySelectorAll('form, input, textarea, button, .button')].filter((one) => one.checkVisibility()).length"
    assert (page.evaluate(shown), page.locator("h1").is_visible()) == (0, True)


ADDRESSES = """() => [...document.querySelectorAll('.prose a, .card__title a')]
  .map((one) => [one.getAttribute('href'), getComputedStyle(one, '::after').content.includes(one.getAttribute('href'))])"""


def test_links_tell_their_address_on_paper(print_out):
    fill()
    assert print_out("/blog/rich/").evaluate(ADDRESSES)[:3] == [["/privacy/", True]] * 3
    assert print_out("/blog/tag/hosting/").evaluate(ADDRESSES) == [["/blog/rich/", True]]
