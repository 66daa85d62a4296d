"""The library in the admin: many pictures at once, with what became of each; narrowed, chosen, replaced."""

# ruff: noqa: F811 - fixtures are taken by name

import pytest
from playwright.sync_api import expect

from blog.models import Picture
from tests.factories import image_bytes, make_article, make_picture
from tests.journeys.admin_browser import open_admin  # noqa: F401 - fixtures
from tests.journeys.axe import violations
from tests.journeys.conftest import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = "/admin/blog/picture/"


def png(name, *size):
    return {"name": name, "mimeType": "image/png", "buffer": image_bytes(*size)}


def test_many_files_come_in_each_with_its_own_words(open_admin):
    known = make_picture(image_bytes(70, 50), name="known.png")
    page = open_admin(
        "editor", path=LIST, may_fail=True
    )  # the browser tells of every answer that is no success
    broken = {"name": "broken.png", "mimeType": "image/png", "buffer": b"nothing"}
    files = [png("one.png", 60, 40), broken, png("again.png", 70, 50), png("two.png", 61, 40)]
    page.locator(".upload-many input").set_input_files(files)
    expect(page.locator(".upload-many [role=status]")).to_have_text("2 of 4 uploaded. Show them in the list")
    assert [line.inner_text().split("\n") for line in page.locator(".upload-many li").all()] == [
        ["one.png", "Uploaded. Describe it"],
        [
            "broken.png",
            "This is not a picture that can be read (JPEG, PNG, WebP, AVIF or GIF). Try again",
        ],
        ["again.png", "Already in the library as known.png. Nothing was added."],
        ["two.png", "Uploaded. Describe it"],
    ]
    assert (
        page.get_by_role("link", name="known.png").first.get_attribute("href") == f"{LIST}{known.pk}/change/"
    )
    page.get_by_role("link", name="Show them in the list").click()
    expect(page.locator(".picture-grid__name")).to_have_text(
        ["two.png", "one.png", "known.png"], ignore_case=False
    )


def test_files_are_dropped_anywhere_on_the_page(open_admin):
    page = open_admin("editor", path=LIST)
    page.evaluate(
        """bytes => {
            const files = new DataTransfer()
            files.items.add(new File([new Uint8Array(bytes)], "dropped.png", { type: "image/png" }))
            document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }))
        }""",
        list(image_bytes()),
    )
    expect(page.locator(".upload-many li")).to_contain_text("Uploaded.")
    assert Picture.objects.get().name == "dropped.png"


def test_without_scripts_one_file_comes_in_by_the_form(open_admin):
    page = open_admin("editor", path=LIST, scripts=False)
    assert page.locator(".upload-many").is_hidden()
    page.get_by_role("link", name="Add picture").click()
    page.get_by_label("Picture").set_input_files(png("one.png", 60, 40))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".picture-grid__name")).to_have_text(["one.png"])


def test_the_keyboard_is_enough_to_find_choose_and_delete(open_admin):
    make_picture(name="keep.png")
    make_picture(name="away.png", alt="")
    page = open_admin("editor", path=LIST)
    page.get_by_label("Alternative text").select_option("Missing")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Show", exact=True).press("Enter")
    page.get_by_role("checkbox", name="Choose away.png").press("Space")
    page.get_by_role("button", name="Delete selected pictures").press("Enter")
    page.get_by_role("button", name="Yes, I’m sure").press("Enter")
    page.wait_for_url(f"**{LIST}**")
    assert [picture.name for picture in Picture.objects.all()] == ["keep.png"]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_is_sound(size, open_admin, live_server):
    used = make_picture(
        image_bytes(1300, 800, "#884433"), name="a-rather-long-name-of-a-file-from-a-camera.png"
    )
    make_article("An article with a long title, so that it has to break somewhere", hero=used)
    for n in range(5):
        make_picture(alt="" if n % 2 else "A blue rectangle on nothing at all, described at some length")
    page = open_admin("editor", size=size)
    one = f"{LIST}{used.pk}"
    found = {}
    for address in [LIST, f"{LIST}?used=no", f"{one}/change/", f"{one}/replace/", f"{one}/delete/"]:
        page.goto(f"{live_server.url}{address}")
        if address == LIST:
            page.locator(".upload-many input").set_input_files([png("one.png", 60, 41), png("b.png", 60, 41)])
            expect(page.locator(".upload-many [role=status]")).to_contain_text("uploaded")
        found[address] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0, address
    assert {address: listed for address, listed in found.items() if listed} == {}
