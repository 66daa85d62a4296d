from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from blog import search as searching
from blog.models import Article
from blog.search import search
from brand.models import Company
from tests.factories import make_article
from tests.reading import Seen

pytestmark = pytest.mark.django_db

SEARCH = "/blog/search/"


@pytest.fixture(autouse=True)
def _anew():
    searching.COMMON.forget()
    yield
    searching.COMMON.forget()


def titles(typed):
    found = search(typed, at=timezone.now())
    known = Article.objects.in_bulk(found.ids)
    return [known[pk].title for pk in found.ids]


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("hosting", True),
        ("HOST", True),
        ("hosting wordpress", True),
        ("wordpress: hosting!", True),
        ("café", True),
        ("CAFE", True),
        ("naïve", True),
        ("dek", True),
        ("gzip", True),
        ("py", True),
        ("conf", True),
        ("hosting nothing", False),
        ("osting", False),
        ("zürich", True),
        ("straße", True),
        ("日本", True),
        ("", False),
        ("!?&|:*()'", False),
        ("\\", False),
    ],
)
def test_it_finds_what_holds_all_words_each_from_its_beginning(typed, is_found):
    make_article(
        "Hosting a naive café’s WordPress",
        summary="A dek. Another.",
        body="<p>nginx.conf has gzip/brotli; mail us at me@example.py in Zurich, Straße 日本語.</p>",
    )
    make_article("Something else")
    assert bool(titles(typed)) == is_found


def test_titles_come_first_then_summaries_then_texts_and_of_equals_the_newer():
    now = timezone.now()
    make_article("Old", body="<p>About lamps.</p>", published_at=now - timedelta(days=900))
    make_article("New", body="<p>About lamps.</p>", published_at=now - timedelta(days=9))
    make_article("Told", summary="On lamps. For you.", published_at=now - timedelta(days=9))
    make_article("Lamps", published_at=now - timedelta(days=500))
    assert titles("lamps") == ["Lamps", "Told", "New", "Old"]


def test_only_what_visitors_can_read_is_found(client):
    now = timezone.now()
    make_article("A lamp of mine", published_at=None)
    make_article("A lamp to come", published_at=now + timedelta(days=1))
    make_article("A lamp withdrawn", withdrawn_at=now - timedelta(hours=1))
    binned = make_article("A lamp in the bin")
    Article.objects.filter(pk=binned.pk).update(binned_at=now)
    assert titles("lamp") == []
    assert b"No article has all of these words" in client.get(SEARCH, {"q": "lamp"}).content


def test_of_many_only_so_many_are_looked_at(monkeypatch, client):
    monkeypatch.setattr(searching, "MOST", 2)
    for number in range(5):
        make_article(f"Lamp {number}", published_at=timezone.now() - timedelta(days=number))
    found = search("lamp", at=timezone.now())
    assert (len(found.ids), found.has_more) == (2, True)
    assert "The best of many articles" in client.get(SEARCH, {"q": "lamp"}).content.decode()


def test_pages_keep_the_words(client):
    for number in range(15):
        make_article(f"Lamp {number}")
    first = Seen(client.get(SEARCH, {"q": "lamp & <b>", "utm_source": "x"}))
    assert first.titles() == []
    first = Seen(client.get(SEARCH, {"q": "  lamp "}))
    assert len(first.titles()) == 13
    (older,) = first.links("//a[@rel='next']")
    second = Seen(client.get(SEARCH + older))
    assert len({*first.titles(), *second.titles()}) == 15
    assert second.tree.xpath("//input[@name='q']/@value") == ["lamp"]
    assert client.get(SEARCH, {"q": "lamp", "page": 3}).status_code == 404


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "' OR 1=1 --", "a" * 5000, "a " * 900, "%", "\u202e", "a\tb"]
)
def test_whatever_is_typed_is_answered_and_stays_text(client, typed):
    make_article()
    response = client.get(SEARCH, {"q": typed})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_without_words_there_is_the_field_and_what_we_write_about(client):
    article = make_article()
    page = Seen(client.get(SEARCH))
    assert page.tree.xpath("//form[@role='search']//label/@for") == page.tree.xpath("//input[@name='q']/@id")
    assert article.category.name in page.texts("//ul[contains(@class, 'shelves')]//a")
    assert page.tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_it_takes_one_query_and_two_for_the_cards(client, django_assert_num_queries):
    Company.objects.create(name="Acme")
    for number in range(3):
        make_article(f"Lamp {number}")
    search("lamp", at=timezone.now())
    with django_assert_num_queries(4):  # found, cards, company, menu; no heroes
        client.get(SEARCH, {"q": "lamp"})


def test_the_words_follow_every_change():
    article = make_article("Lamps")
    Article.objects.filter(pk=article.pk).update(title="Candles")
    assert (titles("lamps"), titles("candles")) == ([], ["Candles"])


def test_rare_words_are_found_by_the_index_and_common_ones_on_the_way():
    for number in range(60):
        make_article(f"Lamp {number}", body="<p>Words of a text.</p>", published_at=days_ago(number))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE blog_article")
    searching.COMMON.forget()
    sql, values = searching.statement(["LAMP", "59"], timezone.now())
    assert (values["rare_title_words"], values["rare_all_words"]) == ("59:*", "59:*")
    assert sql.count("OFFSET 0") == 2
    assert titles("lamp 59") == ["Lamp 59"]
    sql, _ = searching.statement(["lamp"], timezone.now())
    assert sql.count("OFFSET 0") == 0
    assert titles("lamp") == [f"Lamp {number}" for number in range(60)]
    sql, _ = searching.statement(["text"], timezone.now())
    assert sql.count("OFFSET 0") == 1  # no title holds it
    assert len(titles("text of")) == 60


def test_common_words_are_looked_for_among_the_newest(monkeypatch):
    monkeypatch.setattr(searching, "WALKED", 3)
    for number in range(30):
        make_article(f"Lamp {number}", published_at=days_ago(number))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE blog_article")
    searching.COMMON.forget()
    assert titles("lamp") == ["Lamp 0", "Lamp 1", "Lamp 2"]


def days_ago(days):
    return timezone.now() - timedelta(days=days)
