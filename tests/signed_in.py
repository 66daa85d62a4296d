"""A fixture for pages of the admin: a browser that is signed in."""

import pytest

from staff.models import User
from tests.factories import make_author, make_user


@pytest.fixture
def sign_in(client):
    """Signs somebody in by role; an author has a byline."""

    def sign_in(role):
        if role == "superuser":
            user = User.objects.create_superuser("root@example.com", None, name="Root")
        else:
            user = make_user(f"{role.replace(' ', '-')}@example.com", role=role)
        if role == "author":
            make_author(account=user)
        client.force_login(user)
        return user

    return sign_in


def form_of(response):
    """What a browser would send back from this page's form, unchanged."""
    context = response.context
    sent = {}
    formsets = context.get("inline_admin_formsets") or []
    for form in [
        context["adminform"].form if "adminform" in context else context["form"],
        *(f for s in formsets for f in [s.formset.management_form, *s.formset.forms]),
    ]:
        for bound in form:
            value = bound.value()
            if (
                bound.field.widget.input_type == "checkbox"
                if hasattr(bound.field.widget, "input_type")
                else False
            ):
                if value is True:
                    sent[bound.html_name] = "on"
                elif isinstance(value, list | tuple):
                    sent[bound.html_name] = value
            elif hasattr(bound.field.widget, "widgets"):
                parts = bound.field.widget.decompress(value)
                sent |= {f"{bound.html_name}_{n}": part or "" for n, part in enumerate(parts)}
            elif hasattr(bound.field.widget, "format_value") and not (
                isinstance(value, list) and getattr(bound.field.widget, "allow_multiple_selected", False)
            ):
                shown = bound.field.widget.format_value(value)
                sent[bound.html_name] = shown[0] if isinstance(shown, list) and shown else shown or ""
            elif value is not None:
                sent[bound.html_name] = value
    return {name: value for name, value in sent.items() if value is not None}
