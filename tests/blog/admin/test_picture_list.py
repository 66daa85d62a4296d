from datetime import UTC, datetime

import pytest

from blog.models import Picture
from staff.roles import AUTHOR, EDITOR
from tests.factories import NOW, image_bytes, make_article, make_picture

pytestmark = pytest.mark.django_db

LIST = "/admin/blog/picture/"


def names(client, **query):
    return [picture.name for picture in client.get(LIST, query).context["cl"].result_list]


def uploaded(picture, at):
    Picture.objects.filter(pk=picture.pk).update(uploaded_at=at)


def test_a_card_tells_name_size_words_and_uses(sign_in, client):
    sign_in(EDITOR)
    make_article(hero=make_picture(alt="", name="a<b>.png"))
    article = make_article()
    kept = make_picture(image_bytes(1300, 20), alt="A desk", name="kept.png")
    article.save_draft({**article.newest_content(), "hero": kept.pk}, at=NOW, by=None)
    page = client.get(LIST)
    assert [(row.name, row.uses_in_words) for row in page.context["cl"].result_list] == [
        ("kept.png", "in drafts or the history only"),
        ("a<b>.png", "1 use"),
    ]
    html = page.content.decode()
    assert html.count("Alternative text missing") == 1
    assert ("64 × 48 (small) · 1 use" in html, "1300 × 20 · in drafts" in html) == (True, True)
    assert ("a&lt;b&gt;.png" in html, "a<b>" in html) == (True, False)


def test_it_narrows_to_what_needs_care(sign_in, client):
    sign_in(EDITOR)
    make_article(hero=make_picture(alt="", name="used.png"))
    make_picture(image_bytes(1200, 10), name="wide.png")
    assert names(client, used="no") == ["wide.png"]
    assert names(client, used="yes") == ["used.png"]
    assert names(client, alt="missing") == ["used.png"]
    assert names(client, alt="written") == ["wide.png"]
    assert names(client, size="small") == ["used.png"]
    assert names(client, size="large") == ["wide.png"]
    assert names(client, used="no", size="small") == []
    assert names(client, used="", alt="", size="x", month="") == ["wide.png", "used.png"]


def test_it_narrows_to_a_month_on_the_reader_s_clock(sign_in, client):
    sign_in(EDITOR)
    first, second = make_picture(name="first.png"), make_picture(name="second.png")
    uploaded(first, datetime(2026, 3, 1, 12, tzinfo=UTC))
    uploaded(second, datetime(2026, 5, 31, 12, tzinfo=UTC))
    assert names(client, month="2026-03") == ["first.png"]
    assert names(client, month="2026-04") == []
    for odd in ["2026-13", "2026", "x", "9999-12", "0000-01"]:
        assert names(client, month=odd) == ["second.png", "first.png"]
    spec = client.get(LIST).context["cl"].filter_specs[3]
    assert spec.lookup_choices == [
        ("2026-05", "May 2026"),
        ("2026-04", "April 2026"),
        ("2026-03", "March 2026"),
    ]


def test_words_are_searched_in_all_texts(sign_in, client):
    sign_in(EDITOR)
    make_picture(name="one.png", credit="Mia", licence="CC BY 4.0")
    make_picture(name="two.png", caption="Beside the bridge")
    assert names(client, q="mia cc") == ["one.png"]
    assert names(client, q="bridge") == ["two.png"]


def test_only_those_who_may_delete_choose_pictures(sign_in, client):
    make_picture()
    for role, there in [(AUTHOR, False), (EDITOR, True)]:
        sign_in(role)
        assert ('name="_selected_action"' in client.get(LIST).content.decode()) == there


def test_the_button_below_the_grid_asks_first(sign_in, client):
    sign_in(EDITOR)
    picture = make_picture(name="free.png")
    chosen = {"action": "delete_selected", "index": "0", "_selected_action": picture.pk}
    page = client.post(LIST, chosen)
    assert "Are you sure" in page.content.decode()
    client.post(LIST, {**chosen, "post": "yes"})
    assert not Picture.objects.exists()
