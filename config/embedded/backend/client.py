"""`manage.py dbshell`."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from django.db.backends.postgresql import client

from config.embedded import binaries


class DatabaseClient(client.DatabaseClient):
    def runshell(self, parameters: Iterable[str]) -> None:
        self.connection.get_connection_params()  # starts the server, and fills in where it listens
        if not shutil.which(self.executable_name):
            folder = binaries.choose(Path(self.connection.settings_dict["VAR"])).folder
            os.environ["PATH"] = f"{os.environ.get('PATH', os.defpath)}{os.pathsep}{folder}"
        super().runshell(parameters)
