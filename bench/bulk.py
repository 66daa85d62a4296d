"""Millions of rows at once: a table's indexes are made at the end, and its keys are not looked up row by row."""

import contextlib
from collections.abc import Iterator
from typing import Any

from django.db import connection

INDEXES = """
SELECT indexes.indexname, indexes.indexdef FROM pg_indexes AS indexes
WHERE indexes.tablename = ANY(%s) AND indexes.schemaname = current_schema()
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = indexes.indexname)
"""


@contextlib.contextmanager
def filling(*tables: str) -> Iterator[Any]:
    """A cursor for statements that fill these tables; triggers stay silent and nothing is waited for meanwhile.

    Constraints stand (uniqueness, checks), but for foreign keys: whoever fills answers for those. Afterwards
    the indexes are there again and the planner knows the tables.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(INDEXES, [list(tables)])
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        try:
            yield cursor
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")
            for _, definition in indexes:
                cursor.execute(definition)
            cursor.execute("VACUUM ANALYZE")
            for setting in ["maintenance_work_mem", "synchronous_commit", "statement_timeout"]:
                cursor.execute(f"RESET {setting}")
