import io

import pytest
from django.core.management import call_command

from blog.models import Article
from brand.models import Page
from tests.brand.factories import make_page
from tests.factories import NOW, make_article, make_picture

pytestmark = pytest.mark.django_db
OLD = "<p>Kept</p><blink>once allowed</blink><script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _no_page_of_the_first_migration():
    Page.objects.all().delete()


def derive():
    """(exit code, lines of the report)"""
    out = io.StringIO()
    try:
        call_command("derive_articles", stdout=out, stderr=out)
    except SystemExit as stopped:
        return stopped.code, out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def stored(**fields):
    """An article as an earlier version of this program would have stored it."""
    article = make_article()
    Article.objects.filter(pk=article.pk).update(**fields)
    return article


def test_what_is_no_longer_allowed_goes_and_a_second_run_changes_nothing():
    article = stored(body=OLD, body_html=OLD, edited_at=NOW)
    assert derive() == (
        0,
        [f"cleaned: {article.get_absolute_url()}", "1 text: 1 lost something that is no longer allowed."],
    )
    article.refresh_from_db()
    assert (article.body, article.body_html, article.plain_text, article.edited_at, article.updated_at) == (
        "<p>Kept</p>once allowed",
        "<p>Kept</p>once allowed",
        "Kept\nonce allowed",
        NOW,
        None,
    )
    assert derive() == (0, ["1 text: 1 stay as they were."])


def test_what_a_page_shows_is_made_anew_also_its_pictures():
    picture = make_picture()
    article = stored(
        body=f'<figure><img src="/media/x.png" alt="x" data-file="{picture.pk}"></figure>', body_html="Old"
    )
    make_article()
    assert derive() == (0, ["2 texts: 1 are shown otherwise than before, 1 stay as they were."])
    article.refresh_from_db()
    assert (article.body_html.count("<picture>"), list(article.pictures.all())) == (1, [picture])


def test_plain_pages_are_cleaned_too_and_keep_their_date():
    page = make_page(body="<p>Kept</p>")
    Page.objects.filter(pk=page.pk).update(body=OLD)
    assert derive() == (
        0,
        [f"cleaned: {page.get_absolute_url()}", "1 text: 1 lost something that is no longer allowed."],
    )
    before = page.updated_at
    page.refresh_from_db()
    assert (page.body, page.updated_at) == ("<p>Kept</p>once allowed", before)


def test_what_the_database_refuses_stays_and_costs_only_itself():
    live, other = stored(body="<script>alert(1)</script>"), stored(body=OLD)
    code, lines = derive()
    assert (code, lines[0].startswith(f"article {live.pk} stays as it is: ")) == (1, True)
    assert lines[-1] == "2 texts: 1 lost something that is no longer allowed, 1 could not be changed."
    other.refresh_from_db()
    assert other.body == "<p>Kept</p>once allowed"


def test_an_interruption_keeps_what_is_done_and_says_how_far_it_came(monkeypatch):
    first, second = stored(body=OLD), stored(body=OLD)
    real = Article.derive_again

    def interrupted(article):
        if article.pk == second.pk:
            raise KeyboardInterrupt
        return real(article)

    monkeypatch.setattr(Article, "derive_again", interrupted)
    code, lines = derive()
    assert (code, lines[-1]) == (
        130,
        "Stopped after 1 of 2 texts. 1 lost something that is no longer allowed.",
    )
    first.refresh_from_db()
    assert first.body == "<p>Kept</p>once allowed"
