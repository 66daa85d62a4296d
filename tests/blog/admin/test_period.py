from datetime import UTC, datetime

import pytest

from staff.roles import EDITOR
from tests.factories import make_article

pytestmark = pytest.mark.django_db

LIST = "/admin/blog/article/"


@pytest.fixture(autouse=True)
def editor(sign_in):
    sign_in(EDITOR)


def shown(client, month):
    page = client.get(LIST, {"month": month})
    return [row.title for row in page.context["cl"].result_list]


def offered(client, month=""):
    specs = client.get(LIST, {"month": month} if month else {}).context["cl"].filter_specs
    return next(
        [value for value, _ in spec.lookup_choices] for spec in specs if spec.title == "month of publication"
    )


def test_years_are_offered_and_the_months_of_the_chosen_one(client):
    make_article("Old", published_at=datetime(2022, 11, 5, 12, tzinfo=UTC))
    make_article("New", published_at=datetime(2024, 12, 31, 12, tzinfo=UTC))
    assert offered(client) == ["2024", "2023", "2022"]
    assert offered(client, "2022") == ["2024", "2023", "2022", "2022-12", "2022-11"]
    assert offered(client, "2022-11") == ["2024", "2023", "2022", "2022-12", "2022-11"]


def test_a_short_time_is_offered_by_month(client):
    make_article(published_at=datetime(2024, 1, 5, 12, tzinfo=UTC))
    make_article(published_at=datetime(2023, 12, 5, 12, tzinfo=UTC))
    assert offered(client) == ["2024-01", "2023-12"]


def test_nothing_published_has_no_month(client):
    make_article("Draft", published_at=None)
    assert shown(client, "2024") == ["Draft"]


def test_a_year_and_a_month_narrow_on_the_reader_s_clock(client):
    make_article(
        "Last of June in UTC", published_at=datetime(2024, 6, 30, 23, 30, tzinfo=UTC)
    )  # July in London
    make_article("Summer", published_at=datetime(2024, 6, 30, 12, tzinfo=UTC))
    make_article("Next year", published_at=datetime(2025, 1, 1, 0, 0, tzinfo=UTC))
    assert shown(client, "2024-06") == ["Summer"]
    assert shown(client, "2024-07") == ["Last of June in UTC"]
    assert shown(client, "2024") == ["Last of June in UTC", "Summer"]
    assert len(shown(client, "24")) == len(shown(client, "2024-13")) == 3
