import pytest

from blog.body import article_ids, clean
from blog.derivation import derive
from blog.models import Article
from blog.own_links import identified, slug_of, slugs
from tests.factories import make_article


@pytest.fixture(autouse=True)
def _site_url(settings):
    settings.SITE_URL = "https://www.example.com"


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        ("/blog/why/", "why"),
        ("/blog/why", "why"),
        ("/blog/why/?a=b#s-part", "why"),
        ("https://www.example.com/blog/why/", "why"),
        ("https://www.example.com.evil.example/blog/why/", None),
        ("https://evil.example/blog/why/", None),
        ("//www.example.com/blog/why/", None),
        ("/blog/", None),
        ("/blog/category/why/", None),
        ("blog/why/", None),
        ("#why", None),
        ("mailto:a@example.com", None),
        ("https://[broken/blog/why/", None),
        ("", None),
    ],
)
def test_the_address_of_an_article_of_ours_is_recognised(address, slug):
    assert slug_of(address) == slug


def test_bare_links_get_their_number_and_others_are_left_alone():
    html = (
        '<p><a href="/blog/one/">a</a> <a href="/blog/one/#x" title="t">b</a> <a href="/blog/two/">c</a> '
        '<a data-article="9" href="/blog/one/">d</a> <a href="https://example.org/blog/one/">e</a></p>'
    )
    assert slugs(html) == ["one", "two"]
    assert identified(html, {"one": 7}) == html.replace(
        '<a href="/blog/one/', '<a data-article="7" href="/blog/one/'
    )


def test_article_ids_are_unique_and_in_order():
    html = '<a data-article="7" href="/a/">x</a><a href="/b/" data-article="3">y</a><a data-article="7">z</a>data-article="5"'
    assert article_ids(clean(html)) == [7, 3]


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ('data-article="7" href="/blog/old/"', 'href="/blog/new/"'),
        (
            'data-article="7" href="/blog/old/?a=1&amp;b=2#s-part"',
            'href="/blog/new/?a=1&amp;b=2#s-part"',
        ),
        ('data-article="7"', 'href="/blog/new/"'),
        ('data-article="7" href="https://evil.example/"', 'href="/blog/new/"'),
        ('data-article="8" href="/blog/gone/"', 'href="/blog/gone/"'),
    ],
)
def test_a_page_shows_the_present_address(stored, shown):
    assert derive(f"<p><a {stored}>a</a></p>", {}, {7: "new"}).html == f"<p><a {shown}>a</a></p>"


@pytest.mark.django_db
def test_a_link_survives_a_changed_address():
    target = make_article(slug="one")
    article = make_article(body='<p><a href="https://www.example.com/blog/one/#s-a">a</a></p>')
    target.slug = "two"
    target.save()
    article.derive_again()
    article = Article.objects.get(pk=article.pk)
    assert (
        article.body
        == f'<p><a data-article="{target.pk}" href="https://www.example.com/blog/one/#s-a">a</a></p>'
    )
    assert article.body_html == '<p><a href="/blog/two/#s-a">a</a></p>'
    target.delete()
    article.derive_again()
    assert (
        Article.objects.get(pk=article.pk).body_html
        == '<p><a href="https://www.example.com/blog/one/#s-a">a</a></p>'
    )


@pytest.mark.django_db
def test_pages_that_link_to_a_moved_article_say_its_new_address():
    from procrastinate.contrib.django.models import ProcrastinateJob

    from blog.tasks import renew_links

    target = make_article("Target", slug="before")
    linking = make_article(
        "Linking", body=f'<p><a data-article="{target.pk}" href="/blog/before/">there</a></p>'
    )
    assert list(linking.links.all()) == [target]
    target.slug = "after"
    target.save()
    job = ProcrastinateJob.objects.get(task_name="blog.renew_links")
    assert job.args == {"article_id": target.pk}
    renew_links(**job.args)
    linking.refresh_from_db()
    assert 'href="/blog/after/"' in linking.body_html
