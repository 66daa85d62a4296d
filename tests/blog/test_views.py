from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog import lists
from blog.lists import SIZE
from blog.models import Article, Category
from blog.related import renew_missing
from brand.models import Company, Page
from reviews.models import ReviewLink
from tests.brand.factories import make_page
from tests.factories import make_article, make_author, make_category, make_picture, show_review_links
from tests.reading import Seen, classed

pytestmark = pytest.mark.django_db

SECTIONS = "<h2>One</h2><p>a</p><h2>Two</h2><p>b</p><h2>Three</h2><p>c</p>"
HOME, INDEX = "/", "/blog/"


def make_hidden(**fields):
    """One of each kind that no visitor may see."""
    now = timezone.now()
    return [
        make_article("Hidden draft", published_at=None, **fields),
        make_article("Hidden till tomorrow", published_at=now + timedelta(days=1), **fields),
        make_article("Hidden again", withdrawn_at=now - timedelta(hours=1), **fields),
    ]


def make_rich(count=1, **fields):
    """Articles with everything, related to each other through one tag and one category."""
    category = Category.objects.filter(slug="web").first() or make_category("Web", slug="web")
    author = make_author()
    return [
        make_article(
            f"Rich {number}",
            slug=f"rich-{number}",
            category=category,
            authors=[author, make_author("Jo Brand")],
            tags=["shared", f"own {number}"],
            hero=make_picture(),
            body=SECTIONS,
            **fields,
        )
        for number in range(count)
    ]


# -- the article page ---------------------------------------------------------------------------------------


def test_an_article_page_holds_its_nine_parts_in_order(client):
    Company.objects.create(back_to_blog="Back", band_title="Build with us", band_button="Begin")
    ReviewLink.objects.exclude(platform="Google").delete()
    show_review_links("Google")
    make_rich(2)
    text = client.get("/blog/rich-0/").content.decode()
    parts = [
        'class="facts__category"',
        "min read",
        "<time",
        'rel="author"',
        "<h1",
        'class="head__dek"',
        "data-back",
        '<figure class="hero',
        "data-contents",
        '<h2 id="s-one">',
        'class="tags"',
        "data-talk-open",
        "Review on Google",
        "Rich 1",
        "Build with us",
        "Begin",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert text.count("<h1") == 1


def test_the_head_shows_the_facts_of_the_article(client):
    article = make_article(
        "On hosting",
        slug="hosting",
        category=make_category("Hosting", slug="hosting"),
        authors=[make_author("Ann", slug="ann"), make_author("Ben", slug="ben")],
        body=f"<p>{'word ' * 238 * 3}</p>",
    )
    page = Seen(client.get(article.get_absolute_url()))
    assert page.texts(classed("facts") + "/*") == [
        "Hosting",
        "3 min read",
        "1 January 2020",
        "By Ann and Ben",
    ]
    assert page.links(classed("facts") + "//a") == [
        "/blog/category/hosting/",
        "/blog/author/ann/",
        "/blog/author/ben/",
    ]
    assert page.texts("//h1") == ["On hosting"]
    assert page.texts(classed("head__dek")) == [article.summary]


@pytest.mark.parametrize(("sections", "shown"), [(2, 0), (3, 1)])
def test_three_sections_get_a_table_of_contents(client, sections, shown):
    body = "".join(f"<h2>Part {n}</h2><p>x</p>" for n in range(sections))
    page = Seen(client.get(make_article(body=body).get_absolute_url()))
    assert len(page.tree.xpath("//nav[@aria-label='Contents']")) == shown


def test_every_word_around_the_text_comes_from_the_admin(client):
    Company.objects.create(
        name="Acme",
        back_to_blog="To the list",
        talk_label="Ask us",
        talk_text="We answer.",
        reviews_title="Rate us",
        reviews_text="It helps.",
        related_title="Read next",
        read_label="Open",
        band_title="Go on",
        band_text="We build.",
        band_button="Start",
    )
    show_review_links()
    one, _ = make_rich(2)
    page = Seen(client.get(one.get_absolute_url()))
    assert page.texts(classed("back")) == ["To the list"]
    assert page.texts("//a[@data-talk-open]") == ["Ask us"]
    assert page.texts(classed("talk__text")) == ["We answer."]
    assert page.texts(classed("reviews") + "/*[self::h2 or self::p]") == ["Rate us", "It helps."]
    assert page.texts(classed("reviews__list") + "//a") == list(
        ReviewLink.objects.shown().values_list("label", flat=True)
    )
    assert page.texts("//*[@id='related-title']") == ["Read next"]
    assert page.texts(classed("card__read")) == ["Open"]
    assert page.texts(classed("band") + "//h2") == ["Go on"]
    assert page.texts(classed("band") + "//p") == ["We build."]
    assert page.texts(classed("band") + "//a") == ["Start"]


def test_a_category_has_its_own_words_for_the_talk(client):
    category = make_category(talk_label="Talk to a host", talk_text="At any hour.")
    page = Seen(client.get(make_article(category=category).get_absolute_url()))
    assert page.texts("//a[@data-talk-open]") == ["Talk to a host"]
    assert page.texts(classed("talk__text")) == ["At any hour."]


def test_what_is_not_there_leaves_no_box(client):
    ReviewLink.objects.update(is_shown=False)
    page = Seen(client.get(make_article().get_absolute_url()))
    for name in ["hero", "contents", "tags", "reviews", "related"]:
        assert page.tree.xpath(classed(name)) == []


def test_a_hero_kept_for_lists_is_not_above_the_text(client):
    article = make_article(hero=make_picture(), hero_is_shown=False)
    page = Seen(client.get(article.get_absolute_url()))
    assert page.tree.xpath(classed("hero")) == []
    assert len(page.tree.xpath("//meta[@property='og:image']")) == 1


def test_a_card_without_a_picture_says_its_category_instead(client):
    make_article(category=make_category("Hosting"))
    assert Seen(client.get(INDEX)).texts(classed("cover--plain")) == ["Hosting"]


def test_search_engines_and_messengers_get_whole_addresses(client, settings):
    settings.SITE_URL = "https://www.example.com"
    article = make_article("Plain", slug="plain", hero=make_picture(alt="A bridge"), search_title="Found")
    page = Seen(client.get(article.get_absolute_url()))
    picture = article.hero.rendition_url(1200)
    assert page.links("//link[@rel='canonical']") == ["https://www.example.com/blog/plain/"]
    assert page.texts("//title") == ["Found | Your company"]
    wanted = {
        "og:title": "Found",
        "og:url": "https://www.example.com/blog/plain/",
        "og:image": f"https://www.example.com{picture}",
        "og:image:alt": "A bridge",
        "og:description": article.summary,
    }
    found = {name: page.tree.xpath(f"//meta[@property='{name}']/@content") for name in wanted}
    assert found == {name: [value] for name, value in wanted.items()}
    assert page.tree.xpath("//meta[@name='robots']/@content") == ["max-image-preview:large"]


@pytest.mark.parametrize(("language", "direction"), [("en", []), ("he", ["rtl"]), ("ar-EG", ["rtl"])])
def test_a_page_is_in_the_language_of_its_article(client, language, direction):
    page = Seen(client.get(make_article(language=language).get_absolute_url()))
    assert (page.tree.get("lang"), page.tree.xpath("/html/@dir")) == (language, direction)


# -- nobody sees what is not published ------------------------------------------------------------------


def test_a_hidden_article_answers_with_the_very_bytes_of_a_missing_page(client):
    make_article("Seen")
    missing = client.get("/blog/never-was/")
    for article in make_hidden():
        response = client.get(article.get_absolute_url())
        assert (response.status_code, response.content) == (404, missing.content)
        assert dict(response.headers) == dict(missing.headers)


def test_hidden_articles_show_nowhere(client):
    category, author = make_category("Web", slug="web"), make_author(slug="mia")
    common = {"category": category, "authors": [author], "tags": ["shared"]}
    seen = make_article("Seen", **common)
    hidden = make_hidden(**common)
    for position, other in enumerate(hidden):
        seen.pins.create(other=other, position=position)
    lists = [HOME, INDEX, "/blog/category/web/", "/blog/tag/shared/", "/blog/author/mia/"]
    for path in lists:
        assert Seen(client.get(path)).titles() == ["Seen"]
    assert Seen(client.get(seen.get_absolute_url())).titles() == []
    for path in [*lists, seen.get_absolute_url(), "/blog/feed.xml", "/sitemap.xml", "/nothing/"]:
        text = client.get(path).content.decode()
        assert [article.slug for article in hidden if article.slug in text or article.title in text] == []


def test_a_tag_or_author_of_hidden_articles_only_is_missing(client):
    make_hidden(tags=["secret plan"], authors=[make_author(slug="newcomer")])
    assert client.get("/blog/tag/secret-plan/").status_code == 404
    assert client.get("/blog/author/newcomer/").status_code == 404


def test_an_empty_category_says_so_and_is_kept_out_of_search(client):
    make_category("Soon", slug="soon")
    page = Seen(client.get("/blog/category/soon/"))
    assert len(page.texts(classed("empty"))) == 1
    assert page.tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert "Soon" not in page.texts(classed("menu__link"))


# -- lists --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [HOME, INDEX])
def test_an_empty_blog_is_a_page_like_any_other(client, path):
    page = Seen(client.get(path))
    assert page.titles() == []
    assert len(page.texts("//h1")) == 1


def test_lists_are_newest_first_and_paged(client):
    moment = timezone.now() - timedelta(days=99)
    category = make_category()
    for number in range(SIZE + 1):
        make_article(f"No {number}", published_at=moment + timedelta(days=number), category=category)
    first, second = Seen(client.get(INDEX)), Seen(client.get(INDEX, {"page": 2}))
    assert first.titles() == [f"No {number}" for number in range(SIZE, 0, -1)]
    assert second.titles() == ["No 0"]
    assert first.links("//nav[@aria-label='Pages']/a") == ["?page=2", "?page=2"]
    assert second.links("//nav[@aria-label='Pages']/a") == ["./", "./"]
    assert second.links("//link[@rel='canonical']")[0].endswith("/blog/?page=2")


def test_a_tag_tells_how_many_articles_bear_it_and_counts_no_further_than_the_numbers_go(client, monkeypatch):
    for _ in range(2):
        make_article(tags=["seo"])
    told = classed("listhead__text")
    assert Seen(client.get("/blog/tag/seo/")).texts(told) == ["2 articles with this tag."]
    monkeypatch.setattr(lists, "LAST", 1)
    monkeypatch.setattr(lists, "SIZE", 1)
    page = Seen(client.get("/blog/tag/seo/"))
    assert page.texts(told) == ["More than 1 article with this tag."]
    assert Seen(client.get("/blog/tag/seo/" + page.links("//a[@rel='next']")[0])).texts(told) == []


def test_below_the_numbers_each_page_begins_where_another_ended(client, monkeypatch):
    """Also where several were published in one moment, and whatever was published or deleted since."""
    monkeypatch.setattr(lists, "LAST", 2)
    moment = timezone.now() - timedelta(days=99)
    category = make_category(slug="web")
    made = [
        make_article(f"No {number}", published_at=moment + timedelta(days=number // 4), category=category)
        for number in range(4 * SIZE + 2)
    ]
    found, query, seen = [], "", 0
    while query is not None and seen < 9:
        page = Seen(client.get(f"/blog/category/web/{query}"))
        found += page.titles()
        query, seen = next(iter(page.links("//a[@rel='next']")), None), seen + 1
        if seen == 3:
            made[-1].delete()
            made[SIZE].delete()
            assert page.texts("//title")[0].split(", ")[1].startswith("before ")
            assert page.links("//a[@rel='prev']") == ["./"]
            assert "?before=" in page.links("//link[@rel='canonical']")[0]
    expected = [f"No {number}" for number in range(4 * SIZE + 1, -1, -1)]
    expected.remove(f"No {SIZE}")
    assert (found, seen) == (expected, 5)


@pytest.mark.parametrize("place", ["", "x", "1", "1-", "-1", "0-0", "1-" + "9" * 19, "١-١", "1-1-1"])
def test_places_that_no_link_holds_are_missing(client, place):
    make_article()
    assert client.get(INDEX, {"before": place}).status_code == 404


@pytest.mark.parametrize(
    "number",
    ["0", "-1", "2", "1.5", "NaN", "x", "", "٣", "01", "1e3", str(2**63), str(10**26), "9" * 5000, "1 ", "²"],
)
def test_page_numbers_that_no_link_holds_are_missing(client, number):
    make_article()
    assert client.get(INDEX, {"page": number}).status_code == 404


def test_repeated_and_foreign_parameters_do_not_matter(client):
    make_article("Seen")
    page = Seen(client.get("/blog/?page=x&page=1&utm_source=a&page[]=3"))
    assert page.titles() == ["Seen"]
    assert page.links("//link[@rel='canonical']")[0].endswith("/blog/")


def test_an_author_page_shows_who_it_is(client):
    author = make_author("Mia", slug="mia", role="Lead", biography="Builds.", portrait=make_picture())
    make_article(authors=[author])
    page = Seen(client.get("/blog/author/mia/"))
    assert page.texts("//h1") == ["Mia"]
    assert page.texts(classed("listhead__text")) == ["Builds."]
    assert len(page.tree.xpath(classed("portrait") + "//img")) == 1


def test_a_moved_article_leads_on_for_good(client):
    article = make_article(slug="old")
    article.slug = "new"
    article.save()
    response = client.get("/blog/old/")
    assert (response.status_code, response.headers["Location"]) == (301, "/blog/new/")


# -- what it costs -------------------------------------------------------------------------------------------

COSTS = {  # while nothing at all is kept; see tests/config/page_cache/test_parts.py
    HOME: 5,
    INDEX: 5,
    "/blog/category/web/": 6,
    "/blog/tag/shared/": 6,
    "/blog/author/mia/": 6,
    "/blog/rich-0/": 6,
    "/blog/feed.xml": 3,
    "/privacy/": 3,
    "/nothing-here/": 7,
}


@pytest.mark.parametrize(("path", "queries"), COSTS.items())
@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_however_much_it_shows(client, path, queries, count):
    Company.objects.create(name="Acme")
    show_review_links()
    for number in range(count):
        Page.objects.create(title=f"Page {number}", slug=f"page-{number}")
    make_page()
    author = make_author(slug="mia", portrait=make_picture())
    for number, article in enumerate(make_rich(count + 1)):
        article.authorships.create(author=author, position=9)
        make_article(tags=["shared"], category=make_category(f"Shelf {number}"), hero=make_picture())
    renew_missing(at=timezone.now())
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    assert len(asked) == queries, [str(query["sql"])[:90] for query in asked]


# -- what people wrote stays text ----------------------------------------------------------------------------


def test_names_and_titles_are_text_never_markup(client):
    evil = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    short = "<script>alert(1)</script>"
    Company.objects.create(name=short, tagline=evil, blog_title=short, band_text=evil, back_to_blog=short)
    article = make_article(
        evil,
        slug="evil",
        summary=evil,
        search_title=evil,
        search_description=evil,
        category=make_category(short, slug="evil", description=evil, talk_label=short),
        authors=[make_author(short, slug="evil", role=short, biography=evil)],
        tags=[short],
        hero=make_picture(alt=evil, caption=evil, credit=evil, licence=evil[:120]),
    )
    show_review_links()
    ReviewLink.objects.update(label=short)
    tag = article.tags.get()
    Page.objects.create(title=short, slug="evil", body=evil)
    paths = [
        HOME,
        INDEX,
        "/blog/evil/",
        "/blog/category/evil/",
        tag.get_absolute_url(),
        "/blog/author/evil/",
        "/evil/",
    ]
    for path in [*paths, "/nothing/"]:
        text = client.get(path).content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_a_slug_with_a_script_is_only_a_missing_page(client):
    response = client.get("/blog/<script>alert(1)</script>/")
    assert response.status_code == 404
    assert b"alert(1)" not in response.content
    assert Article.objects.count() == 0


# -- what stands within a text -----------------------------------------------------------------------------

VIDEO = '<figure class="embed"><a href="https://youtu.be/dQw4w9WgXcQ">Our talk</a></figure>'


@pytest.mark.parametrize(
    ("body", "frames", "modules"),
    [
        ("<p>a</p>", None, 0),
        ('<figure class="embed"><a href="https://x.com/a/status/1">A post</a></figure>', None, 0),
        ('<p>&lt;a class="embed__link" data-player="</p>', None, 0),
        (VIDEO, "frame-src https://www.youtube-nocookie.com https://player.vimeo.com", 1),
    ],
    ids=["none", "post", "words", "video"],
)
def test_only_a_page_with_a_video_may_frame_players_and_loads_their_script(body, frames, modules, client):
    make_article(slug="one", body=body)
    response = client.get("/blog/one/")
    policy = [part.strip() for part in response["Content-Security-Policy"].split(";")]
    assert [part for part in policy if part.startswith("frame-src")] == [frames] * (frames is not None)
    assert response.content.decode().count("js/embed.js") == modules


def test_the_call_to_action_stands_where_the_editor_put_it_in_the_words_of_the_category(client):
    Company.objects.create(talk_label="Ask us", talk_text="We know.")
    category = make_category(slug="web", talk_label="Ask <i>about</i> webs")
    make_article(slug="one", category=category, body='<p>a</p><aside class="talk"></aside><p>b</p>')
    text = client.get("/blog/one/").content.decode()
    place = text[text.index("<p>a</p>") : text.index("<p>b</p>")]
    assert "<p>We know.</p>" in place
    assert (
        '<a class="button" href="/talk-to-our-experts/?article=one&amp;category=web" data-talk-here>'
        "Ask &lt;i&gt;about&lt;/i&gt; webs</a>"
    ) in place


@pytest.mark.parametrize(
    ("credit", "licence", "shown"),
    [
        ("Mia", "CC BY 4.0", "Mia, CC BY 4.0"),
        ("Mia", "", "Mia"),
        ("", "CC BY 4.0", "CC BY 4.0"),
    ],
)
def test_under_the_hero_stand_its_credit_and_its_licence(credit, licence, shown, client):
    article = make_article(hero=make_picture(credit=credit, licence=licence))
    page = client.get(article.get_absolute_url()).content.decode()
    assert f'<figcaption> <span class="hero__credit">{shown}</span></figcaption>' in page
