"""What this machine can do at all: the same posts to a bare Django view, which writes one durable row and does no more.

Without middleware, form, template or queries, by the same web server, in as many processes, to the same database.
"""

import subprocess
import sys
import time

import psycopg

from bench.lead_storm import rounds
from bench.lead_storm.site import ROOT, Site, free_port
from config.start.ground import web_processes

TABLE = "CREATE TABLE IF NOT EXISTS bare (id bigserial PRIMARY KEY, name text, email text, message text)"


def round(site: Site, posts: int, processes: int) -> rounds.Round:
    with psycopg.connect(**site.target) as connection:
        connection.execute(TABLE)
    port = free_port()
    arguments = ["--interface", "wsgi", "--port", str(port), "--workers", str(web_processes())]
    arguments += ["--blocking-threads", "4", "--log-level", "error", "bench.lead_storm.bare_view:application"]
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", *arguments],
        cwd=ROOT,
        env=site.environment
        | {"DATABASE_POOL": "on", "DJANGO_SETTINGS_MODULE": "bench.lead_storm.bare_view"},
    )
    try:
        time.sleep(3)
        rounds.round(port, 100, processes)
        return rounds.round(port, posts, processes)
    finally:
        server.terminate()
        server.wait(30)
        with psycopg.connect(**site.target) as connection:
            connection.execute("DROP TABLE bare")
