from datetime import timedelta

import pytest
from django.utils import timezone

from blog.admin.link_lookup import SHOWN
from staff.roles import AUTHOR, EDITOR, SALES
from tests.factories import NOW, make_article

pytestmark = pytest.mark.django_db

LINKS = "/admin/blog/links/"


@pytest.fixture(autouse=True)
def _site_url(settings):
    settings.SITE_URL = "https://www.example.com"


def titles(client, words=""):
    return [article["title"] for article in client.get(LINKS, {"q": words}).json()["articles"]]


def test_an_editor_finds_articles_of_every_state_by_all_words(sign_in, client):
    sign_in(EDITOR)
    live = make_article("Why hosts differ", slug="hosts")
    make_article("Why drafts differ", published_at=None)
    make_article("Something else")
    assert titles(client, "differ WHY") == ["Why drafts differ", "Why hosts differ"]
    assert client.get(LINKS, {"q": "hosts"}).json() == {
        "articles": [
            {"id": live.pk, "title": "Why hosts differ", "address": "/blog/hosts/", "state": "published"}
        ]
    }


def test_an_author_finds_what_everybody_can_read_and_their_own(sign_in, client):
    user = sign_in(AUTHOR)
    make_article("Live")
    make_article("My draft", published_at=None, authors=[user.author])
    make_article("A stranger’s draft", published_at=None, slug="secret")
    make_article("To come", published_at=timezone.now() + timedelta(days=1))
    make_article("Withdrawn", withdrawn_at=NOW)
    assert sorted(titles(client)) == ["Live", "My draft"]
    assert client.get(LINKS, {"address": "/blog/secret/"}).json() == {"found": {}}


def test_addresses_are_found_whole_short_and_old(sign_in, client):
    sign_in(EDITOR)
    article = make_article("One", slug="one")
    article.slug = "two"
    article.save()
    asked = [
        "/blog/two/#x",
        "https://www.example.com/blog/one/",
        "/blog/none/",
        "https://evil.example/blog/two/",
    ]
    found = client.get(LINKS, {"address": asked}).json()["found"]
    assert {address: one["address"] for address, one in found.items()} == dict.fromkeys(
        asked[:2], "/blog/two/"
    )


def test_a_long_list_is_cut_and_takes_one_query(sign_in, client, django_assert_num_queries):
    sign_in(EDITOR)
    for number in range(SHOWN + 1):
        make_article(f"Article {number}")
    with django_assert_num_queries(5):  # session, user, permissions (two), articles
        assert len(titles(client)) == SHOWN


def test_sales_staff_find_nothing_here(sign_in, client):
    sign_in(SALES)
    make_article("Live")
    assert client.get(LINKS).status_code == 403
