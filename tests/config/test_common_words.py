import pytest
from django.db import connection

from leads.models import Lead
from leads.models.lead_queries import COMMON
from tests.leads.factories import make_lead

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _anew():
    COMMON.forget()
    yield
    COMMON.forget()


@pytest.fixture
def leads():
    made = [make_lead(message=f"We need a shop, number {number}.") for number in range(60)]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE leads_lead")
    return made


def test_words_that_many_leads_hold_are_common_by_their_beginnings(leads):
    assert COMMON.among(["number", "num", "shop", "59", "ceramics"], "searched") == {"number", "num", "shop"}


def test_a_table_without_figures_has_no_common_words():
    assert COMMON.among(["number"], "searched") == set()


@pytest.mark.parametrize("typed", ["number 59", "59 number", "NUM 59", "shop number 59"])
def test_of_several_words_the_index_is_asked_for_those_that_tell(leads, typed):
    found = Lead.objects.found_by(typed)
    assert list(found) == [leads[59]]
    assert "@@ to_tsquery('simple', leads_fold(59:*))" in str(found.query)


def test_common_words_alone_are_still_found(leads):
    assert Lead.objects.found_by("shop number").count() == 60


def test_it_is_asked_once_a_minute(leads, django_assert_num_queries):
    with django_assert_num_queries(1):
        COMMON.among(["number"], "searched")
        COMMON.among(["shop"], "searched")
