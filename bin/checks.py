"""Everything that can be known without running the site. Every check is made; the exit code is 1 if one fails."""

import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
# No check needs a database: nothing listens on port 1, so that one which asks for it is found out at once.
NOWHERE = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "BYLINE_VAR": str(ROOT / "var" / "check")}
DEPLOYED = {
    "SITE_URL": "https://www.example.com",
    "ALLOWED_HOSTS": "www.example.com",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "PROXY_COUNT": "1",
    "DEBUG": "off",
}

CHECKS: list[tuple[str, list[str], dict[str, str]]] = [
    ("Format", ["-m", "ruff", "format", "--check", "."], {}),
    ("Lint", ["-m", "ruff", "check", "."], {}),
    ("Types", ["-m", "mypy", "."], {}),
    (
        "Directions and documents",
        ["-m", "pytest", "tests/test_architecture.py", "tests/test_documents.py"],
        {},
    ),
    # It warns that it cannot see which migrations a database has; only the files are compared.
    ("Migrations", ["-W", "ignore", "manage.py", "makemigrations", "--check", "--dry-run"], {}),
    ("Deployment settings", ["manage.py", "check", "--deploy", "--fail-level", "WARNING"], DEPLOYED),
]


def passes(name: str, arguments: list[str], environment: dict[str, str]) -> bool:
    print(f"  {name} … ", end="", flush=True)
    began = time.monotonic()
    done = subprocess.run(
        [PYTHON, *arguments],
        cwd=ROOT,
        env=os.environ | NOWHERE | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(f"{'failed, ' if done.returncode else ''}{time.monotonic() - began:.1f} s", flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    results = [passes(*check) for check in CHECKS]
    sys.exit(not all(results))
