import pytest
from django.template import Context, Template
from lxml import html

from blog.models import Article, Category
from brand.models import Company

TAG = Template("{% load leads %}{% talk_to_our_experts article=article category=category %}")


def rendered(**context):
    return html.fragment_fromstring(
        TAG.render(Context({"company": Company(), **context})), create_parent=True
    )


def texts(document, xpath):
    return [" ".join(found.text_content().split()) for found in document.xpath(xpath)]


def test_it_is_a_link_that_knows_article_and_category_and_a_form_that_waits():
    article, category = Article(slug="on-backups"), Category(slug="hosting", name="Hosting")
    document = rendered(article=article, category=category)
    assert document.xpath("//a[@data-talk-open]/@href") == [
        "/talk-to-our-experts/?article=on-backups&category=hosting"
    ]
    assert document.xpath("boolean(//div[@id='talk'][@hidden]//form)")
    values = {field.name: field.get("value") for field in document.xpath("//input[@type='hidden']")}
    assert values == {
        "article": "on-backups",
        "category": "hosting",
        **dict.fromkeys(["page", "query", "referrer", "client_key", "opened", "instead"], ""),
    }


def test_it_is_the_same_for_every_visitor_and_asks_the_database_nothing():
    # No database mark: a query would fail.
    assert html.tostring(rendered()) == html.tostring(rendered())
    assert rendered().xpath("//a[@data-talk-open]/@href") == ["/talk-to-our-experts/"]


def test_the_words_are_the_categorys_own_else_the_companys():
    category = Category(talk_label="Ask about hosting", talk_text="<b>We</b> answer.")
    assert texts(rendered(category=category), "//a[@data-talk-open]") == ["Ask about hosting"]
    assert texts(rendered(category=category), "//p[@class='talk__text']") == ["<b>We</b> answer."]
    assert texts(rendered(category=Category()), "//a[@data-talk-open]") == ["Talk to Our Experts"]


def test_every_field_has_a_label_and_every_id_is_there_once():
    document = rendered()
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    named = set(document.xpath("//label/@for"))
    assert [
        field.get("id")
        for field in document.xpath("//input[not(@type='hidden')] | //textarea")
        if field.get("id") not in named
    ] == []


@pytest.mark.parametrize("sign", ["style", "onclick", "onsubmit"])
def test_nothing_is_inline(sign):
    assert rendered().xpath(f"//@{sign} | //style | //script[not(@src)]") == []
