from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from staff import devices
from staff.models import SignInCount, User
from staff.sign_in import (
    ATTEMPTS_A_DEVICE,
    ATTEMPTS_A_NETWORK,
    ATTEMPTS_AN_ACCOUNT,
    ATTEMPTS_AN_ACCOUNT_IN_A_NETWORK,
    WINDOW,
    account_key,
)
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db

WRONG = "This address and password do not belong together"
RIGHT = "right pass word"
IN_ANOTHER = ", or now in another browser in which you have signed in before."


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


@pytest.fixture
def from_networks(settings, attempt):
    """`many` attempts with a wrong password, each from a network of its own and from an unknown browser."""
    settings.PROXY_COUNT = 1

    def from_networks(many):
        return [attempt(HTTP_X_FORWARDED_FOR=f"192.0.2.{n}").status_code for n in range(many)]

    return from_networks


@pytest.fixture
def used_up(settings):
    """As if everything that `key` lets through in a window had been tried: attempts one by one take seconds."""
    settings.PROXY_COUNT = 1

    def used_up(key, attempts):
        fields = {"attempts": attempts, "ends_at": timezone.now() + WINDOW}
        SignInCount.objects.update_or_create(key=key, defaults=fields)

    return used_up


def errors(response):
    return response.context["form"].non_field_errors()


def test_signing_in_leads_to_the_overview_and_forgives_what_was_mistyped_here(person, attempt, client):
    attempt()
    response = attempt("  MIA@example.com ", RIGHT)
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert dict(SignInCount.objects.values_list("key", "attempts")) == {
        "network:127.0.0.1": 1,
        account_key("mia@example.com"): 1,
    }


def test_a_right_password_counts_for_nothing(person, attempt, client):
    for _ in range(ATTEMPTS_AN_ACCOUNT + 5):
        client.cookies.clear()
        assert attempt(password=RIGHT).status_code == 302


def test_after_too_many_attempts_not_even_the_right_password_is_taken(person, attempt, client):
    for _ in range(ATTEMPTS_AN_ACCOUNT_IN_A_NETWORK):
        assert errors(attempt())[0].startswith(WRONG)
    response = attempt(password=RIGHT)
    assert (response.status_code, errors(response)) == (
        429,
        ["Too many attempts to sign in. Try again in 15 minutes" + IN_ANOTHER],
    )
    assert 890 <= int(response["Retry-After"]) <= 900
    assert "_auth_user_id" not in client.session


def test_when_the_window_has_passed_it_begins_anew(person, attempt):
    for _ in range(ATTEMPTS_AN_ACCOUNT_IN_A_NETWORK + 1):
        attempt()
    SignInCount.objects.update(ends_at=timezone.now())
    assert attempt(password=RIGHT).status_code == 302


def test_attempts_while_locked_out_do_not_prolong_it(person, attempt):
    for _ in range(ATTEMPTS_AN_ACCOUNT_IN_A_NETWORK + 1):
        attempt()
    SignInCount.objects.update(ends_at=timezone.now() + timedelta(minutes=11, seconds=30))
    assert errors(attempt()) == ["Too many attempts to sign in. Try again in 12 minutes" + IN_ANOTHER]


def test_an_unknown_account_gets_the_same_answers_at_the_same_time(person, attempt):
    def answers(name):
        return [(response.status_code, errors(response)) for response in [attempt(name) for _ in range(12)]]

    assert answers("mia@example.com") == answers("nobody@example.com")


@pytest.mark.parametrize(
    "name", ["MIA@example.com", " mia@example.com", "ｍｉａ@example.com", "mia@EXAMPLE.com\t"]
)
def test_other_spellings_are_the_same_account(name, person, attempt):
    for _ in range(ATTEMPTS_AN_ACCOUNT_IN_A_NETWORK):
        attempt()
    assert attempt(name).status_code == 429


def test_a_stranger_does_not_lock_a_person_out_of_their_own_network(person, attempt, client, settings):
    settings.PROXY_COUNT = 1
    for _ in range(ATTEMPTS_AN_ACCOUNT * 2):
        attempt(HTTP_X_FORWARDED_FOR="192.0.2.1")
    assert attempt(password=RIGHT, HTTP_X_FORWARDED_FOR="192.0.2.1").status_code == 429
    assert attempt(password=RIGHT, HTTP_X_FORWARDED_FOR="198.51.100.1").status_code == 302


def test_strangers_in_many_networks_are_stopped_and_a_browser_that_is_known_goes_on(
    person, attempt, from_networks, client
):
    assert attempt(password=RIGHT).status_code == 302
    known = client.cookies.copy()
    client.cookies.clear()
    assert from_networks(ATTEMPTS_AN_ACCOUNT + 2) == [200] * ATTEMPTS_AN_ACCOUNT + [429, 429]
    for where in ["198.51.100.1", "192.0.2.1"]:
        assert attempt(password=RIGHT, HTTP_X_FORWARDED_FOR=where).status_code == 429
    client.cookies = known
    for where in ["198.51.100.1", "192.0.2.1"]:
        assert attempt(password=RIGHT, HTTP_X_FORWARDED_FOR=where).status_code == 302


def test_a_known_browser_goes_on_in_a_network_that_is_stopped(person, attempt, used_up, client):
    attempt(password=RIGHT)
    used_up("network:127.0.0.1", ATTEMPTS_A_NETWORK)
    assert attempt(password=RIGHT).status_code == 302
    client.cookies.clear()
    assert attempt(password=RIGHT).status_code == 429


def test_guessing_in_a_known_browser_is_stopped_too_and_counts_for_that_browser_alone(
    person, attempt, client
):
    attempt(password=RIGHT)
    answers = [attempt().status_code for _ in range(ATTEMPTS_A_DEVICE + 1)]
    assert answers == [200] * ATTEMPTS_A_DEVICE + [429]
    assert attempt(password=RIGHT).status_code == 429
    client.cookies.clear()
    assert attempt(password=RIGHT).status_code == 302


def test_mistakes_in_a_known_browser_are_forgiven_when_the_password_is_right(person, attempt):
    for _ in range(3):
        attempt(password=RIGHT)
        assert [attempt().status_code for _ in range(ATTEMPTS_A_DEVICE - 1)] == [200] * (
            ATTEMPTS_A_DEVICE - 1
        )


def test_a_browser_may_be_known_to_several_people(person, attempt, used_up, client):
    other = make_user("sam@example.com")
    other.set_password(RIGHT)
    other.save()
    attempt(password=RIGHT)
    attempt("sam@example.com", RIGHT)
    known = client.cookies.copy()
    client.cookies.clear()
    for name in ["mia@example.com", "sam@example.com"]:
        used_up(account_key(name), ATTEMPTS_AN_ACCOUNT)
        assert attempt(name, RIGHT).status_code == 429
    client.cookies = known
    assert attempt(password=RIGHT).status_code == attempt("sam@example.com", RIGHT).status_code == 302


def forgeries(cookie):
    """Values that somebody without our key could send for Mia's browser."""
    account, other = account_key("mia@example.com"), account_key("sam@example.com")
    signer = signing.TimestampSigner
    return {
        "nothing": "",
        "words": "a-name:1abc:signature",
        "no signature": cookie.rpartition(":")[0],
        "changed name": "x" + cookie,
        "changed moment": cookie.replace(":", ":1", 1),
        "another account's": signer(salt=f"staff.devices {other}").sign("a-name"),
        "another purpose's": signer(salt=account).sign("a-name"),
        "another key's": signer(key="x" * 60, salt=f"staff.devices {account}").sign("a-name"),
        "very long": "x" * 4000,
        "not ASCII": "Ã©",  # as the server hands on the two bytes of an é
    }


@pytest.mark.parametrize("kind", forgeries("a:b:c"))
def test_a_forged_cookie_makes_no_browser_known(kind, person, attempt, used_up, client):
    attempt(password=RIGHT)
    name = devices.cookie_name(account_key("mia@example.com"))
    forged = forgeries(client.cookies[name].value)[kind]
    client.cookies.clear()
    used_up(account_key("mia@example.com"), ATTEMPTS_AN_ACCOUNT)
    client.cookies[name] = forged
    assert attempt(password=RIGHT, HTTP_X_FORWARDED_FOR="198.51.100.1").status_code == 429


def test_a_browser_is_forgotten_after_a_while(person, attempt, used_up, monkeypatch):
    attempt(password=RIGHT)
    used_up(account_key("mia@example.com"), ATTEMPTS_AN_ACCOUNT)
    assert attempt(password=RIGHT).status_code == 302
    monkeypatch.setattr(devices, "KNOWN_FOR", timedelta(seconds=-1))
    assert attempt(password=RIGHT).status_code == 429


def test_the_cookie_goes_to_the_sign_in_page_only_and_tells_nothing(person, attempt, client):
    response = attempt(password=RIGHT)
    name = devices.cookie_name(account_key("mia@example.com"))
    cookie = response.cookies[name]
    assert {key: cookie[key] for key in ["path", "httponly", "samesite", "secure", "max-age"]} == {
        "path": "/admin/login/",
        "httponly": True,
        "samesite": "Strict",
        "secure": "",
        "max-age": 180 * 24 * 60 * 60,
    }
    assert ("mia" in cookie.OutputString(), account_key("mia@example.com")[8:] in cookie.OutputString()) == (
        False,
        False,
    )
    refused = [attempt(), attempt("nobody@example.com"), client.get("/admin/login/"), client.get("/")]
    assert [name for response in refused for name in response.cookies if "device" in name] == []


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
