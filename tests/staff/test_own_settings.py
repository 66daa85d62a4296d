# ruff: noqa: F811 - fixtures are taken by name
import pytest
from django.utils import timezone

from blog.models import Article
from staff.models import User
from staff.roles import EDITOR
from tests.factories import make_article
from tests.signed_in import form_of, sign_in  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db

OWN = "/admin/me/"


def test_a_person_plans_by_their_own_clock(sign_in, client):
    sign_in(EDITOR)
    client.post(OWN, {"name": "Editor", "time_zone": "America/New_York"})
    article = make_article(published_at=None)
    desk = f"/admin/blog/article/{article.pk}/change/"
    page = client.get(desk)
    assert page.context["time_zone"] == "America/New_York"
    client.post(desk, {**form_of(page), "moment_0": "2099-07-01", "moment_1": "12:00", "_schedule": "1"})
    assert Article.objects.get().published_at.isoformat() == "2099-07-01T16:00:00+00:00"
    assert timezone.get_current_timezone_name() == "Europe/London"


def test_a_time_zone_that_is_none_is_refused_in_words(sign_in, client):
    sign_in(EDITOR)
    page = client.post(OWN, {"name": "Editor", "time_zone": "Mars/Olympus"})
    assert page.context["form"].errors == {
        "time_zone": ["There is no such time zone; write one such as Europe/Vienna."]
    }


def test_nothing_else_of_oneself_can_be_changed_there(sign_in, client):
    user = sign_in(EDITOR)
    client.post(OWN, {"name": "Ed", "time_zone": "", "is_superuser": "on", "email": "x@example.com"})
    user = User.objects.get(pk=user.pk)
    assert (user.name, user.is_superuser, user.email) == ("Ed", False, "editor@example.com")


def test_a_public_page_asks_for_no_clock(client, django_assert_num_queries):
    response = client.get("/blog/feed.xml")
    assert "Cookie" not in response.headers.get("Vary", "")
