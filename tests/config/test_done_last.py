from datetime import timedelta

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType

from blog.models import Article, Category
from config.done_last import done_last
from staff.roles import EDITOR
from tests.blog.admin.conftest import sign_in  # noqa: F401 - a fixture
from tests.factories import NOW, make_article, make_user

pytestmark = pytest.mark.django_db


def log(person, model, pk, name, minutes, flag=CHANGE):
    LogEntry.objects.create(
        user=person,
        content_type=ContentType.objects.get_for_model(model),
        object_id=str(pk),
        object_repr=name,
        action_flag=flag,
        action_time=NOW + timedelta(minutes=minutes),
    )


def test_each_thing_stands_there_once_with_what_was_done_last(django_assert_num_queries):
    person, other = make_user(), make_user()
    log(person, Category, 7, "A category", 0, ADDITION)
    for minute in range(1, 6):
        log(person, Article, 7, f"Saved {minute}", minute)
    log(person, Article, 8, "Another", 3)
    log(other, Article, 9, "A colleague’s", 9)
    with django_assert_num_queries(1):
        assert [entry.object_repr for entry in done_last(person, 6)] == ["Saved 5", "Another", "A category"]
    assert [entry.object_repr for entry in done_last(person, 1)] == ["Saved 5"]


def test_the_overview_names_an_article_once(sign_in, client):  # noqa: F811
    editor, article = sign_in(EDITOR), make_article(published_at=None)
    for minute in range(3):
        log(editor, Article, article.pk, "Saved often", minute)
    assert client.get("/admin/").content.decode().count("Saved often") == 1
