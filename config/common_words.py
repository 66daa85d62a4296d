"""Ground module: which words so many rows hold that an index of words does not help to find them. Imports no app.

PostgreSQL expects to meet a word that it has no figures about every two hundred rows; asked for the newest ten with it,
it walks through all of them. So whoever searches asks here first: rare words are found by the index and put in order
then, common ones are met on the way.
"""

import threading
import time
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from itertools import islice, takewhile

from django.db import connection

MANY = 0.02  # of all rows
REMEMBERED = 60  # seconds

# What its own statistics tell, up to a thousand words; after the shares stand two figures about them.
SHARES = """
SELECT attname, word, share FROM pg_stats,
    unnest(most_common_elems::text::text[], most_common_elem_freqs) AS common(word, share)
WHERE schemaname = current_schema() AND tablename = %s AND attname = ANY(%s) AND word IS NOT NULL
"""


class CommonWords:
    """Of columns with a tsvector; a table that was never analysed has none."""

    def __init__(self, table: str, columns: list[str]) -> None:
        self._table, self._columns = table, columns
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self._asked_at = float("-inf")
        self._shares: Mapping[str, list[tuple[str, float]]] = {}

    def among(self, beginnings: Iterable[str], column: str) -> set[str]:
        """Those of the beginnings of words that many rows hold. A query a minute."""
        shares = self._known().get(column, [])

        def share_of(beginning: str) -> float:
            """They are sorted, so those with the same beginning stand together."""
            after = islice(shares, bisect_left(shares, (beginning,)), None)
            return sum(share for _, share in takewhile(lambda one: one[0].startswith(beginning), after))

        return {one for one in beginnings if share_of(one) > MANY}

    def _known(self) -> Mapping[str, list[tuple[str, float]]]:
        with self._lock:
            if time.monotonic() - self._asked_at > REMEMBERED:
                found: dict[str, list[tuple[str, float]]] = {name: [] for name in self._columns}
                with connection.cursor() as cursor:
                    cursor.execute(SHARES, [self._table, self._columns])
                    for column, word, share in cursor.fetchall():
                        found[column].append((word, share))
                self._shares = {column: sorted(shares) for column, shares in found.items()}
                self._asked_at = time.monotonic()
            return self._shares
