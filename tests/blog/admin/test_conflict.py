"""Two people saved: what the one who came second is shown of both texts."""

import pytest
from django.utils import timezone

from blog.admin.conflict import Conflict
from staff.roles import EDITOR
from tests.factories import make_article, make_user
from tests.signed_in import form_of

pytestmark = pytest.mark.django_db

LONG = "".join(f"<p>Paragraph {number}: {'word ' * 50}</p>" for number in range(30))


def test_what_each_added_at_the_end_of_a_long_article_is_seen_in_its_own_column(sign_in, client):
    sign_in(EDITOR)
    article = make_article(body=LONG + "<p>The plan</p><p>We began here.</p>")
    address = f"/admin/blog/article/{article.pk}/change/"
    first, second = form_of(client.get(address)), form_of(client.get(address))
    client.post(address, {**first, "body": first["body"].replace("began", "gladly began")})
    page = client.post(address, {**second, "body": second["body"].replace("began", "late began")})
    (body,) = page.context["conflict"].fields
    for side, ours, theirs in [(body.theirs, "gladly", "late"), (body.yours, "late", "gladly")]:
        folded, _, shown = side.partition("</details>")
        assert "Paragraph 0" in folded
        assert f"<p>The plan</p><p> <ins>We {ours}</ins> <del>We</del> began here.</p>" in shown
        assert theirs not in side
        assert side in page.content.decode()


def conflict(base, yours, theirs):
    article = make_article()
    newest = article.save_draft(
        {**article.newest_content(), **theirs}, at=timezone.now(), by=make_user(name="Mia")
    )
    return Conflict(base and {**newest.content, **base}, {**newest.content, **yours}, newest).fields


def test_a_summary_is_marked_word_by_word_and_what_it_holds_is_no_markup():
    (field,) = conflict(
        {"summary": "We host <b> in Vienna since May."},
        {"summary": "We host <b> in Prague since May."},
        {"summary": "We host <b> in Vienna since June."},
    )
    assert field.theirs == "We host &lt;b&gt; in Vienna since <ins>June.</ins> <del>May.</del>"
    assert field.yours == "We host &lt;b&gt; in <ins>Prague</ins> <del>Vienna</del> since May."


def test_what_both_began_with_is_not_known_so_each_is_marked_against_the_other():
    (field,) = conflict({}, {"body": "<p>One two three.</p>"}, {"body": "<p>One two four.</p>"})
    assert field.theirs == "<p>One two <ins>four.</ins> <del>three.</del> </p>"
    assert field.yours == "<p>One two <ins>three.</ins> <del>four.</del> </p>"


def test_a_script_in_either_body_is_not_shown():
    evil = "<p>x</p><script>alert(1)</script>"
    (field,) = conflict({"body": evil}, {"body": evil + "<p>y</p>"}, {"body": evil + "<p>z</p>"})
    assert ("script" in field.theirs, "script" in field.yours) == (False, False)
    assert (field.theirs, field.yours) == (
        '<p>x</p><ins class="whole"><p>z</p></ins>',
        '<p>x</p><ins class="whole"><p>y</p></ins>',
    )
