"""What stands between a draft and its readers."""

import pytest

from blog.checklist import RULES, findings, levels, refuse_if_blocked
from blog.models import Article, Rule
from tests.factories import NOW, make_article, make_author, make_category, make_picture

pytestmark = pytest.mark.django_db

SUMMARY = "Two sentences that say who should read on. They are long enough for search engines."


@pytest.fixture
def good():
    """A draft with nothing to complain of."""
    return {
        **make_article("Other", published_at=None).newest_content(),
        "title": "A good draft",
        "slug": "a-good-draft",
        "summary": SUMMARY,
        "body": "<h2>One</h2><p>Words.</p><h3>Two</h3><p>More.</p>",
        "category": make_category().pk,
        "authors": [make_author().pk],
        "hero": make_picture().pk,
    }


def found(content, article=None):
    return [(finding.key, finding.field, finding.level) for finding in findings(content, article=article)]


def test_a_good_draft_has_no_finding(good):
    assert found(good) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"title": "  "}, ("title", "title", "block")),
        ({"summary": ""}, ("summary", "summary", "block")),
        ({"body": ""}, ("body", "body", "block")),
        ({"category": None}, ("category", "category", "block")),
        ({"authors": []}, ("authors", "authors", "block")),
        ({"hero": None}, ("hero", "hero", "warn")),
        ({"summary": "Short."}, ("description", "summary", "warn")),
        ({"search_description": "x" * 200}, ("description", "search_description", "warn")),
        ({"body": "<p>x</p><h3>Too deep</h3>"}, ("heading_order", "body", "warn")),
        ({"body": "<h2>A</h2><h4>Too deep</h4>"}, ("heading_order", "body", "warn")),
        ({"body": "<h2> </h2><p>x</p>"}, ("heading_order", "body", "warn")),
        ({"body": '<p><a href="/x/"></a>x</p>'}, ("empty_links", "body", "block")),
        ({"body": '<p><a href="">words</a></p>'}, ("empty_links", "body", "block")),
        ({"body": '<p><a href="https://example.com/">Click here</a></p>'}, ("link_words", "body", "warn")),
        (
            {"body": '<p><a href="https://example.com/">https://example.com/</a></p>'},
            ("link_words", "body", "warn"),
        ),
        ({"body": '<p><a href="/blog/nowhere/">A word</a></p>'}, ("internal_links", "body", "block")),
        (
            {"body": '<p><a href="/blog/x/" data-article="999">A word</a></p>'},
            ("internal_links", "body", "block"),
        ),
        ({"body": '<figure><img src="/media/x.png" alt=""></figure>'}, ("alternatives", "body", "block")),
        (
            {"body": '<figure><img src="/media/x.png" alt="IMG_2041.jpg"></figure>'},
            ("file_names", "body", "warn"),
        ),
    ],
)
def test_each_rule_is_told_beside_its_field(change, expected, good):
    assert found({**good, **change}) == [expected]


def test_a_picture_is_described_by_the_library_or_marked_as_decoration(good):
    described, bare = make_picture(alt="A chart"), make_picture(alt="")
    for attributes in (f'data-file="{described.pk}" alt=""', f'data-file="{bare.pk}" alt="" data-decorative'):
        assert found({**good, "body": f"<figure><img src='/media/x.png' {attributes}></figure>"}) == []
    assert found({**good, "hero": bare.pk}) == [("hero_alternative", "hero", "block")]


def test_links_to_articles_that_are_there_or_have_moved_are_whole(good):
    there, moved = make_article(slug="there"), make_article(slug="before")
    moved.slug = "after"
    moved.save()
    body = f'<p><a href="/blog/there/">One</a> <a href="/blog/before/">two</a> <a href="/blog/old/" data-article="{there.pk}">three</a></p>'
    assert found({**good, "body": body}) == []
    there.bin(at=NOW, by=None)
    assert [key for key, *_ in found({**good, "body": body})] == ["internal_links", "internal_links"]


def test_an_address_that_another_article_has_is_found(good):
    article = make_article(slug="taken")
    assert found({**good, "slug": "taken"}) == [("address", "slug", "block")]
    assert found({**good, "slug": "taken"}, article=article) == []


def test_the_company_decides_how_strict_a_rule_is_but_not_of_those_the_database_keeps(good):
    assert levels() == {key: rule.level for key, rule in RULES.items()}
    for key, level in (("hero", "block"), ("link_words", "off"), ("title", "off")):
        Rule.objects.create(key=key, level=level)
    changed = {**good, "hero": None, "title": "", "body": '<p><a href="https://example.com/">here</a></p>'}
    assert found(changed) == [("title", "title", "block"), ("hero", "hero", "block")]


def test_publishing_is_refused_with_every_reason(good):
    article = make_article("Draft", published_at=None)
    with pytest.raises(Article.NotReady) as refusal:
        refuse_if_blocked({**good, "title": "", "category": None, "hero": None}, article=article)
    assert str(refusal.value) == "“Draft” is not ready: Give it a title. Choose a category."
    refuse_if_blocked(good, article=article)
