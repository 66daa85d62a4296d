"""Call-outs, videos and posts, and the call to action: written, kept as they were, and seen by a reader."""

# ruff: noqa: F811 - fixtures are taken by name

import pytest

from blog.models import Article
from brand.models import Company
from tests.factories import make_article, make_picture
from tests.journeys.admin_browser import open_admin  # noqa: F401 - fixtures
from tests.journeys.axe import violations
from tests.journeys.conftest import PHONE
from tests.journeys.editing import AREA, paste, stored, write  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def embed(address, title, provider, still=""):
    return f'<figure class="embed" data-provider="{provider}">{still}<a href="{address}">{title}</a></figure>'


ALL = (
    '<p>a</p><aside class="tip"><p>One</p><ul><li>two</li></ul></aside>'
    + embed(VIDEO, "Our talk", "youtube")
    + '<aside class="talk"></aside><aside class="warning"><p>Mind</p></aside><p>b</p>'
)


def test_what_was_written_is_kept_when_something_else_is_changed(write):
    page = write(ALL)
    page.locator(f"{AREA} > p").first.click()
    page.keyboard.press("End")
    page.keyboard.type("!")
    assert stored(page) == ALL.replace("<p>a</p>", "<p>a!</p>")


def test_a_call_out_is_put_around_words_changed_and_left(write):
    page = write("<p>Mind this</p>")
    page.locator(f"{AREA} p").click()
    page.keyboard.press("End")
    page.get_by_role("button", name="Call-out").click()
    page.get_by_label("Kind of call-out").select_option("Warning")
    page.keyboard.type(".")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("And on.")
    assert stored(page) == '<aside class="warning"><p>Mind this.</p></aside><p>And on.</p>'


@pytest.mark.parametrize(
    ("address", "title", "provider"),
    [
        (VIDEO, "Video on YouTube", "youtube"),
        ("https://vimeo.com/76979871", "Video on Vimeo", "vimeo"),
        ("https://x.com/django/status/123456", "Post on X", "x"),
        ("https://fosstodon.org/@django/109345678901234567", "Post on Mastodon", "mastodon"),
        ("https://www.example.com/page", "example.com", "page"),
    ],
)
def test_an_address_on_an_empty_line_becomes_an_embed(address, title, provider, write):
    page = write()
    paste(page, None, address)
    page.keyboard.type("More.")
    assert stored(page) == embed(address, title, provider) + "<p>More.</p>"


def test_one_step_back_makes_the_pasted_embed_a_link(write):
    page = write()
    paste(page, None, VIDEO)
    page.keyboard.press("Control+z")
    assert stored(page) == f'<p><a href="{VIDEO}">{VIDEO}</a></p>'


def test_an_address_between_words_stays_a_link(write):
    page = write("<p>See</p>")
    page.keyboard.press("Control+End")
    page.keyboard.type(" ")
    paste(page, None, VIDEO)
    assert stored(page) == f'<p>See <a href="{VIDEO}">{VIDEO}</a></p>'


def test_the_details_of_an_embed_title_and_still(write):
    still = make_picture(name="still.png")
    page = write(embed(VIDEO, "Old", "youtube"))
    page.get_by_role("button", name="Details…").click()
    dialog = page.get_by_role("dialog", name="Video or post")
    dialog.get_by_label("Address").fill("javascript:alert(1)")
    dialog.get_by_role("button", name="Save").click()
    assert "Write a whole address" in dialog.get_by_role("alert").inner_text()
    dialog.get_by_label("Address").fill("https://youtu.be/dQw4w9WgXcQ")
    dialog.get_by_label("Title").fill("Our <b>talk</b>")
    dialog.get_by_role("button", name="Still from the library…").click()
    page.locator(".library__picture").click()
    dialog.get_by_role("button", name="Save").click()
    image = f'<img src="{still.file.url}" alt="" data-file="{still.pk}" data-decorative="true">'
    assert stored(page) == embed(
        "https://youtu.be/dQw4w9WgXcQ", "Our &lt;b&gt;talk&lt;/b&gt;", "youtube", image
    )
    assert list(Article.objects.get().pictures.all()) == [still]


def test_the_call_to_action_is_placed_by_its_button(write):
    page = write("<p>a</p>")
    page.keyboard.press("Control+End")
    page.get_by_role("button", name="Talk to Our Experts").click()
    assert stored(page) == '<p>a</p><aside class="talk"></aside>'


def test_axe_finds_nothing_beside_them_and_they_fit_a_phone(write):
    page = write(ALL, size=PHONE)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


# -- as readers see them -----------------------------------------------------------------------------------


def shown(visit, **options):
    Company.objects.create(name="Webzworld", talk_label="Ask us")
    make_article(slug="shown", body=ALL)
    return visit("/blog/shown/", **options)


def test_a_video_plays_in_its_place_after_a_click_and_nobody_is_asked_before(browser, live_server):
    make_article(slug="shown", body=ALL)
    page, asked = browser.new_page(), []  # not `visit`, which fails on every request to another host

    def answer(route):
        asked.append(route.request.url)
        route.fulfill(body="<p>player</p>", content_type="text/html")

    page.route(lambda address: not address.startswith(live_server.url), answer)
    page.goto(f"{live_server.url}/blog/shown/")
    page.wait_for_load_state("networkidle")
    assert asked == []
    link = page.get_by_role("link", name="Our talk Plays from YouTube")
    assert link.get_attribute("href") == VIDEO
    link.focus()
    page.keyboard.press("Enter")
    frame = page.locator("iframe")
    frame.wait_for()
    assert frame.get_attribute("title") == "Our talk"
    assert frame.evaluate("one => one === document.activeElement")
    assert page.frame_locator("iframe").get_by_text("player").inner_text() == "player"
    assert asked == ["https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0"]
    page.close()


def test_without_scripts_a_video_and_the_call_to_action_are_plain_links(visit):
    page = shown(visit, scripts=False)
    assert page.get_by_role("link", name="Our talk").get_attribute("href") == VIDEO
    link = page.locator(".talk-here a")
    assert (link.inner_text(), link.get_attribute("href").split("?")[0]) == (
        "Ask us",
        "/talk-to-our-experts/",
    )


def test_the_call_to_action_in_the_text_opens_the_form_of_the_page(visit):
    page = shown(visit)
    page.locator(".talk-here a").click()
    assert page.locator("#talk-name").evaluate("one => one === document.activeElement")
    page.locator(".talk-here a").click()
    assert page.locator("#talk").is_visible()


def test_axe_finds_nothing_on_the_page(visit):
    page = shown(visit, size=PHONE)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
