import pytest

from brand import page_body
from brand.models import Page
from staff.roles import EDITOR, OWNER
from tests.brand.factories import make_page
from tests.signed_in import form_of

pytestmark = pytest.mark.django_db


def test_an_owner_adds_a_page_and_it_is_cleaned(sign_in, client):
    sign_in(OWNER)
    body = '<h2 onclick="x()">We keep</h2><script>bad()</script><p style="position:fixed">little <a href="javascript:x">x</a></p>'
    client.post("/admin/brand/page/add/", {"title": "Terms", "slug": "terms", "body": body, "position": 0})
    assert Page.objects.get(slug="terms").body == "<h2>We keep</h2><p>little <a>x</a></p>"


def test_a_page_is_cleaned_on_every_way_in():
    page = Page.objects.create(title="P", slug="p", body="<p>a</p><img src=x onerror=alert(1)>")
    assert page.body == "<p>a</p>"


def test_an_editor_corrects_a_page(sign_in, client):
    sign_in(EDITOR)
    page = make_page(body="<p>Old</p>")
    address = f"/admin/brand/page/{page.pk}/change/"
    client.post(address, {**form_of(client.get(address)), "body": "<p>New</p>"})
    page.refresh_from_db()
    assert page.body == "<p>New</p>"


@pytest.mark.parametrize("slug", ["admin", "blog", "media", "static", "Ä", "a b", "a/b"])
def test_an_address_of_the_site_itself_is_refused(slug, sign_in, client):
    sign_in(OWNER)
    response = client.post("/admin/brand/page/add/", {"title": "P", "slug": slug, "position": 0})
    assert list(response.context["adminform"].form.errors) == ["slug"]


@pytest.mark.parametrize(
    "html",
    ["<p>a</p>", "<ul><li>a</li></ul>", "<table><tbody><tr><td>1</td></tr></tbody></table>", "", "<p></p>"],
)
def test_cleaning_twice_is_cleaning_once(html):
    assert page_body.clean(page_body.clean(html)) == page_body.clean(html)
