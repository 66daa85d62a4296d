"""Drafts for other eyes: beside the desk, and by a link."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import PreviewLink
from staff.roles import AUTHOR, EDITOR, SALES
from tests.factories import make_article, make_user
from tests.signed_in import form_of

pytestmark = pytest.mark.django_db


def draft(article, **changes):
    return article.save_draft({**article.newest_content(), **changes}, at=timezone.now(), by=None)


def make_link(article, *, revision=None, ends_in=timedelta(days=1)):
    now = timezone.now()
    return PreviewLink.objects.create(
        article=article, revision=revision, by=make_user(), made_at=now, expires_at=now + ends_in
    )


def test_the_preview_shows_the_very_words_on_the_desk_and_saves_nothing(sign_in, client):
    sign_in(EDITOR)
    article = make_article("Live", slug="it")
    desk = form_of(client.get(f"/admin/blog/article/{article.pk}/change/"))
    typed = {
        **desk,
        "article": article.pk,
        "title": "Unsaved <b>",
        "body": "<h2>New</h2><p>x</p><script>1</script>",
    }
    page = client.post("/admin/blog/article/preview/", typed)
    shown = page.content.decode()
    assert '<h1 class="head__title">Unsaved &lt;b&gt;</h1>' in shown
    assert '<h2 id="s-new">New</h2><p>x</p></div>' in shown
    assert (page["X-Frame-Options"], page["X-Robots-Tag"]) == ("SAMEORIGIN", "noindex, nofollow, noarchive")
    assert "no-store" in page["Cache-Control"]
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert article.revisions.count() == 1


def test_an_empty_new_article_has_a_preview_too(sign_in, client):
    sign_in(EDITOR)
    desk = form_of(client.get("/admin/blog/article/add/"))
    for view in ("page", "card", "nonsense"):
        page = client.post("/admin/blog/article/preview/", {**desk, "as": view})
        assert (page.status_code, "Untitled" in page.content.decode()) == (200, True)


def test_the_preview_of_what_one_may_not_change_is_not_there(sign_in, client):
    sign_in(AUTHOR)
    article = make_article("Not theirs", published_at=None)
    assert client.post("/admin/blog/article/preview/", {"article": article.pk}).status_code == 404
    assert client.get("/admin/blog/article/preview/").status_code == 405


def test_a_link_shows_the_newest_draft_to_anybody_and_is_kept_nowhere(client):
    article = make_article("Live", published_at=None)
    link = make_link(article)
    draft(article, title="Newest")
    page = client.get(link.get_absolute_url())
    assert '<h1 class="head__title">Newest</h1>' in page.content.decode()
    assert "A draft, shown to you before it is published." in page.content.decode()
    assert 'content="noindex, nofollow"' in page.content.decode()
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert "Set-Cookie" not in page.headers


def test_a_link_to_one_revision_stays_with_it(client):
    article = make_article("Live")
    link = make_link(article, revision=draft(article, title="This one"))
    draft(article, title="A later one")
    assert "This one</h1>" in client.get(link.get_absolute_url()).content.decode()


def broken(link):
    token = link.get_absolute_url().split("/")[2]
    number, signature = token.split(":")
    return [
        f"{int(number) + 1}:{signature}",
        f"{number}:{signature[:-1]}",
        f"{number}:{signature[::-1]}",
        number,
        "x",
        f"{number}:",
        f":{signature}",
        "%00",
    ]


def test_any_other_token_is_the_same_missing_page(client):
    article = make_article("Secret", published_at=None)
    link = make_link(article)
    make_link(article)
    missing = client.get("/preview/never-was/")
    for token in broken(link):
        page = client.get(f"/preview/{token}/")
        assert page.status_code in {400, 404}
        assert b"Secret" not in page.content
    assert missing.status_code == 404


def test_what_has_ended_was_revoked_or_lies_in_the_bin_opens_nothing(client):
    ended = make_link(make_article(published_at=None), ends_in=timedelta(seconds=-1))
    revoked, binned = make_link(make_article(published_at=None)), make_link(make_article(published_at=None))
    revoked.revoke(at=timezone.now())
    binned.article.bin(at=timezone.now(), by=None)
    assert [client.get(link.get_absolute_url()).status_code for link in (ended, revoked, binned)] == [
        404,
        404,
        404,
    ]


def test_links_are_made_and_revoked_in_the_admin(sign_in, client):
    sign_in(EDITOR)
    article = make_article("Live")
    here = f"/admin/blog/article/{article.pk}/links/"
    client.post(here, {"which": "this", "days": "30"})
    client.post(here, {"which": "newest", "days": "nonsense"})
    newest, this = PreviewLink.objects.all()
    assert (this.revision, newest.revision) == (article.newest_revision(), None)
    assert [(link.expires_at - link.made_at).days for link in (this, newest)] == [30, 7]
    assert this.get_absolute_url() in client.get(here).content.decode()
    client.post(here, {"revoke": this.pk})
    assert list(PreviewLink.objects.open(at=timezone.now())) == [newest]
    assert client.post(here, {"revoke": make_link(make_article()).pk}).status_code == 404


def test_sales_staff_make_no_links(sign_in, client):
    sign_in(SALES)
    article = make_article("Draft", published_at=None)
    assert client.post(f"/admin/blog/article/{article.pk}/links/", {"days": "7"}).status_code in {403, 404}
    assert PreviewLink.objects.count() == 0
