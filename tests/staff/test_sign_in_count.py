from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from staff.models import SignInCount
from staff.sign_in import WINDOW
from tests.factories import NOW


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
