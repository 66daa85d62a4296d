"""Pictures in the text: dropped, pasted, picked; their words; and what happens when one is refused."""

# ruff: noqa: F811 - fixtures are taken by name

import pytest
from playwright.sync_api import expect

from blog.models import Article, Picture
from tests.factories import image_bytes, make_picture
from tests.journeys.admin_browser import open_admin  # noqa: F401 - fixtures
from tests.journeys.axe import violations
from tests.journeys.conftest import PHONE
from tests.journeys.editing import AREA, give_files, stored, write  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PNG = ("desk.png", "image/png", image_bytes(600, 400))


def figure(picture, *, alt="", caption="", more=""):
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return (
        f'<figure><img src="{picture.file.url}" alt="{alt}" data-file="{picture.pk}"{more} '
        f'width="{picture.width}" height="{picture.height}">{words}</figure>'
    )


def test_a_dropped_file_becomes_a_figure_where_it_was_dropped(write):
    page = write("<p>One.</p><p>Two.</p>")
    give_files(page, "drop", [PNG], place=f"{AREA} > p:first-child")
    page.wait_for_selector(f"{AREA} figure img")
    assert stored(page) == f"<p>One.</p>{figure(Picture.objects.get())}<p>Two.</p>"


def test_several_files_stand_in_their_order_and_an_empty_line_gives_way(write):
    page = write()
    files = [(f"{n}.png", "image/png", image_bytes(60, 40 + n)) for n in (1, 2, 3)]
    give_files(page, "paste", files)
    page.locator(f"{AREA} figure img").nth(2).wait_for()
    pictures = {picture.name: picture for picture in Picture.objects.all()}
    assert stored(page) == "".join(figure(pictures[name]) for name, _, _ in files)


def test_a_known_picture_brings_its_words(write):
    known = make_picture(PNG[2], alt="A desk", caption="Our office", credit="Mia, CC BY")
    page = write("<p>One.</p>")
    give_files(page, "paste", [PNG])
    page.wait_for_selector(f"{AREA} figure")
    assert stored(page) == "<p>One.</p>" + figure(
        known, alt="A desk", caption="Our office <small>Mia, CC BY</small>"
    )


def test_a_refused_file_says_why_in_its_place_and_leaves_nothing(write):
    page = write("<p>One.</p>", may_fail=True)  # the browser tells of every answer that is no success
    give_files(page, "drop", [("broken.png", "image/png", b"nothing"), ("a.pdf", "application/pdf", b"%PDF")])
    page.locator(".upload.is-refused").nth(1).wait_for()
    assert page.locator(".upload__words").all_inner_texts() == [
        "“broken.png” was not taken. This is not a picture that can be read (JPEG, PNG, WebP, AVIF or GIF).",
        "“a.pdf” is not a picture, so it was not taken.",
    ]
    page.get_by_role("button", name="Remove").first.click()
    assert page.locator(".upload").count() == 1
    assert stored(page) == "<p>One.</p>"


def test_an_upload_that_failed_can_be_tried_again(write):
    page = write("<p>One.</p>", may_fail=True)
    page.route("**/admin/blog/picture/upload/", lambda route: route.abort())
    give_files(page, "paste", [PNG])
    page.get_by_text("The site could not be reached.").wait_for()
    page.unroute("**/admin/blog/picture/upload/")
    page.get_by_role("button", name="Try again").click()
    page.wait_for_selector(f"{AREA} figure")
    assert page.locator(".upload").count() == 0
    assert stored(page) == f"<p>One.</p>{figure(Picture.objects.get())}"


def test_saving_waits_for_the_pictures_that_are_on_their_way(write):
    page = write("<p>One.</p>")
    held = []
    page.route("**/admin/blog/picture/upload/", lambda route: held.append(route))
    give_files(page, "paste", [PNG])
    page.wait_for_selector(".upload progress")
    page.get_by_role("button", name="Save draft").click()
    page.get_by_text("still on their way").wait_for()
    held[0].continue_()
    page.wait_for_selector(".messagelist")
    assert Article.objects.get().body == f"<p>One.</p>{figure(Picture.objects.get())}"


def test_a_picture_is_picked_from_the_library_with_the_keyboard(write):
    bridge = make_picture(name="bridge.png", alt="A bridge")
    make_picture(name="desk.png", alt="A desk")
    page = write("<p>One.</p>")
    page.get_by_role("button", name="Picture", exact=True).click()
    dialog = page.get_by_role("dialog", name="Picture from the library")
    assert dialog.get_by_role("searchbox").evaluate("one => one === document.activeElement")
    page.keyboard.type("bri")
    expect(dialog.locator(".library__picture")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{AREA} figure")
    assert page.locator(AREA).evaluate("area => area === document.activeElement")
    assert stored(page) == f"<p>One.</p>{figure(bridge, alt='A bridge')}"


def test_the_words_of_a_figure_are_written_in_its_panel(write):
    picture = make_picture(alt="")
    page = write(figure(picture, caption="Seen <em>here</em>"))
    page.get_by_role("button", name="Alternative text is missing").click()
    panel = page.get_by_role("dialog", name="Picture")
    panel.get_by_label("Alternative text").fill("A  chart\nof prices")
    panel.get_by_label("Credit").fill("Mia")
    panel.get_by_role("button", name="Save").click()
    assert page.get_by_role("button", name="Alternative text: A chart of prices").is_visible()
    assert stored(page) == figure(
        picture, alt="A chart of prices", caption="Seen <em>here</em> <small>Mia</small>"
    )


def test_decoration_is_told_apart_from_a_missing_text(write):
    picture = make_picture(alt="")
    page = write(figure(picture))
    page.get_by_role("button", name="Alternative text is missing").click()
    page.get_by_label("Mere decoration").check()
    page.get_by_role("button", name="Save", exact=True).last.click()
    assert stored(page) == figure(picture, more=' data-decorative="true"')


def test_a_caption_is_written_in_place_and_enter_goes_on_below(write):
    picture = make_picture(alt="A desk")
    page = write(figure(picture, alt="A desk"))
    page.locator(f"{AREA} figcaption").click()
    page.keyboard.type("Our desk")
    page.keyboard.press("Enter")
    page.keyboard.type("And on.")
    assert stored(page) == figure(picture, alt="A desk", caption="Our desk") + "<p>And on.</p>"


def test_axe_finds_nothing_in_the_dialogs_and_they_fit_a_phone(write):
    page = write(figure(make_picture(alt="")), size=PHONE)
    wide = "document.documentElement.scrollWidth - innerWidth"
    page.get_by_role("button", name="Alternative text is missing").click()
    assert (violations(page), page.evaluate(wide)) == ([], 0)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Picture", exact=True).click()
    page.wait_for_selector(".library__picture")
    assert (violations(page), page.evaluate(wide)) == ([], 0)
