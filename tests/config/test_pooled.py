from contextlib import contextmanager

import pytest
from django.db import connection

from config.pooled import PooledConnection

pytestmark = pytest.mark.django_db


@contextmanager
def a_pool():
    """As the web server has it, with one connection."""
    pooled = connection.copy(alias="pooled")
    pooled.settings_dict["CONN_HEALTH_CHECKS"] = True
    pooled.settings_dict["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": 1,
        "connection_class": PooledConnection,
    }
    try:
        pooled.pool.open()
        yield pooled.pool
    finally:
        pooled.close_pool()


def last_query(pid):
    with connection.cursor() as cursor:
        cursor.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [pid])
        return cursor.fetchone()[0]


def test_one_that_lives_is_handed_out_without_a_question():
    with a_pool() as pool:
        with pool.connection() as pooled:
            pid = pooled.info.backend_pid
            pooled.execute("SELECT 'the last'")
        with pool.connection() as pooled:
            assert (pooled.info.backend_pid, last_query(pid)) == (pid, "SELECT 'the last'")
            assert pooled.execute("SELECT 1").fetchone() == (1,)


def test_one_that_was_ended_meanwhile_is_replaced():
    with a_pool() as pool:
        with pool.connection() as pooled:
            pid = pooled.info.backend_pid
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        with pool.connection() as pooled:
            assert pooled.execute("SELECT pg_backend_pid()").fetchone() != (pid,)
