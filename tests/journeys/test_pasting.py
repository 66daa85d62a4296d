"""What other programs leave on the clipboard, pasted with the keyboard, and exactly what is stored of it."""

# ruff: noqa: F811 - fixtures are taken by name

from pathlib import Path

import pytest
from playwright.sync_api import expect

from blog.models import Picture
from tests.factories import image_bytes, make_picture
from tests.journeys.admin_browser import open_admin  # noqa: F401 - a fixture
from tests.journeys.editing import AREA, paste, stored, write  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAMPLES = Path(__file__).parents[1] / "files/paste"


def expected(name, **fields):
    """One block a line, but for what stands in code."""
    before, *code = (SAMPLES / f"{name}.stored.html").read_text().split("<pre>")
    text = before.replace("\n", "")
    for part in code:
        inside, after = part.split("</pre>")
        text += f"<pre>{inside}</pre>{after}".replace(after, after.replace("\n", ""))
    return text.format(**fields) if fields else text


@pytest.mark.parametrize(
    ("name", "notices"),
    [
        ("google-docs", ["“AD_4nXc0Zy_chart.png” from lh7-rt.googleusercontent.com was not copied."]),
        ("word", ["“clip_image002.png” was not copied."]),
        ("apple-notes", ["“photo.jpeg” was not copied."]),
        ("libreoffice-writer", []),
        ("chromium", ["“data centre-1024x683.jpg” from cdn.example.com was not copied."]),
        ("web-page", ["“data centre-1024x683.jpg” from cdn.example.com was not copied."]),
    ],
)
def test_structure_survives_looks_do_not_and_missing_pictures_are_told_of(name, notices, write):
    page = write()
    paste(page, (SAMPLES / f"{name}.html").read_text(), "plain words")
    shown = page.locator("[data-notice] .upload__words").all_inner_texts()
    assert [words.removesuffix(" Save it there and upload it here.") for words in shown] == notices
    assert stored(page) == expected(name)


def test_a_picture_that_came_along_is_uploaded(write):
    page = write()
    paste(page, (SAMPLES / "libreoffice.html").read_text(), "plain words")
    page.wait_for_selector(f"{AREA} figure img")
    body = stored(page)
    picture = Picture.objects.get()
    assert body == expected("libreoffice", url=picture.file.url, pk=picture.pk)


@pytest.mark.parametrize("name", ["markdown.md", "plain.txt"])
def test_plain_text_stays_plain_and_markdown_comes_in_as_what_it_means(name, write):
    page = write()
    paste(page, None, (SAMPLES / name).read_text())
    assert stored(page) == expected(name.split(".")[0])


def test_without_format_markdown_stays_as_it_was_typed(write):
    page = write()
    paste(page, None, "## Not a heading", keys="Control+Shift+v")
    assert stored(page) == "<p>## Not a heading</p>"


def test_what_is_pasted_into_code_stays_code(write):
    page = write("<pre><code>x</code></pre>")
    page.keyboard.press("Control+End")
    paste(page, "<h1>a</h1>", "\n# a comment")
    assert stored(page) == "<pre><code>x\n# a comment</code></pre>"


def test_a_notice_takes_the_picture_in_its_place(write, tmp_path):
    file = tmp_path / "chart.png"
    file.write_bytes(image_bytes())
    page = write("<p>a</p>")
    page.keyboard.press("Control+End")
    paste(page, '<p>b</p><img src="https://example.com/chart.png"><p>c</p>')
    page.locator("[data-notice] input").set_input_files(file)
    page.wait_for_selector(f"{AREA} figure img")
    assert page.locator("[data-notice]").count() == 0
    body = stored(page)
    shown = Picture.objects.get()
    assert body == (
        f'<p>ab</p><figure><img src="{shown.file.url}" alt="" data-file="{shown.pk}" '
        f'width="{shown.width}" height="{shown.height}"></figure><p>c</p>'
    )


def test_what_is_copied_in_the_editor_keeps_its_pictures_and_call_outs(write):
    picture = make_picture(alt="A desk")
    body = (
        f'<aside class="tip"><p>One</p></aside><figure><img src="{picture.file.url}" alt="A desk" data-file="{picture.pk}">'
        "<figcaption>Seen <small>Mia</small></figcaption></figure><p>two</p>"
    )
    page = write(body)
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+v")
    expect(page.locator(f"{AREA} figure")).to_have_count(2)
    assert stored(page) == body + body
