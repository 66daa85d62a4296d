"""What this machine can do at all: the same posts to a bare Django view, which writes one durable row and does no more.

Without middleware, form, template or queries, by the same web server, in as many processes, to the same database.
"""

import os
import socket
import subprocess
import sys
import time
from contextlib import suppress

import psycopg

from bench.lead_storm import rounds
from bench.lead_storm.site import ROOT, Site, free_port
from bench.lead_storm.spent import Spent
from config.start.ground import web_processes

TABLE = "CREATE TABLE IF NOT EXISTS bare (id bigserial PRIMARY KEY, name text, email text, message text)"


def round(site: Site, posts: int, at_once: int) -> rounds.Round:
    with psycopg.connect(**site.target) as connection:
        connection.execute(TABLE)
    port = free_port()
    arguments = ["--interface", "wsgi", "--port", str(port), "--workers", str(web_processes())]
    arguments += [
        "--blocking-threads",
        os.environ.get("THREADS", "").strip() or "16",
        "--log-level",
        "error",
        "bench.lead_storm.bare_view:application",
    ]
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", *arguments],
        cwd=ROOT,
        env=site.environment
        | {"DATABASE_POOL": "on", "DJANGO_SETTINGS_MODULE": "bench.lead_storm.bare_view"},
    )
    try:
        wait_for(port)
        rounds.quick(port, 200, at_once)
        before = Spent.until_now(site)
        bare = rounds.quick(port, posts, at_once)
        print(f"  processor time of a bare one: {Spent.until_now(site).since(before, posts)}")
        return bare
    finally:
        server.terminate()
        server.wait(60)
        with psycopg.connect(**site.target) as connection:
            connection.execute("DROP TABLE bare")


def wait_for(port: int) -> None:
    """Until somebody listens there: half a minute at most, on a busy machine."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
