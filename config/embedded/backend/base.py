"""Django finds this module by its name, and `DatabaseWrapper` in it."""

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import OperationalError

from config.embedded import NotRunning
from config.embedded.backend.client import DatabaseClient
from config.embedded.lease import ensure_running


class DatabaseWrapper(base.DatabaseWrapper):
    """Starts the server on the way to the first connection.

    Everything that connects asks for the parameters first: Django before each connection, its pool when it is made,
    procrastinate's worker when it starts. So here is the one place, and it must cost next to nothing.
    """

    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        if self.alias in self._connection_pools:  # type: ignore[attr-defined]  # it knows where, hands out what answers
            return super().get_connection_params()
        try:
            target = ensure_running(Path(self.settings_dict["VAR"]))
        except NotRunning as error:
            raise OperationalError(str(error)) from error
        self.settings_dict |= {"HOST": target.host, "PORT": str(target.port)}
        return super().get_connection_params()
