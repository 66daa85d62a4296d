from urllib.parse import urljoin

import pytest
from django.utils import timezone

from leads import own_link
from tests.journeys import axe
from tests.journeys.conftest import PHONE
from tests.journeys.shown import PAGES, fill
from tests.journeys.standing_alone import ALONE
from tests.leads.factories import make_lead

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, summary, input, textarea')]
  .filter((one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !one.closest('.skip'))
  .filter((one) => !one.closest('p:not(.label, .listhead__actions, .shelves__name, .card__meta), figcaption, li p, h2, h3'))
  .map((one) => [one.textContent.trim(), ...['width', 'height'].map((side) => one.getBoundingClientRect()[side])])
  .filter(([, width, height]) => width < 24 || height < 24)"""


def test_axe_finds_nothing_and_everything_to_press_is_at_least_24_pixels(visit, settings):
    """WCAG 2.2, 2.5.8; links within a sentence are exempt."""
    settings.ROOT_URLCONF = "tests.journeys.standing_alone"
    fill()
    page = visit("/", size=PHONE, may_fail=True)
    small, found = {}, {}
    for name, path in {**PAGES, **ALONE, **of_a_visitor()}.items():
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        page.goto(urljoin(page.url, path))
        small[name] = page.evaluate(SMALL_TARGETS)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        found[name] = axe.on_both_sizes(page)
    sound = {name: [] for name in found}
    assert (found, small) == (sound, sound)


def of_a_visitor():
    """The pages of one's own link, and one whose link has ended."""
    own = own_link.path(make_lead(at=timezone.now()))
    return {"own": own, "withdraw": f"{own}withdraw/", "erase": f"{own}erase/", "ended": f"{own[:-3]}/"}


def test_the_keyboard_reaches_the_content_first_and_sees_where_it_is(visit):
    fill()
    page = visit("/blog/rich/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Web"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_nothing_covers_what_has_the_focus(visit):
    fill()
    page = visit("/blog/rich/")
    count = page.evaluate("document.querySelectorAll('a, button, summary, [tabindex=\"0\"]').length")
    covered = []
    for _ in range(count):
        page.keyboard.press("Tab")
        covered += page.evaluate("""() => {
          const one = document.activeElement, box = one.getClientRects()[0];
          if (!box || one === document.body) return [];
          const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
          return one.contains(top) || top?.contains(one) ? [] : [one.textContent.trim() + ' under ' + top?.className];
        }""")
    assert covered == []
