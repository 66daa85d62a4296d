import pytest
from django.contrib.auth.models import Group
from django.db import DataError, connection

from config.prepared import Asked, Each, Given, Prepared, ask

pytestmark = pytest.mark.django_db


def named():
    return Group.objects.filter(name=Given("name"))


def test_a_statement_is_prepared_once_in_each_connection_and_asked_with_other_values():
    question = Prepared(lambda: [named().values("name")])
    Group.objects.create(name="a")
    assert [question.rows(name=name) for name in ("a", "b", "'; --")] == [[("a",)], [], []]
    held = 'SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE \'%%"auth_group"."name" = %%\''
    with connection.cursor() as cursor:
        cursor.execute(held, [])
        assert cursor.fetchone() == (1,)


def test_its_text_is_made_once(django_assert_num_queries):
    made = []
    question = Prepared(lambda: made.append(1) or [named().values("name")])
    with django_assert_num_queries(2):
        assert [question.rows(name=name) for name in ("a", "b")] == [[], []]
    assert made == [1]


def test_the_same_is_asked_of_many_at_once_and_answered_in_their_order(django_assert_num_queries):
    Group.objects.bulk_create(Group(name=name) for name in ("a", "b", "'; --"))
    groups = Group.objects.filter(name=Asked("name"))
    question = Each(
        lambda: [groups.values("name"), groups.exclude(name="b").values("name")], {"name": "text"}
    )
    names = ["'; --", "b", "unknown", "a"] * 3
    with django_assert_num_queries(1):
        found = question.of([{"name": name} for name in names])
    assert found == [(["'; --"], ["'; --"]), (["b"], []), ([], []), (["a"], ["a"])] * 3


def test_what_goes_wrong_is_told_as_django_tells_it():
    with pytest.raises(DataError):
        ask("SELECT %s::text::int", ["no number"])
