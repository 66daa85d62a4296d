import importlib

import pytest
from django.apps import apps

from brand.models import Page
from brand.privacy_notice import BODY
from tests.brand.factories import make_page
from tests.reading import Seen, classed

migration = importlib.import_module("brand.migrations.0002_privacy_notice")
pytestmark = pytest.mark.django_db


@pytest.fixture
def new_site():
    Page.objects.all().delete()  # a test that empties the database may have run before
    migration.write(apps, None)


def test_a_new_site_has_a_privacy_notice_with_a_place_to_complete(new_site, client):
    page = Seen(client.get("/privacy/"))
    assert page.texts("//h1") == ["Privacy notice"]
    assert page.texts(classed("prose") + "//strong") == [
        "To be completed before this site goes live: the name and address of the company that is responsible for it, "
        "and an e-mail address for questions about personal data."
    ]


def test_it_is_linked_at_the_foot_of_the_page_and_at_the_form(new_site, client):
    page = Seen(client.get("/talk-to-our-experts/"))
    places = ["//footer//a", "//form//p/a"]
    assert [page.links(place).count("/privacy/") for place in places] == [1, 1]


def test_the_text_in_the_database_is_what_an_editors_save_would_keep(new_site):
    page = Page.objects.get()
    before = page.body
    page.save()
    assert page.body == before


def test_a_page_of_ones_own_is_neither_overwritten_nor_taken_back():
    make_page("Our privacy", body="<p>Ours.</p>")
    migration.write(apps, None)
    migration.take_back(apps, None)
    assert list(Page.objects.filter(slug="privacy").values_list("title", "body")) == [
        ("Our privacy", "<p>Ours.</p>")
    ]


def test_an_unchanged_notice_is_taken_back(new_site):
    migration.take_back(apps, None)
    assert Page.objects.count() == 0


@pytest.mark.parametrize("word", ["twelve", "seven days", "automatically", "unsubscribe", "ends with a link"])
def test_it_promises_nothing_that_the_product_does_not_do(word):
    assert word not in BODY
