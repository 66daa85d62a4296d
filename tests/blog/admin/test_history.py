import pytest
from django.utils import timezone

from blog.models import Article
from staff.roles import AUTHOR, EDITOR
from tests.factories import make_article, make_author, make_category, make_user

pytestmark = pytest.mark.django_db


def address(article, rest=""):
    return f"/admin/blog/article/{article.pk}/{rest}"


def say(article, at=None, **changes):
    return article.save_draft(
        {**article.newest_content(), **changes}, at=timezone.now(), by=make_user(name="Mia")
    )


def test_the_history_shows_milestones_and_on_demand_every_save(sign_in, client):
    sign_in(EDITOR)
    article = make_article("First")
    named, saved, last = (say(article, title=title) for title in ("Second", "Third", "Fourth"))
    client.post(address(article, f"name/{named.pk}/"), {"name": "  Before the <b>relaunch</b> "})
    page = client.get(address(article, "revisions/"))
    assert page.context["revisions"] == [last, named, article.live_revision]
    assert "Before the &lt;b&gt;relaunch" in page.content.decode()
    assert client.get(address(article, "revisions/?all=1")).context["revisions"][1] == saved


def test_two_revisions_are_compared_as_they_read(sign_in, client):
    sign_in(EDITOR)
    article = make_article("Old", body="<p>One two three.</p><p>Gone for good, all of it.</p>")
    hosting = make_category("Hosting")
    say(article, title="New", category=hosting.pk, body="<p>One two <em>four</em>.</p>", is_indexed=False)
    page = client.get(address(article, "compare/"))
    sides = [(side.label, side.old, side.new) for side in page.context["fields"]]
    assert sides == [
        ("Title", "Old", "New"),
        ("Search engines may list it", "Yes", "No"),
        ("Category", article.category.name, "Hosting"),
    ]
    assert '<del class="whole"><p>Gone for good, all of it.</p></del>' in page.context["body"]
    assert "<ins>" in page.context["body"]


def test_a_script_in_an_old_revision_is_shown_cleaned(sign_in, client):
    from blog.models import Revision

    sign_in(EDITOR)
    article = make_article("Old")
    content = {
        **article.newest_content(),
        "body": "<p>x</p><script>alert(1)</script>",
        "title": "<script>y</script>",
    }
    Revision.keep(article, content, at=timezone.now(), by=None, kind="saved")
    page = client.get(address(article, "compare/")).content.decode()
    assert "<script>alert" not in page
    assert "<script>y" not in page


@pytest.mark.parametrize("query", ["old=x", "old=99999999", "new=" + "9" * 40, "old=-1", "old=%00"])
def test_a_revision_that_is_not_there_is_a_missing_page(query, sign_in, client):
    sign_in(EDITOR)
    assert client.get(address(make_article(), f"compare/?{query}")).status_code in {400, 404}


def test_restoring_needs_a_post_and_changes_nothing_for_visitors(sign_in, client):
    sign_in(EDITOR)
    article = make_article("First")
    first = article.newest_revision()
    article.publish(at=timezone.now(), by=None, revision=say(article, title="Second"))
    restore = address(article, f"restore/{first.pk}/")
    client.get(restore)
    assert article.newest_content()["title"] == "Second"
    client.post(restore)
    assert (article.newest_content()["title"], Article.objects.get().title) == ("First", "Second")


def test_a_revision_of_another_article_cannot_be_named_restored_or_seen(sign_in, client):
    sign_in(EDITOR)
    article, other = make_article("Mine"), make_article("Other")
    theirs = other.newest_revision()
    assert client.post(address(article, f"restore/{theirs.pk}/")).status_code == 404
    assert client.post(address(article, f"name/{theirs.pk}/"), {"name": "x"}).status_code == 404
    assert client.get(address(article, f"compare/?old={theirs.pk}")).status_code == 404


def test_an_author_reads_the_history_of_their_own_articles_only(sign_in, client):
    author = sign_in(AUTHOR).author
    mine, others = make_article("Mine", authors=[author]), make_article("Other", authors=[make_author()])
    assert client.get(address(mine, "revisions/")).status_code == 200
    assert client.post(address(mine, f"restore/{mine.newest_revision().pk}/")).status_code == 403
    for rest in ("revisions/", "compare/", "comments/", "links/", "bin/"):
        assert client.get(address(others, rest)).status_code == 404
