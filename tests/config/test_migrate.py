import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def timeout():
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_a_step_may_take_longer_than_a_page(monkeypatch):
    """A million rows get a column in a minute; afterwards queries end in time again."""
    before, during = timeout(), []
    migrate = MigrationExecutor.migrate
    monkeypatch.setattr(
        MigrationExecutor,
        "migrate",
        lambda self, *args, **more: during.append(timeout()) or migrate(self, *args, **more),
    )
    call_command("migrate", verbosity=0)
    assert (before, during, timeout()) == ("8s", ["0"], "8s")
