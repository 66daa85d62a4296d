import json
from datetime import timedelta

import pytest

from blog.appearance import card_of
from blog.models import Article
from brand.models import Company
from tests.factories import LONG_AGO, make_article, make_author, make_category, make_picture
from tests.reading import Seen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site_url(settings):
    settings.SITE_URL = "https://www.example.com"


def seen(client, article):
    return Seen(client.get(article.get_absolute_url()))


def meta(page, *names):
    return {name: page.tree.xpath(f"//meta[@property='{name}' or @name='{name}']/@content") for name in names}


def facts(page):
    (text,) = page.tree.xpath("//script[@type='application/ld+json']/text()")
    return json.loads(text)["@graph"]


def test_a_text_that_stands_elsewhere_first_says_where(client):
    page = seen(client, make_article(canonical_address="https://elsewhere.example/a?b=1&c=2"))
    assert page.links("//link[@rel='canonical']") == ["https://elsewhere.example/a?b=1&c=2"]
    assert meta(page, "og:url") == {"og:url": ["https://elsewhere.example/a?b=1&c=2"]}


def test_search_engines_are_asked_to_leave_an_article_out(client):
    assert meta(seen(client, make_article(is_indexed=False)), "robots") == {"robots": ["noindex"]}


@pytest.mark.parametrize(
    ("fields", "title", "text"),
    [
        ({}, "Title", "Summary."),
        ({"search_title": "Found", "search_description": "Found text"}, "Found", "Found text"),
        (
            {
                "search_title": "Found",
                "search_description": "F",
                "social_title": "Told",
                "social_text": "Told text",
            },
            "Told",
            "Told text",
        ),
    ],
)
def test_what_is_shared_falls_back_step_by_step(fields, title, text, client):
    page = seen(client, make_article("Title", summary="Summary.", **fields))
    assert meta(page, "og:title", "og:description") == {"og:title": [title], "og:description": [text]}


def test_a_picture_chosen_for_sharing_comes_before_the_hero(client):
    chosen = make_picture(alt="Chosen")
    page = seen(client, make_article(hero=make_picture(), social_picture=chosen))
    assert meta(page, "og:image", "og:image:alt", "twitter:card") == {
        "og:image": [f"https://www.example.com{chosen.rendition_url(1200)}"],
        "og:image:alt": ["Chosen"],
        "twitter:card": ["summary_large_image"],
    }


def test_an_article_without_a_picture_has_one_drawn_that_can_be_kept_for_ever(client):
    article = make_article("Plain")
    page = seen(client, article)
    (address,) = meta(page, "og:image")["og:image"]
    assert meta(page, "og:image:alt", "og:image:width") == {
        "og:image:alt": ["Plain"],
        "og:image:width": ["1200"],
    }
    response = client.get(address.removeprefix("https://www.example.com"))
    assert (response["Content-Type"], response.content[:4]) == ("image/png", b"\x89PNG")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_card_of_an_older_title_leads_to_the_new_one(client, django_assert_num_queries):
    article = make_article("Old")
    (old,) = meta(seen(client, article), "og:image")["og:image"]
    article.title = "New"
    article.save()
    (new,) = meta(seen(client, article), "og:image")["og:image"]
    with django_assert_num_queries(2):
        response = client.get(old.removeprefix("https://www.example.com"))
    assert (response.status_code, response["Location"]) == (302, new.removeprefix("https://www.example.com"))
    assert response["Cache-Control"] == "no-cache"


def test_no_card_tells_of_a_draft(client):
    make_article("Seen")
    draft = make_article("Secret", published_at=None)
    for digest in [card_of(draft, Company()).digest(), "0" * 16]:
        assert client.get(f"/blog/cards/{draft.pk}-{digest}.png").status_code == 404


def test_linked_data_says_what_the_page_shows(client):
    Company.objects.create(name="Acme", blog_title="Notes")
    article = make_article(
        "On hosting",
        slug="hosting",
        summary="Who should read on.",
        category=make_category("Hosting", slug="hosting"),
        authors=[make_author("Ann", slug="ann")],
        tags=["vps"],
        hero=make_picture(),
    )
    changed_at = LONG_AGO + timedelta(days=3)
    Article.objects.filter(pk=article.pk).update(updated_at=changed_at)
    site = "https://www.example.com"
    posting, trail = facts(seen(client, article))
    assert posting == {
        "@type": "BlogPosting",
        "headline": "On hosting",
        "description": "Who should read on.",
        "url": f"{site}/blog/hosting/",
        "mainEntityOfPage": f"{site}/blog/hosting/",
        "inLanguage": "en",
        "articleSection": "Hosting",
        "keywords": ["vps"],
        "image": [f"{site}{article.hero.rendition_url(1200)}"],
        "author": [{"@type": "Person", "name": "Ann", "url": f"{site}/blog/author/ann/"}],
        "publisher": {"@type": "Organization", "name": "Acme", "url": f"{site}/"},
        "datePublished": LONG_AGO.isoformat(),
        "dateModified": changed_at.isoformat(),
    }
    assert [(step["position"], step["name"], step["item"]) for step in trail["itemListElement"]] == [
        (1, "Notes", f"{site}/blog/"),
        (2, "Hosting", f"{site}/blog/category/hosting/"),
        (3, "On hosting", f"{site}/blog/hosting/"),
    ]


def test_words_of_people_never_end_the_linked_data(client):
    evil = "</script><script>alert(1)</script>\u2028&<!--"
    response = client.get(make_article(evil, summary=evil).get_absolute_url())
    assert "<script>alert" not in response.content.decode()
    assert facts(Seen(response))[0]["headline"] == evil
