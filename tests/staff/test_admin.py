import pytest
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, transaction

from staff.models import User
from staff.roles import EDITOR, OWNER, SALES
from tests.factories import make_user
from tests.signed_in import form_of

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough pass word"


def new_person(**fields):
    roles = list(Group.objects.filter(name=EDITOR).values_list("pk", flat=True))
    return {
        "name": "Nia Low",
        "email": "Nia@Example.com",
        "groups": roles,
        "password1": PASSWORD,
        "password2": PASSWORD,
        **fields,
    }


def test_an_owner_makes_an_editor_who_can_sign_in(sign_in, client):
    sign_in(OWNER)
    client.post("/admin/staff/user/add/", new_person())
    person = User.objects.get(email="nia@example.com")
    assert [group.name for group in person.groups.all()] == [EDITOR]
    assert (person.is_staff, person.is_superuser, person.check_password(PASSWORD)) == (True, False, True)


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("nia@EXAMPLE.com", "This address is taken."),
        ("nia@exаmple.com", "Write the address with plain letters only"),
        ("niа@example.com", "Enter a valid email address."),
        ("nia", "Enter a valid email address."),
    ],
)
def test_an_address_that_cannot_be_is_refused_in_words(email, words, sign_in, client):
    sign_in(OWNER)
    make_user("nia@example.com")
    response = client.post("/admin/staff/user/add/", new_person(email=email))
    assert response.context["adminform"].form.errors["email"][0].startswith(words)


def test_forged_fields_make_nobody_a_superuser(sign_in, client):
    sign_in(OWNER)
    person = make_user(role=SALES)
    address = f"/admin/staff/user/{person.pk}/change/"
    forged = {
        "is_superuser": "on",
        "user_permissions": list(Permission.objects.values_list("pk", flat=True)),
        "password": "x",
    }
    response = client.post(address, {**form_of(client.get(address)), **forged, "name": "Changed"})
    before, person = person, User.objects.get(pk=person.pk)
    assert response.status_code == 302
    assert (person.name, person.is_superuser, person.user_permissions.count()) == ("Changed", False, 0)
    assert person.password == before.password
    client.post("/admin/staff/user/add/", new_person(**forged))
    assert User.objects.get(email="nia@example.com").is_superuser is False


def test_a_group_that_is_no_role_cannot_be_given(sign_in, client):
    sign_in(OWNER)
    other = Group.objects.create(name="other")
    response = client.post("/admin/staff/user/add/", new_person(groups=[other.pk]))
    assert list(response.context["adminform"].form.errors) == ["groups"]


@pytest.mark.parametrize("page", ["change/", "password/", "delete/"])
def test_an_owner_does_not_touch_a_superuser(page, sign_in, client):
    sign_in(OWNER)
    root = User.objects.create_superuser("root@example.com", None, name="Root")
    data = {
        "name": "Mine",
        "email": "mine@example.com",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "post": "yes",
    }
    response = client.post(f"/admin/staff/user/{root.pk}/{page}", data)
    after = User.objects.get(pk=root.pk)
    assert response.status_code == 403
    assert (after.name, after.email, after.password) == (root.name, root.email, root.password)


def test_a_superuser_makes_another(sign_in, client):
    sign_in("superuser")
    person = make_user()
    address = f"/admin/staff/user/{person.pk}/change/"
    client.post(address, {**form_of(client.get(address)), "is_superuser": "on"})
    assert User.objects.get(pk=person.pk).is_superuser is True


@pytest.mark.parametrize("missing", ["is_staff", "is_active", "groups"])
def test_an_owner_cannot_lock_themselves_out(missing, sign_in, client):
    owner = sign_in(OWNER)
    address = f"/admin/staff/user/{owner.pk}/change/"
    sent = form_of(client.get(address))
    del sent[missing]
    response = client.post(address, sent)
    assert response.context["adminform"].form.non_field_errors() == [
        "This would lock you out: somebody else has to take your own access away."
    ]


def test_an_owner_gives_somebody_a_new_password(sign_in, client):
    sign_in(OWNER)
    person = make_user()
    client.post(
        f"/admin/staff/user/{person.pk}/password/",
        {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"},
    )
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


def test_a_weak_password_is_refused(sign_in, client):
    sign_in(OWNER)
    response = client.post("/admin/staff/user/add/", new_person(password1="shortone", password2="shortone"))
    assert list(response.context["adminform"].form.errors) == ["password2"]
    assert not User.objects.filter(email="nia@example.com").exists()


def test_the_database_keeps_one_account_an_address():
    make_user("nia@example.com")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="NIA@example.com")])
