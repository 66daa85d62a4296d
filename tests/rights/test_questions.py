"""What may be asked beside the addresses themselves."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

from blog.models import Article, Author, Authorship, Category, Pin, Tag
from brand.models import Page
from leads.models import (
    Lead,
)
from staff.models import User
from staff.roles import AUTHOR, EDITOR, OWNER
from tests.factories import NOW, make_article
from tests.rights.addresses import MAY_OPEN, NOBODY, STAFF

pytestmark = pytest.mark.django_db


def autocompletes():
    """Every field with suggestions: (app, model, field, model of the rows it suggests)."""
    for model, model_admin in admin.site._registry.items():
        if model is Article:  # its desk is a form of its own
            fields = [(Authorship, "author"), (Pin, "other")]
            for holder, field in fields:
                source = holder._meta.get_field(field).related_model
                yield "blog", holder._meta.model_name, field, source
        for holder, options in [
            (model, model_admin),
            *((inline.model, inline) for inline in model_admin.inlines),
        ]:
            for field in options.autocomplete_fields:
                yield (
                    holder._meta.app_label,
                    holder._meta.model_name,
                    field,
                    holder._meta.get_field(field).related_model,
                )


@pytest.mark.parametrize("role", sorted(STAFF))
def test_suggestions_come_only_from_lists_one_may_open(role, rows, sign_in, client):
    sign_in(role)
    assert len(list(autocompletes())) > 5
    for app, model, field, source in autocompletes():
        asked = {"app_label": app, "model_name": model, "field_name": field, "term": ""}
        response = client.get("/admin/autocomplete/", asked)
        listed = f"{source._meta.app_label}_{source._meta.model_name}_changelist"
        assert (response.status_code == 200) == (role in MAY_OPEN[listed]), (role, app, model, field)


def test_an_author_is_suggested_no_articles_of_others(rows, sign_in, client):
    author = sign_in(AUTHOR).author
    make_article("Mine", authors=[author])
    asked = {"app_label": "blog", "model_name": "pin", "field_name": "other", "term": ""}
    results = client.get("/admin/autocomplete/", asked).json()["results"]
    assert [result["text"] for result in results] == ["Mine"]


@pytest.mark.parametrize("role", sorted(STAFF))
def test_view_on_site_tells_the_address_of_what_one_may_see(role, rows, sign_in, client):
    sign_in(role)
    for model in (Article, Author, Category, Page, Tag, Lead, User, Group, Permission):
        kind = ContentType.objects.get_for_model(model)
        pk = rows.get(model) or model.objects.first().pk
        response = client.get(f"/admin/r/{kind.pk}/{pk}/")
        change = f"{model._meta.app_label}_{model._meta.model_name}_change"
        may = role in MAY_OPEN.get(change, NOBODY) and hasattr(model, "get_absolute_url")
        assert response.status_code == (302 if may else 403), (role, model)


@pytest.mark.parametrize(
    "query",
    [
        "account__password__startswith=a",
        "account__email__startswith=a",
        "articles__authorships__author__account__password__startswith=a",
        "articles__title__startswith=A",
        "_to_field=account",
        "_popup=1&_to_field=biography",
        "nonsense__startswith=a",
    ],
)
def test_lists_cannot_be_asked_about_other_rows(query, rows, sign_in, client):
    sign_in(EDITOR)
    response = client.get(f"/admin/blog/author/?{query}")
    assert response.status_code in {400, 302}  # 302: to the same list with ?e=1
    assert b"Mia Hartmann" not in response.content


@pytest.mark.parametrize(
    "query", ["password__startswith=m", "password=x", "groups__permissions__codename=x", "_to_field=password"]
)
def test_passwords_cannot_be_asked_about(query, rows, sign_in, client):
    sign_in(OWNER)
    assert client.get(f"/admin/staff/user/?{query}").status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "p=99999999999999999999",
        "p=-1",
        "p=x",
        "o=99.1",
        "o=;",
        "published_at__year=99999",
        "published_at__month=0",
        "q=%F0%9F%98%80",
        "state=x",
        "category__id__exact=99999999999999999999",
        "all=1",
    ],
)
def test_odd_questions_get_an_answer(query, rows, sign_in, client):
    sign_in(EDITOR)
    assert client.get(f"/admin/blog/article/?{query}").status_code in {200, 302}


def test_history_tells_what_was_done_to_those_who_may_see_the_row(rows, sign_in, client):
    user = sign_in(EDITOR)
    kind = ContentType.objects.get_for_model(Category)
    LogEntry.objects.create(
        user=user,
        content_type=kind,
        object_id=rows[Category],
        object_repr="A",
        action_flag=CHANGE,
        change_message="Withdrawn.",
        action_time=NOW,
    )
    assert b"Withdrawn." in client.get(f"/admin/blog/category/{rows[Category]}/history/").content
