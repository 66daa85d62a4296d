import pytest

from brand.context import company
from brand.models import Company, Page

pytestmark = pytest.mark.django_db


def test_the_company_is_read_once_and_only_when_asked_for(rf, django_assert_num_queries):
    Company.objects.create(name="Acme")
    Page.objects.all().delete()
    Page.objects.create(title="B", slug="b", position=2)
    Page.objects.create(title="A", slug="a", position=1)
    with django_assert_num_queries(0):
        context = company(rf.get("/"))
    with django_assert_num_queries(1):
        assert context["company"].name == "Acme"
        assert context["company"].footer == [{"title": "A", "slug": "a"}, {"title": "B", "slug": "b"}]
