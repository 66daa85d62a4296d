import pytest

from reviews.models import ReviewLink
from staff.roles import EDITOR

pytestmark = pytest.mark.django_db

ADD = "/admin/reviews/reviewlink/add/"


def fields(**changed):
    return {
        "platform": "Clutch",
        "label": "Review us",
        "address": "https://clutch.example/us",
        "icon": "star",
        "position": 3,
        "is_shown": "on",
        **changed,
    }


def test_an_editor_adds_a_place_for_reviews(sign_in, client):
    sign_in(EDITOR)
    client.post(ADD, fields())
    link = ReviewLink.objects.get(platform="Clutch")
    assert (link.address, link.is_shown) == ("https://clutch.example/us", True)


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "data:text/html,x", "ftp://example.com/"),
        *(
            "https://good.example\\@evil.example/",
            "https://user:pw@example.com/",
            "https://example.com/\r\nX: y",
            "https://e.example/" + "a" * 500,
        ),
    ],
)
def test_an_address_that_is_no_plain_link_is_refused(address, sign_in, client):
    sign_in(EDITOR)
    before = ReviewLink.objects.count()
    response = client.post(ADD, fields(address=address))
    assert list(response.context["adminform"].form.errors) == ["address"]
    assert ReviewLink.objects.count() == before


@pytest.mark.parametrize("address", ["clutch.example/us", "//clutch.example/us"])
def test_an_address_without_a_scheme_is_taken_for_https(address, sign_in, client):
    sign_in(EDITOR)
    client.post(ADD, fields(address=address))
    assert ReviewLink.objects.get(platform="Clutch").address == "https://clutch.example/us"
