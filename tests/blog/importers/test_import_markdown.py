import json
import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from blog.importers.command import ONE_AT_A_TIME
from blog.models import Article, ImportRecord, MovedPage, Picture
from tests.blog.importers.factories import ASSETS, FILES
from tests.factories import developed_here

pytestmark = pytest.mark.django_db
FOLDER = FILES / "markdown"


def import_markdown(*arguments, folder=FOLDER):
    """What it said."""
    said = StringIO()
    with developed_here():
        call_command("import_markdown", str(folder), *map(str, arguments), stdout=said, stderr=StringIO())
    return said.getvalue()


def test_a_whole_folder_comes_in_and_the_receipt_adds_up(tmp_path):
    receipt = tmp_path / "receipt.json"
    said = import_markdown("--assets", ASSETS, "--receipt", receipt)
    assert json.loads(receipt.read_text()) == {
        "imported": 10,
        "updated": 0,
        "unchanged": 0,
        "failed": 0,
        "warnings": {
            "missing-picture": 4,
            "embed-as-link": 3,
            "template-sign": 3,
            "link-without-target": 3,
            "include": 2,
            "front-matter-repaired": 2,
            "address-changed": 2,
            "anchor-without-target": 1,
            "portrait-left-out": 1,
            "style": 1,
            "script": 1,
            "inline-drawing": 1,
            "form-control": 1,
            "remote-picture": 1,
            "refused-picture": 1,
        },
    }
    assert said.splitlines()[0] == "10 in all: 10 imported, 0 updated, 0 unchanged, 0 failed."
    assert Article.objects.exclude(published_at=None).count() == 10
    assert sorted(Picture.objects.values_list("name", flat=True)) == ["Team.JPG", "kettle.png", "photo.jpg"]


def test_every_old_address_leads_to_its_article(client):
    import_markdown("--assets", ASSETS)
    for old, slug in {
        "/2021/03/04/how-we-steep/": "how-we-steep",
        "/2021/06/09/one-digit": "one-digit",
        "/2021/06/08/one-digit-of-old/": "one-digit",
        "/short/": "one-digit",
        "/post/857248/slipped-teaser": "slipped-teaser",
        "/2021/07/01/Capital_Names.v2/": "capital-names-v2",
        "/2022/05/01/prize/": "prize-2022",
    }.items():
        page = MovedPage.find(old)
        assert (old, page.target()) == (old, f"/blog/{slug}/")


def test_posts_link_to_each_other_where_they_are_now():
    import_markdown("--assets", ASSETS)
    body = Article.objects.get(slug="how-we-steep").body
    assert '<a href="/blog/prize-2022/#s-the-jury">the prize</a>' in body
    assert '<a href="/blog/one-digit/" title="A title">numbers</a>' in body
    assert (
        '<a href="#s-what-you-need">what you need</a>, to <a href="#s-notes-for-coders">coders</a>, to nothing'
        in body
    )
    names = Article.objects.get(slug="capital-names-v2").body
    assert names.endswith(
        '<p>By <a href="/blog/author/ida/">Ida</a>, who keeps <a href="/blog/tag/how-we-work/">her list</a>, '
        "her shop and the paper.</p>"
    )


def test_no_template_sign_reaches_a_reader_but_what_raw_protects():
    import_markdown("--assets", ASSETS)
    signs = ("{{", "}}", "{%", "%}", "{.", "<script", "<style", "<svg", "<iframe")
    found = [
        (article.slug, sign)
        for article in Article.objects.all()
        for sign in signs
        if sign in article.body_html + article.summary + article.title
    ]
    assert found == [("how-we-steep", "{{"), ("how-we-steep", "}}")]
    assert "minutes: {{ steep }}" in Article.objects.get(slug="how-we-steep").plain_text


def test_a_second_run_changes_nothing(tmp_path):
    receipts = [tmp_path / "first.json", tmp_path / "second.json"]
    import_markdown("--assets", ASSETS, "--receipt", receipts[0])
    before = [*Article.objects.order_by("pk").values(), *ImportRecord.objects.order_by("pk").values()]
    said = import_markdown("--assets", ASSETS, "--receipt", receipts[1])
    assert said.splitlines()[0] == "10 in all: 0 imported, 0 updated, 10 unchanged, 0 failed."
    assert [*Article.objects.order_by("pk").values(), *ImportRecord.objects.order_by("pk").values()] == before
    first, second = (json.loads(receipt.read_text())["warnings"] for receipt in receipts)
    assert first == second


def test_a_changed_file_is_one_update(tmp_path):
    shutil.copytree(FOLDER / "posts", tmp_path / "posts")
    import_markdown(folder=tmp_path)
    post = tmp_path / "posts" / "2021-05-01-prize.md"
    post.write_text(post.read_text().replace("It met", "The jury met"))
    assert import_markdown(folder=tmp_path).startswith(
        "10 in all: 0 imported, 1 updated, 9 unchanged, 0 failed."
    )
    assert "The jury met" in Article.objects.get(slug="prize").plain_text


def test_broken_files_cost_only_themselves_and_the_exit_code(tmp_path):
    receipt = tmp_path / "receipt.json"
    with pytest.raises(SystemExit) as stopped:
        import_markdown("--receipt", receipt, folder=FILES / "broken_markdown")
    assert (stopped.value.code, Article.objects.get().title) == (1, "Whole")
    counts = json.loads(receipt.read_text())
    assert (counts["imported"], counts["failed"], len(list((FILES / "broken_markdown").iterdir()))) == (
        1,
        7,
        8,
    )


def test_tags_become_categories_in_the_order_that_is_said():
    import_markdown("--category-tags", "how we work, brewing", "--default-category", "Tea")
    assert {
        article.slug: article.category.name
        for article in Article.objects.filter(slug__in=["how-we-steep", "prize"])
    } == {
        "how-we-steep": "How we work",
        "prize": "Tea",
    }


def test_authors_get_their_names_from_a_file(tmp_path):
    (tmp_path / "authors.yml").write_text("ida:\n  full_name: Ida Berg\n")
    import_markdown("--authors", tmp_path / "authors.yml")
    article = Article.objects.get(slug="how-we-steep")
    assert [str(author) for author in article.authorships.all()] == ["Ida Berg", "Tom Ferris"]


def test_warnings_can_be_kept_one_a_line(tmp_path):
    import_markdown("--assets", ASSETS, "--warnings", tmp_path / "warnings.csv")
    lines = (tmp_path / "warnings.csv").read_text().splitlines()
    assert (lines[0], len(lines)) == ("file,kind,about", 28)
    assert "posts/2021-07-03-pictures.md,missing-picture,/assets/blog/tea/lost.png" in lines


def test_a_dry_run_writes_nothing():
    said = import_markdown("--assets", ASSETS, "--dry-run")
    assert said.splitlines()[0] == "10 in all: 10 imported, 0 updated, 0 unchanged, 0 failed."
    assert said.splitlines()[-1] == "Nothing was written (--dry-run)."
    assert (Article.objects.count(), Picture.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--assets", "/no/such/folder"], "There is no folder"),
        (["--key", "hero"], "--key hero: it is written field=key"),
        (["--key", "colour=x"], "there is no field colour"),
        (["--address", "/{slugg}/"], "--address may hold"),
        (["--authors", "/no/such/file.yml"], "cannot be read"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_written(arguments, message):
    with pytest.raises(CommandError, match=message) as refusal:
        import_markdown(*arguments)
    assert (refusal.value.returncode, Article.objects.count()) == (2, 0)


@pytest.mark.django_db(transaction=True)
def test_two_imports_do_not_run_at_once():
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        with pytest.raises(CommandError, match="Another import is running"):
            import_markdown()
    finally:
        other.close()
