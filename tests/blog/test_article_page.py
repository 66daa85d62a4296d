import pytest

from brand.models import Company
from reviews.models import ReviewLink
from tests.blog.articles import make_rich
from tests.factories import make_article, make_author, make_category, make_picture, show_review_links
from tests.reading import Seen, classed

pytestmark = pytest.mark.django_db


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
    assert Seen(client.get("/blog/")).texts(classed("cover--plain")) == ["Hosting"]


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
