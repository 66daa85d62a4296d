"""A connection that a pool looks at, instead of asking over the wire, before it hands it out."""

import select
from typing import Any

import psycopg


class PooledConnection(psycopg.Connection[Any]):
    """`ConnectionPool.check_connection` sends an empty query and waits for the answer, for every page. Whoever has gone
    leaves something to be read: the server its last words, the system the end of the stream. Only then it is asked.
    """

    def execute(self, query: Any, *args: Any, **kwargs: Any) -> psycopg.Cursor[Any]:
        if query == "" and self._is_quiet():
            return self.cursor()
        return super().execute(query, *args, **kwargs)

    def _is_quiet(self) -> bool:
        poll = select.poll()
        poll.register(self.pgconn.socket, select.POLLIN)
        return not poll.poll(0)
