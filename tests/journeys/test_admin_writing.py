"""An editor's way: sign in, write, publish, see it; and a body that was there comes back as it was."""

# ruff: noqa: F811 - fixtures are taken by name

import pytest
from playwright.sync_api import expect

from blog.models import Article
from tests.factories import image_bytes, make_article, make_author, make_category, make_picture
from tests.journeys.admin_browser import open_admin  # noqa: F401 - fixtures
from tests.journeys.editing import AREA, SETTLED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_editor_writes_an_article_with_a_heading_and_a_table_and_publishes_it(open_admin):
    make_category("Hosting")
    make_author("Mia Hartmann")
    page = open_admin("editor")
    page.get_by_role("link", name="Articles").first.click()
    page.get_by_role("link", name="Add article").click()
    page.wait_for_selector(AREA)  # the scripts are there: nobody types so much before they are
    page.get_by_label("Title", exact=True).press_sequentially("How we chose a host")
    assert page.locator("#id_slug").input_value() == "how-we-chose-a-host"
    page.get_by_label("Summary").fill(
        "Three hosts, one winner. For whoever pays the bill of a small company."
    )

    page.get_by_role("textbox", name="Body").click()
    page.evaluate(SETTLED)
    page.keyboard.type("## What we measured\nSpeed, price and ")
    page.keyboard.press("Control+b")
    page.keyboard.type("people")
    page.keyboard.press("Control+b")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Insert table").click()
    for words in ["Host", "Price", "Speed", "Alpha", "9"]:
        page.keyboard.type(words)
        page.keyboard.press("Tab")

    page.get_by_label("Category").select_option(label="Hosting")
    page.get_by_label("Add a tag").fill("hosting, web servers,")
    page.get_by_label("Add to Authors").press_sequentially("hart")
    page.get_by_role("listbox", name="Found for Authors").get_by_role(
        "option", name="Mia Hartmann"
    ).wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Publish now").click()
    page.wait_for_url("**/change/")

    assert page.locator(".messagelist").inner_text() == "“How we chose a host” is live."
    article = Article.objects.get()
    assert (article.slug, article.state(at=article.published_at)) == ("how-we-chose-a-host", "published")
    assert sorted(article.tags.names()) == ["hosting", "web servers"]
    assert article.body.startswith(
        "<h2>What we measured</h2><p>Speed, price and <strong>people</strong></p><table><thead><tr><th>Host</th><th>Price</th><th>Speed</th></tr></thead>"
    )
    page.get_by_role("link", name="See it on the site").click()
    page.wait_for_url("**/blog/how-we-chose-a-host/")


BODY = (
    '<h2>Why</h2><p>Words<sup id="fnref-1"><a href="#fn-1">1</a></sup> and <a href="/x/"><code>x</code></a>,\n<s>no</s>\n<em>so</em>.</p>'
    '<ul><li>one</li><li>two<ul><li>deep</li></ul></li></ul><ol start="3"><li>three</li></ol>'
    '<blockquote><p>Quote</p></blockquote><pre><code class="language-python">def f():\n    return "a &lt; b"</code></pre>'
    '<figure><img src="{url}" alt="A chart" data-file="{pk}" width="64" height="48"><figcaption>Seen <em>here</em></figcaption></figure>'
    '<figure><img src="{url}" alt="" data-file="{pk}"></figure>'
    "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td><strong>2</strong></td></tr>"
    '<tr><td colspan="2">3</td></tr></tbody></table><hr><p>End<br>line <a href="/blog/x/" title="t">link</a></p>'
    '<ol><li id="fn-1">Note</li></ol>'
)


def test_a_body_that_is_edited_elsewhere_keeps_its_pictures_tables_code_and_footnotes(open_admin):
    picture = make_picture()
    body = BODY.format(url=picture.file.url, pk=picture.pk)
    article = make_article("A live article", body=body)
    assert Article.objects.get().body == body
    page = open_admin("editor", path=f"/admin/blog/article/{article.pk}/change/")
    page.locator(f"{AREA} h2").click()
    page.keyboard.press("End")
    page.keyboard.type("!")
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_selector(".messagelist")
    changed = Article.objects.get()
    assert changed.newest_content()["body"] == body.replace("Why</h2>", "Why!</h2>").replace(
        ",\n", ", "
    ).replace("</s>\n", "</s> ")
    assert (changed.body, changed.updated_at) == (body, None)


def test_saving_without_a_change_changes_nothing(open_admin):
    article = make_article(
        "A live article", body="<p>a</p><pre><code>one\ntwo</code></pre><ul><li>b</li></ul>"
    )
    before = article.body
    page = open_admin("editor", path=f"/admin/blog/article/{article.pk}/change/")
    page.wait_for_selector(AREA)
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_selector(".messagelist")
    after = Article.objects.get()
    assert (after.newest_content()["body"], after.revisions.count()) == (before, 1)


def test_a_hero_is_uploaded_without_leaving_the_article(open_admin, tmp_path):
    file = tmp_path / "desk.png"
    file.write_bytes(image_bytes(600, 400))
    article = make_article("With a hero", published_at=None)
    page = open_admin("editor", path=f"/admin/blog/article/{article.pk}/change/")
    page.locator("#field-hero").get_by_role("button", name="Choose or upload…").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("dialog").get_by_role("button", name="Upload…").click()
    chooser.value.set_files(file)
    alt = page.locator("#field-hero").get_by_label("Alternative text")
    alt.fill("A desk")
    alt.blur()
    page.get_by_text("Kept with the picture.").wait_for()
    box = page.locator("#field-hero .focal-frame img").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.75)
    expect(page.locator("#field-hero .focal-mark")).to_have_attribute("style", "left: 25%; top: 75%;")
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_selector(".messagelist")
    hero = Article.objects.get().hero
    assert (hero.alt, hero.focal_x, hero.focal_y) == ("A desk", 25, 75)


def test_the_focal_point_is_chosen_in_the_picture(open_admin):
    picture = make_picture(image_bytes(800, 400))
    page = open_admin("editor", path=f"/admin/blog/picture/{picture.pk}/change/")
    box = page.locator(".large-preview").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.75)
    page.get_by_role("button", name="Save and continue editing").click()
    page.wait_for_selector(".messagelist")
    picture.refresh_from_db()
    assert (picture.focal_x, picture.focal_y) == (25, 75)


def test_code_gets_a_language_in_the_editor(open_admin):
    article = make_article("Code", body="<pre><code>print(1)</code></pre>")
    page = open_admin("editor", path=f"/admin/blog/article/{article.pk}/change/")
    page.locator(f"{AREA} pre").click()
    page.get_by_role("button", name="Language of the code").click()
    page.get_by_label("Language, such as python or bash").fill("Python")
    page.get_by_role("button", name="Set").click()
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_selector(".messagelist")
    assert (
        Article.objects.get().newest_content()["body"]
        == '<pre><code class="language-python">print(1)</code></pre>'
    )


def test_an_editor_schedules_and_withdraws(open_admin):
    article = make_article("Soon", published_at=None)
    page = open_admin("editor", path=f"/admin/blog/article/{article.pk}/change/")
    page.get_by_text("Schedule…").click()
    page.get_by_label("Day").fill("2099-05-04")
    page.get_by_label("Time").fill("09:30")
    page.get_by_role("button", name="Publish then").click()
    page.wait_for_selector(".messagelist")
    # In the site's time zone, Europe/London: in May an hour before UTC's clock shows the same.
    assert Article.objects.get().published_at.isoformat() == "2099-05-04T08:30:00+00:00"
    assert "goes live" in page.locator(".plans").inner_text()
    page.get_by_role("link", name="Move or drop…").click()
    page.get_by_text("Move…", exact=True).click()
    page.get_by_role("button", name="Drop").click()
    page.wait_for_selector(".messagelist")
    assert Article.objects.get().published_at is None
