from datetime import timedelta

import pytest

from leads.attribution import article_at, asked, find, landing_query
from tests.factories import NOW, make_article


@pytest.mark.django_db
def test_an_article_is_found_by_an_old_address_too(django_assert_num_queries):
    article = make_article(slug="old-name")
    article.slug = "new-name"
    article.save()
    with django_assert_num_queries(3):
        assert find(article="old-name", category="", at=NOW).article == article


@pytest.mark.django_db
def test_an_article_counts_once_it_has_been_public():
    withdrawn = make_article(withdrawn_at=NOW)
    draft = make_article(published_at=None)
    scheduled = make_article(published_at=NOW + timedelta(days=1))
    found = [
        find(article=article.slug, category="", at=NOW).article for article in (withdrawn, draft, scheduled)
    ]
    assert found == [withdrawn, None, None]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("?utm_source=news&utm_medium=e-mail&page=2", {"utm_source": "news", "utm_medium": "e-mail"}),
        (
            "gclid=abc&fbclid=d&password=x&UTM_Campaign=Spring",
            {"gclid": "abc", "fbclid": "d", "utm_campaign": "Spring"},
        ),
        ("utm_source=" + "x" * 900, {"utm_source": "x" * 200}),
        ("utm_source=%00a%e2%80%ae%ed%a0%80b", {"utm_source": "a���b"}),
        ("utm_<script>=1&utm_=2&utm_source=", {}),
        ("&".join(f"utm_x{n}=1" for n in range(200)), {}),
        ("utm_term=" * 50, {"utm_term": "utm_term=" * 22 + "ut"}),
        ("", {}),
    ],
)
def test_campaign_parameters_alone_are_kept_and_capped(query, kept):
    assert landing_query(query) == kept


def test_at_most_twelve_parameters_are_kept():
    assert len(landing_query("&".join(f"utm_x{n}=1" for n in range(50)))) == 12


@pytest.mark.parametrize(
    ("path", "slug"),
    [("/blog/a-title/", "a-title"), ("/blog/", ""), ("/blog/category/x/", ""), ("nonsense", ""), ("", "")],
)
def test_the_path_of_an_article_tells_its_slug(path, slug):
    assert article_at(path) == slug


def test_a_link_to_the_form_says_what_is_known():
    assert (asked(article="a", category=""), asked(article="", category="")) == ("?article=a", "")
