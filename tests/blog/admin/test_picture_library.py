import pytest

from blog.admin.picture_library import PAGE_SIZE
from staff.roles import AUTHOR, EDITOR, SALES
from tests.factories import make_picture

pytestmark = pytest.mark.django_db

LIBRARY = "/admin/blog/picture/library/"


def names(client, **query):
    return [picture["name"] for picture in client.get(LIBRARY, query).json()["pictures"]]


@pytest.mark.parametrize("role", [EDITOR, AUTHOR])
def test_a_picture_is_found_by_all_words_of_all_its_texts(role, sign_in, client):
    sign_in(role)
    make_picture(name="bridge.jpg", alt="A bridge at night", credit="Mia")
    make_picture(name="other.jpg", alt="A desk", caption="Beside the bridge")
    make_picture(name="desk.jpg", alt="A desk")
    assert names(client, q="Bridge") == ["other.jpg", "bridge.jpg"]
    assert names(client, q="bridge mia") == ["bridge.jpg"]
    assert names(client, q="%") == []
    assert names(client) == ["desk.jpg", "other.jpg", "bridge.jpg"]


def test_it_is_told_a_page_at_a_time(sign_in, client):
    sign_in(EDITOR)
    for number in range(PAGE_SIZE + 1):
        make_picture(name=f"{number}.png")
    first, second = (client.get(LIBRARY, {"page": page}).json() for page in (1, 2))
    assert (len(first["pictures"]), first["next"]) == (PAGE_SIZE, 2)
    assert ([picture["name"] for picture in second["pictures"]], second["next"]) == (["0.png"], None)


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "٣", ""])
def test_an_odd_number_of_a_page_is_the_first(page, sign_in, client):
    sign_in(EDITOR)
    make_picture(name="one.png")
    assert names(client, page=page) == ["one.png"]


def test_it_takes_the_same_queries_however_many(sign_in, client, django_assert_num_queries):
    sign_in(EDITOR)
    for count in (1, 3):
        while len(names(client)) < count:
            make_picture()
        with django_assert_num_queries(6):  # session, user, permissions (two), pictures, renditions
            names(client)


def test_sales_staff_do_not_see_the_library(sign_in, client):
    sign_in(SALES)
    make_picture()
    assert client.get(LIBRARY).status_code == 403
