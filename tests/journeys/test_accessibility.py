from pathlib import Path

import pytest
from django.utils import timezone

from leads import own_link
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.shown import PAGES, fill
from tests.journeys.standing_alone import ALONE
from tests.leads.factories import make_lead

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).parents[1] / "files/axe/axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


# Each size and each scheme once: sizes change the layout, schemes the colours, and neither what the other changes.
TRIED = [(DESKTOP, "light"), (PHONE, "dark")]


def violations(page):
    found = page.evaluate("rules => axe.run({runOnly: rules, preload: false})", STANDARDS)["violations"]
    return [
        (found["id"], node["target"], node.get("failureSummary"))
        for found in found
        for node in found["nodes"]
    ]


def test_axe_finds_nothing_on_any_public_page(visit, settings):
    settings.ROOT_URLCONF = "tests.journeys.standing_alone"
    fill()
    found = {}
    for name, path in {**PAGES, **ALONE, **of_a_visitor()}.items():
        page = visit(path, bypass_csp=True, may_fail=True)
        page.add_script_tag(path=AXE)
        for (width, height), scheme in TRIED:
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            if what := violations(page):
                found[name, width, scheme] = what
        page.close()
    assert found == {}


def of_a_visitor():
    """The pages of one's own link, and one whose link has ended."""
    own = own_link.path(make_lead(at=timezone.now()))
    return {"own": own, "withdraw": f"{own}withdraw/", "erase": f"{own}erase/", "ended": f"{own[:-3]}/"}


SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, summary, input, textarea')]
  .filter((one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !one.closest('.skip'))
  .filter((one) => !one.closest('p:not(.label, .listhead__actions, .shelves__name, .card__meta), figcaption, li p, h2, h3'))
  .map((one) => [one.textContent.trim(), ...['width', 'height'].map((side) => one.getBoundingClientRect()[side])])
  .filter(([, width, height]) => width < 24 || height < 24)"""


def test_everything_to_press_is_at_least_24_pixels(visit):
    """WCAG 2.2, 2.5.8; links within a sentence are exempt."""
    fill()
    pages = {**PAGES, **of_a_visitor()}
    found = {
        name: visit(path, size=PHONE, may_fail=True).evaluate(SMALL_TARGETS) for name, path in pages.items()
    }
    assert found == {name: [] for name in pages}


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
