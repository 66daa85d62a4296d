"""`python -m config.start`, after `bin/prepare.py` has seen to the packages."""

import http.client
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from config.start import ground
from config.start.children import Child
from config.start.supervisor import Stopped, Supervisor, listen_for_the_end
from config.start.wording import Refusal, refusals, say, step

PATIENCE = 60.0  # seconds for the first page


def main() -> None:
    listen_for_the_end()
    held = ground.take()
    host, port = ground.host_and_port()
    var = ground.var()
    os.environ |= {"BYLINE_VAR": str(var), "HOST": host, "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        make_ready()
        serve(var, host, port)
    except Stopped:
        say("\nStopped.")
    finally:
        held.close()


def make_ready() -> None:
    ready = subprocess.Popen(
        [sys.executable, "-m", "config.start.readying"],
        cwd=ground.ROOT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        ready.wait()
    except Stopped:
        ready.terminate()
        ready.wait()
        raise
    if ready.returncode:
        sys.exit(1)  # it has said why


def serve(var: Path, host: str, port: int) -> None:
    supervisor = Supervisor([web_server(host, port), worker()])
    try:
        supervisor.start()
        with step("Web server and worker"):
            status = wait_for_first_page(supervisor, host, port)
        supervisor.was_ready = True
        introduce(var)
        if status >= 500:
            say("\n  But its first page is an error; what the web server said stands above.")
        while True:
            supervisor.tick()
    finally:
        supervisor.end()


def web_server(host: str, port: int) -> Child:
    arguments = ["-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    arguments += ["--workers", "1", "--blocking-threads", os.environ.get("THREADS") or "4"]
    arguments += ["--workers-kill-timeout", "3", "--log-level", "error", "config.wsgi:application"]
    # The pool is opened by the first request, in the process that granian made to serve: after its fork.
    return Child("The web server", arguments, {"DATABASE_POOL": "on"})


def worker() -> Child:
    arguments = ["manage.py", "procrastinate", "worker", "--concurrency", "2"]
    return Child("The worker", [*arguments, "--shutdown-graceful-timeout", "3"])


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
        say(f"  Demo logins    owner@webzworld.example and others, password in {password}")
    say(f"  Files          {var}")
    say("\n  Ctrl-C ends it.")


if __name__ == "__main__":
    with refusals():
        main()
