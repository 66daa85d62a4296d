"""`python -m config.start`, after `bin/prepare.py` has seen to the packages."""

import http.client
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from config import embedded
from config.start import ground
from config.start.children import Child
from config.start.supervisor import Stopped, Supervisor, listen_for_the_end
from config.start.wording import Refusal, refusals, say, step

PATIENCE = 60.0  # seconds for the first page


def main() -> None:
    listen_for_the_end()
    held = ground.take()
    host, port = ground.host_and_port()
    os.environ |= {"BYLINE_VAR": str(ground.var()), "HOST": host, "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # The C library would keep a store of free memory for each thread; ours take turns anyway.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    supervisor = Supervisor()
    try:
        with suppress(Stopped):
            serve(supervisor, host, port)
    finally:
        supervisor.end()
        end_database()
        held.close()
    say("\nStopped.")


def end_database() -> None:
    """Now, not some seconds later; unless another command still works with it."""
    if not os.environ.get("DATABASE_URL", "").strip():
        with suppress(embedded.NotRunning):
            embedded.stop(ground.var())


def serve(supervisor: Supervisor, host: str, port: int) -> None:
    if supervisor.run(Child("Making ready", ["-m", "config.start.readying"])):
        sys.exit(1)  # it has said why
    supervisor.start([web_server(host, port), worker()])
    with step("Web server and worker"):
        status = wait_for_first_page(supervisor, host, port)
    supervisor.was_ready = True
    introduce(ground.var())
    if status >= 500:
        say("\n  But its first page is an error; what the web server said stands above.")
    while True:
        supervisor.tick()


def web_server(host: str, port: int) -> Child:
    arguments = ["-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    arguments += ["--workers", str(ground.web_processes())]
    arguments += ["--blocking-threads", os.environ.get("THREADS", "").strip() or "16"]
    # One that dies alone is replaced alone; the others go on answering.
    arguments += ["--respawn-failed-workers", "--workers-kill-timeout", "2", "--log-level", "error"]
    # Each opens its pool with its first request: after its fork.
    return Child("The web server", [*arguments, "config.wsgi:application"], {"DATABASE_POOL": "on"})


def worker() -> Child:
    return Child("The worker", ["-m", "config.start.worker"])


def wait_for_first_page(supervisor: Supervisor, host: str, port: int) -> int:
    """Its status."""
    until = time.monotonic() + PATIENCE
    while ask(host, port, "/livez") is None:
        supervisor.tick()
        if time.monotonic() > until:
            raise Refusal(
                f"The web server did not answer within {PATIENCE:.0f} s; what it said stands above."
            )
    return ask(host, port, "/") or 500


def ask(host: str, port: int, path: str) -> int | None:
    """The status, or none while nobody listens. Asks by the site's own name, which is the one that is allowed."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}
    connection = http.client.HTTPConnection(everywhere.get(host, host), port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": urlsplit(site_url()).netloc})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def site_url() -> str:
    return os.environ.get("SITE_URL", "").strip() or f"http://localhost:{os.environ['PORT']}"


def introduce(var: Path) -> None:
    say()
    say(f"  The site       {site_url()}/")
    say(f"  The blog       {site_url()}/blog/")
    say(f"  The admin      {site_url()}/admin/")
    password = var / "demo-password"
    if password.exists():
        say(
            f"  Demo logins    admin@example.com, editor@example.com, sales@example.com; password in {password}"
        )
    say(f"  Files          {var}")
    say("\n  Ctrl-C ends it.")


if __name__ == "__main__":
    with refusals():
        main()
