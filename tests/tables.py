"""Empty tables after a test that committed, as Django's `flush` leaves them and a tenth of the time.

Django truncates every table and makes its content types and permissions anew. Once that has been done, what stands in
the tables is put aside; from then on rows are deleted and those few are put back."""

from django.core.management.base import CommandError
from django.db import OperationalError, connection
from django.test import TransactionTestCase

ASIDE = "aside"  # a schema
# Django's flush passes them by, because no model manages them; what stands there would be run in later tests.
OF_JOBS = ["procrastinate_events", "procrastinate_periodic_defers", "procrastinate_jobs"]

flush = TransactionTestCase._fixture_teardown


def empty(case):
    if not _is_put_aside():
        _flush(case)
        _execute([f"DELETE FROM {table}" for table in OF_JOBS])
        _put_aside()
    else:
        # Neither triggers nor foreign keys are asked; all of it is one transaction.
        _execute(["SET LOCAL session_replication_role = replica", *_deleted(), *_put_back()])


def _flush(case):
    """Truncating wants each table for itself, while a site that the test began may still read: then once more."""
    for is_last in [False] * 4 + [True]:
        try:
            return flush(case)
        except CommandError as error:
            if is_last or not isinstance(error.__cause__, OperationalError):
                raise


def _execute(statements):
    with connection.cursor() as cursor:
        cursor.execute("; ".join(statements))


def _is_put_aside():
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [ASIDE])
        return cursor.fetchone()[0]


def _put_aside():
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {ASIDE}")
        for table in _tables():
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')
            if cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE {ASIDE}."{table}" AS TABLE "{table}"')


def _deleted():
    return [f'DELETE FROM "{table}"' for table in _tables()]


def _put_back():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [ASIDE])
        kept = [table for (table,) in cursor]
    return [f'INSERT INTO "{t}" OVERRIDING SYSTEM VALUE SELECT * FROM {ASIDE}."{t}"' for t in kept]


def _tables():
    ours = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return [*ours, *OF_JOBS]
