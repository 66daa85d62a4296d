import pytest

from blog.models import Article, Category, MovedPage, Tag, Tagging
from tests.factories import NOW, make_article, make_category
from tests.leads.factories import make_lead

pytestmark = pytest.mark.django_db


def ways():
    return {page.old_path: page.target() for page in MovedPage.objects.all()}


def tag(name):
    return Tag.objects.get(name=name)


def test_a_renamed_address_leads_on_and_comes_back(client):
    make_article(tags=["seo"], category=make_category(slug="web"))
    for row, new in [(tag("seo"), "search"), (Category.objects.get(), "sites")]:
        old, before = row.slug, row.get_absolute_url()
        row.slug = new
        row.save()
        assert client.get(before)["Location"] == row.get_absolute_url()
        row.slug = old
        row.save()
        assert client.get(before).status_code == 200
    assert ways() == {"/blog/tag/search": "/blog/tag/seo/", "/blog/category/sites": "/blog/category/web/"}


def test_a_new_tag_at_an_old_address_wins():
    MovedPage.objects.create(old_path="/blog/tag/seo", new_path="/blog/tag/search/")
    make_article(tags=["seo"])
    assert ways() == {}


def test_articles_of_a_merged_tag_bear_the_other_one_once(client):
    both, one = make_article(tags=["web", "www"]), make_article(tags=["www"])
    tag("www").merge_into(tag("web"))
    assert [list(article.tags.names()) for article in (both, one)] == [["web"], ["web"]]
    assert Tagging.objects.count() == 2
    assert client.get("/blog/tag/www/")["Location"] == "/blog/tag/web/"


def test_a_draft_that_names_a_merged_tag_is_published_with_the_other():
    article = make_article(tags=["www"])
    content = {**article.newest_content(), "tags": ["WWW", "web", "new"]}
    draft = article.save_draft(content, at=NOW, by=None)
    make_article(tags=["web"])
    tag("www").merge_into(tag("web"))
    assert article.newest_content()["tags"] == ["web", "new"]
    article.publish(at=NOW, by=None, revision=draft)
    assert sorted(article.tags.names()) == ["new", "web"]
    draft.refresh_from_db()
    assert draft.content["tags"] == ["WWW", "web", "new"]


@pytest.mark.parametrize(
    "typed",
    [["Migration", "Half typed"], ["Half typed", "Migration"], ["Migration", "MIGRATION", "half typed"]],
)
def test_a_draft_that_spells_the_other_tag_its_own_way_bears_it_once(typed):
    make_article(tags=["migration", "Half typed"])
    article = make_article(tags=["migration"])
    article.save_draft({**article.newest_content(), "tags": [*typed, "New"]}, at=NOW, by=None)
    tag("Half typed").merge_into(tag("migration"))
    assert article.newest_content()["tags"] == ["migration", "New"]


def test_merged_twice_leads_to_the_last():
    make_article(tags=["a", "b", "c"])
    tag("a").merge_into(tag("b"))
    tag("b").merge_into(tag("c"))
    article = make_article(tags=[])
    article.save_draft({**article.newest_content(), "tags": ["a", "b"]}, at=NOW, by=None)
    assert article.newest_content()["tags"] == ["c"]
    assert ways() == {"/blog/tag/a": "/blog/tag/c/", "/blog/tag/b": "/blog/tag/c/"}


def test_a_tag_made_again_under_a_merged_name_is_itself():
    make_article(tags=["a", "b"])
    tag("a").merge_into(tag("b"))
    Tag.objects.create(name="A", slug="a")
    article = make_article()
    article.save_draft({**article.newest_content(), "tags": ["A"]}, at=NOW, by=None)
    assert article.newest_content()["tags"] == ["A"]


def test_articles_drafts_and_leads_of_a_merged_category_stand_under_the_other(client):
    old, new = make_category("Old", slug="old"), make_category("New", slug="new")
    live = make_article(category=old)
    draft = live.save_draft(live.newest_content(), at=NOW, by=None)
    lead = make_lead(article=live.slug)
    assert lead.category == old
    old.merge_into(new)
    lead.refresh_from_db()
    assert (Article.objects.get().category, lead.category) == (new, new)
    assert live.newest_content()["category"] == new.pk
    live.publish(at=NOW, by=None, revision=draft)
    assert Article.objects.get().category == new
    assert client.get("/blog/category/old/")["Location"] == "/blog/category/new/"


def test_nothing_is_merged_with_itself_or_with_what_is_gone():
    make_article(tags=["a", "b"])
    with pytest.raises(Tag.CannotMerge, match="with itself"):
        tag("a").merge_into(tag("a"))
    one, gone = tag("a"), tag("b")
    Tag.objects.filter(pk=gone.pk).delete()
    with pytest.raises(Tag.CannotMerge, match="gone meanwhile"):
        one.merge_into(gone)
    assert (list(Tag.objects.values_list("name", flat=True)), ways()) == (["a"], {})
