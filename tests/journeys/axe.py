"""What axe-core finds on a page: rule and first place, none on a good one. It keeps to the page's strict policy."""

from pathlib import Path

from tests.journeys.conftest import DESKTOP, PHONE

AXE = (Path(__file__).parents[1] / "files/axe/axe.min.js").read_text()
STILL = """{
  const still = new CSSStyleSheet();
  still.replaceSync('* { transition: none !important }');  // nothing is half way when axe looks
  document.adoptedStyleSheets.push(still);
}"""
COLOURS = ["color-contrast", "link-in-text-block"]  # the rules whose answer depends on the scheme
# Only what is found is described and handed over: of each passing place, axe would compute an address, too.
RUN = """async (options) => (await axe.run(document, {resultTypes: ['violations'], preload: false, ...options}))
  .violations.map((one) => [one.id, one.nodes[0].html.slice(0, 160)])"""


def violations(page):
    """By all rules in light, and by those of colours in dark. The page is light afterwards."""
    found = as_it_is(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += page.evaluate(RUN, {"runOnly": COLOURS})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found


def as_it_is(page):
    """By all rules."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
        page.evaluate(STILL)
    return page.evaluate(RUN, {})


def on_both_sizes(page):
    """By all rules on a phone in dark and on a desk in light: sizes change the layout, schemes the colours, and
    neither what the other changes. The page is on the desk afterwards."""
    found = []
    for (width, height), scheme in [(PHONE, "dark"), (DESKTOP, "light")]:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [(width, *each) for each in as_it_is(page)]
    return found
