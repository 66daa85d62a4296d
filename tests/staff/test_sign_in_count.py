from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from staff.models import SignInCount
from staff.sign_in import ATTEMPTS_AN_ACCOUNT, ATTEMPTS_AN_ACCOUNT_IN_A_NETWORK, WINDOW, account_key
from tests.factories import NOW, make_user


@pytest.mark.django_db(transaction=True)
def test_attempts_at_the_same_moment_are_each_counted():
    def attempt(_):
        try:
            attempts, _ends_at = SignInCount.add("network:192.0.2.1", at=NOW, window=WINDOW)
            SignInCount.forget(at=NOW)
            return attempts
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        counted = list(threads.map(attempt, range(40)))
    assert sorted(counted) == list(range(1, 41))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("networks", "looked_at"), [(1, ATTEMPTS_AN_ACCOUNT_IN_A_NETWORK), (48, ATTEMPTS_AN_ACCOUNT)]
)
def test_guesses_at_the_same_moment_are_let_through_as_often_as_one_after_another(
    networks, looked_at, settings
):
    settings.PROXY_COUNT = 1
    make_user("mia@example.com")

    def guess(number):
        try:
            return (
                Client()
                .post(
                    "/admin/login/",
                    {"username": "mia@example.com", "password": f"guess {number}"},
                    headers={"X-Forwarded-For": f"192.0.2.{number % networks}"},
                )
                .status_code
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(guess, range(48)))
    assert (answers.count(200), answers.count(429)) == (looked_at, 48 - looked_at)
    counted = SignInCount.objects.get(key=account_key("mia@example.com")).attempts
    assert counted == (48 if networks > 1 else looked_at)
