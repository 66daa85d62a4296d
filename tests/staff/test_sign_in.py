from datetime import timedelta

import pytest
from django.utils import timezone

from staff.models import SignInCount, User
from staff.sign_in import ATTEMPTS_A_NETWORK, ATTEMPTS_AN_ACCOUNT, WINDOW, account_key
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db

WRONG = "This address and password do not belong together"
RIGHT = "right pass word"


@pytest.fixture
def person():
    user = make_user("mia@example.com")
    user.set_password(RIGHT)
    user.save()
    return user


@pytest.fixture
def attempt(client):
    def attempt(name="mia@example.com", password="wrong", **headers):
        return client.post("/admin/login/", {"username": name, "password": password}, **headers)

    return attempt


def errors(response):
    return response.context["form"].non_field_errors()


def test_signing_in_leads_to_the_overview_and_clears_the_accounts_count_only(person, attempt, client):
    attempt()
    response = attempt("  MIA@example.com ", RIGHT)
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert [count.attempts for count in SignInCount.objects.all()] == [2]
    assert SignInCount.objects.get().key == "network:127.0.0.1"


def test_after_too_many_attempts_not_even_the_right_password_is_taken(person, attempt, client):
    for _ in range(ATTEMPTS_AN_ACCOUNT):
        assert errors(attempt())[0].startswith(WRONG)
    response = attempt(password=RIGHT)
    assert (response.status_code, errors(response)) == (
        429,
        ["Too many attempts to sign in. Try again in 15 minutes."],
    )
    assert 890 <= int(response["Retry-After"]) <= 900
    assert "_auth_user_id" not in client.session


def test_when_the_window_has_passed_it_begins_anew(person, attempt):
    for _ in range(ATTEMPTS_AN_ACCOUNT + 1):
        attempt()
    SignInCount.objects.update(ends_at=timezone.now())
    assert attempt(password=RIGHT).status_code == 302


def test_attempts_while_locked_out_do_not_prolong_it(person, attempt):
    for _ in range(ATTEMPTS_AN_ACCOUNT + 1):
        attempt()
    SignInCount.objects.update(ends_at=timezone.now() + timedelta(minutes=11, seconds=30))
    assert errors(attempt()) == ["Too many attempts to sign in. Try again in 12 minutes."]


def test_an_unknown_account_gets_the_same_answers_at_the_same_time(person, attempt):
    def answers(name):
        return [(response.status_code, errors(response)) for response in [attempt(name) for _ in range(12)]]

    assert answers("mia@example.com") == answers("nobody@example.com")


@pytest.mark.parametrize(
    "name", ["MIA@example.com", " mia@example.com", "ｍｉａ@example.com", "mia@EXAMPLE.com\t"]
)
def test_other_spellings_are_the_same_account(name, person, attempt):
    for _ in range(ATTEMPTS_AN_ACCOUNT):
        attempt()
    assert attempt(name).status_code == 429


def test_another_network_does_not_open_a_locked_account(person, attempt, settings):
    settings.PROXY_COUNT = 1
    for number in range(ATTEMPTS_AN_ACCOUNT):
        attempt(HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    assert attempt(password=RIGHT, HTTP_X_FORWARDED_FOR="198.51.100.1").status_code == 429


def test_a_network_that_tries_many_accounts_is_stopped_whatever_it_writes_into_its_headers(person, attempt):
    for number in range(ATTEMPTS_A_NETWORK):
        assert (
            attempt(f"person{number}@example.com", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}").status_code
            == 200
        )
    assert attempt(password=RIGHT, HTTP_X_FORWARDED_FOR="203.0.113.1").status_code == 429
    assert attempt(password=RIGHT, REMOTE_ADDR="198.51.100.1").status_code == 302


@pytest.mark.parametrize(
    "name", ["", "x" * 300, "a\0b", "'; DROP TABLE x; --", "<script>alert(1)</script>", "é@é"]
)
def test_odd_names_are_answered_in_words(name, attempt):
    response = attempt(name)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_staff": False}])
def test_who_may_not_sign_in_hears_the_same_as_a_stranger(fields, person, attempt):
    User.objects.filter(pk=person.pk).update(**fields)
    assert errors(attempt(password=RIGHT)) == errors(attempt("nobody@example.com"))


def test_signing_out_ends_the_session_for_whoever_holds_its_key(person, attempt, client, settings):
    attempt(password=RIGHT)
    key = client.session.session_key
    assert client.get("/admin/logout/").status_code == 405
    client.post("/admin/logout/")
    client.cookies.load({settings.SESSION_COOKIE_NAME: key})
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(target, person, client):
    response = client.post(
        "/admin/login/", {"username": "mia@example.com", "password": RIGHT, "next": target}
    )
    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_the_database_counts_and_forgets():
    key = account_key("mia@example.com")
    counted = [SignInCount.add(key, at=NOW, window=WINDOW) for _ in range(3)]
    assert counted == [(n, NOW + WINDOW) for n in (1, 2, 3)]
    later = NOW + WINDOW
    assert SignInCount.add(key, at=later, window=WINDOW) == (1, later + WINDOW)
    SignInCount.forget(at=later + WINDOW)
    assert not SignInCount.objects.exists()


def test_the_table_is_no_list_of_accounts(person, attempt):
    attempt()
    assert "mia" not in " ".join(SignInCount.objects.values_list("key", flat=True))
