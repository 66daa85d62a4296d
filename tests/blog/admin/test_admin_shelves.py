import pytest

from blog.models import Author, Category, MovedPage
from staff.roles import EDITOR, OWNER
from tests.factories import make_article, make_author, make_category, make_user
from tests.signed_in import form_of

pytestmark = pytest.mark.django_db

MOVED = "/admin/blog/movedpage/add/"


def counts(client, path):
    return {row.name: row.article_count for row in client.get(path).context["cl"].result_list}


def test_shelves_say_how_many_articles_they_hold(sign_in, client):
    sign_in(EDITOR)
    hosting, empty, mia = make_category("Hosting"), make_category("Empty"), make_author("Mia")
    make_article(category=hosting, authors=[mia], tags=["one", "two"])
    make_article(category=hosting, authors=[mia], tags=["one"])
    assert counts(client, "/admin/blog/category/") == {"Hosting": 2, empty.name: 0}
    assert counts(client, "/admin/blog/tag/") == {"one": 2, "two": 1}
    assert counts(client, "/admin/blog/author/") == {"Mia": 2}


def test_a_category_with_articles_is_not_deleted(sign_in, client):
    sign_in(EDITOR)
    category = make_article("In the way").category
    address = f"/admin/blog/category/{category.pk}/delete/"
    assert "In the way" in client.get(address).content.decode()
    client.post(address, {"post": "yes"})
    assert Category.objects.count() == 1


@pytest.mark.parametrize(
    ("model", "field", "maker"), [("category", "expert", make_category), ("author", "account", make_author)]
)
def test_only_who_may_see_people_links_them(model, field, maker, sign_in, client):
    person, row = make_user("p@example.com", name="Secret Person"), maker()
    address = f"/admin/blog/{model}/{row.pk}/change/"
    sign_in(EDITOR)
    client.post(address, {**form_of(client.get(address)), field: person.pk})
    row.refresh_from_db()
    assert getattr(row, field) is None
    sign_in(OWNER)
    client.post(address, {**form_of(client.get(address)), field: person.pk})
    row.refresh_from_db()
    assert getattr(row, field) == person
    sign_in_again = make_user(role=EDITOR)
    client.force_login(sign_in_again)
    client.post(address, {**form_of(client.get(address)), field: ""})
    row.refresh_from_db()
    assert getattr(row, field) == person
    assert "Secret Person" not in client.get(address).content.decode()


def test_an_author_without_an_account_is_fine(sign_in, client):
    sign_in(EDITOR)
    client.post("/admin/blog/author/add/", {"name": "Guest", "slug": "guest"})
    assert Author.objects.get().account is None


def test_a_moved_page_is_kept_in_one_spelling(sign_in, client):
    sign_in(EDITOR)
    article = make_article(slug="here")
    client.post(MOVED, {"old_path": "old/post/?x=1", "article": article.pk, "new_path": ""})
    page = MovedPage.objects.get()
    assert (page.old_path, page.target()) == ("/old/post", "/blog/here/")


@pytest.mark.parametrize(
    ("fields", "where", "words"),
    [
        (
            {"old_path": "/a", "new_path": ""},
            "__all__",
            "Choose an article or write a path on this site, not both.",
        ),
        (
            {"old_path": "/a", "new_path": "https://evil.example/"},
            "__all__",
            "Choose an article or write a path",
        ),
        ({"old_path": "/a", "new_path": "//evil.example"}, "__all__", "Choose an article or write a path"),
        ({"old_path": "/a", "new_path": "/\\evil.example"}, "__all__", "Choose an article or write a path"),
        ({"old_path": "/a", "new_path": "/a"}, "new_path", "The page would lead to itself."),
        ({"old_path": "/a/", "new_path": "/a/"}, "new_path", "The page would lead to itself."),
        ({"old_path": "/new", "new_path": "/moved"}, "new_path", "The page would lead to itself."),
        ({"old_path": "/blog/", "new_path": "/x"}, "new_path", "A page stands at this address"),
        (
            {"old_path": "/moved", "new_path": "/b"},
            "old_path",
            "Moved page with this Old path already exists.",
        ),
        ({"old_path": "", "new_path": "/b"}, "old_path", "This field is required."),
    ],
)
def test_a_moved_page_that_cannot_be_is_refused_in_words(fields, where, words, sign_in, client):
    sign_in(EDITOR)
    MovedPage.objects.create(old_path="/moved", new_path="/new")
    response = client.post(MOVED, fields)
    assert response.context["adminform"].form.errors[where][0].startswith(words)
    assert MovedPage.objects.count() == 1
