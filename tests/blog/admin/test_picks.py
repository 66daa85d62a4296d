"""Related articles chosen by hand: what is offered, and what is taken."""

import pytest

from staff.roles import EDITOR
from tests.factories import make_article
from tests.reading import Seen
from tests.signed_in import form_of

pytestmark = pytest.mark.django_db


def change(article):
    return f"/admin/blog/article/{article.pk}/change/"


def offered(client, address, term):
    return [row["text"] for row in client.get(f"{address}&term={term}").json()["results"]]


def test_the_search_for_related_articles_leaves_out_the_article_itself(sign_in, client):
    sign_in(EDITOR)
    article, _ = make_article("Hosting, one"), make_article("Hosting, two")
    page = Seen(client.get(change(article)))
    (search,) = page.tree.xpath("//*[@data-picks][.//input[@name='pins']]/@data-search")
    assert offered(client, search, "hosting") == ["Hosting, two"]


@pytest.mark.parametrize("itself", ["", "x", "0", "9" * 30])
def test_an_odd_number_leaves_nothing_out(itself, sign_in, client):
    sign_in(EDITOR)
    make_article("Hosting")
    address = "/admin/autocomplete/?app_label=blog&model_name=pin&field_name=other"
    assert offered(client, f"{address}&but={itself}", "hosting") == ["Hosting"]


def test_an_article_is_never_related_to_itself_whatever_is_sent(sign_in, client):
    sign_in(EDITOR)
    article, other = make_article("One"), make_article("Two")
    sent = {**form_of(client.get(change(article))), "pins": f"{article.pk},{other.pk}"}
    client.post(change(article), sent)
    assert article.newest_content()["pins"] == [other.pk]
