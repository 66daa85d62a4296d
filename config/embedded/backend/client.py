"""`manage.py dbshell`."""

from collections.abc import Iterable

from django.db.backends.postgresql import client


class DatabaseClient(client.DatabaseClient):
    def runshell(self, parameters: Iterable[str]) -> None:
        self.connection.get_connection_params()  # starts the server, and fills in where it listens
        super().runshell(parameters)
