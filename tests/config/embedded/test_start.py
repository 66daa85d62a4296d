import os
import re
import threading
from contextlib import closing

import psycopg
import pytest

from config import embedded
from config.embedded import lease
from tests.config.embedded.site import query, wait_until

pytestmark = pytest.mark.process


def test_the_first_start_makes_a_database_that_folds_accents_and_finds_trigrams(site):
    _, url = site.start()
    query(url, "CREATE EXTENSION pg_trgm")
    query(url, "CREATE EXTENSION unaccent")
    assert query(url, "SELECT current_database() || ' ' || current_user") == "byline byline"
    assert query(url, "SELECT lower('ÉTÉ') || unaccent('Été') || similarity('ÉTÉ', 'été')") == "étéEte1"
    assert query(url, "SELECT to_tsvector('simple', 'ÉTÉ')::text") == "'été':1"


def test_nothing_committed_is_at_risk(made_site):
    _, url = made_site.start()
    wanted = "SELECT current_setting('fsync') || current_setting('full_page_writes') || current_setting('synchronous_commit')"
    assert query(url, wanted) == "ononon"


def test_the_server_listens_on_no_network_and_only_we_reach_its_socket(site):
    _, url = site.start()
    assert query(url, "SELECT current_setting('listen_addresses')") == ""
    assert [
        path.stat().st_mode & 0o777 for path in (site.cluster.folder, site.cluster.data, site.cluster.socket)
    ] == [0o700] * 3


def test_six_processes_at_once_make_one_server(site):
    clients = [site.client() for _ in range(6)]
    assert len({client.url() for client in clients}) == 1
    assert len(site.postmasters()) == 1
    assert len(_keepers_of(site)) == 1


def test_threads_of_one_process_make_one_server(made_site, monkeypatch):
    monkeypatch.setenv("EMBEDDED_IDLE_SECONDS", "0.5")
    targets = []
    threads = [
        threading.Thread(target=lambda: targets.append(lease.ensure_running(made_site.var))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(targets), len(set(targets)), len(made_site.postmasters())) == (8, 1, 1)
    assert lease.stop(made_site.var)


def test_it_stops_by_itself_after_the_last_client(made_site):
    first, _ = made_site.start()
    second, url = made_site.start()
    first.leave()
    with closing(psycopg.connect(url)):
        second.leave()
        with pytest.raises(AssertionError):  # psql holds no lease, but is a client too
            wait_until(made_site.is_gone, 1.5)
    wait_until(made_site.is_gone)


def test_one_client_after_another_finds_the_same_server(made_site):
    made_site.environment["EMBEDDED_IDLE_SECONDS"] = "60"  # the next one may be slow to come
    first, _ = made_site.start()
    postmasters = made_site.postmasters()
    first.leave()
    made_site.start()
    assert made_site.postmasters() == postmasters


def test_it_can_be_stopped_at_once_unless_somebody_needs_it(made_site):
    client, _ = made_site.start()
    assert not embedded.stop(made_site.var)
    assert made_site.is_ready()
    client.leave()
    assert embedded.stop(made_site.var)
    assert made_site.is_gone()


def test_a_child_keeps_the_server_when_its_parent_is_gone(made_site):
    forks = """
import os, sys
from config import embedded
print(embedded.ensure_running(sys.argv[1]).url, flush=True)
if os.fork() == 0:
    embedded.ensure_running(sys.argv[1])
    sys.stdin.read()
os._exit(0)
"""
    client, url = made_site.start(script=forks)
    client.process.wait()
    with pytest.raises(AssertionError):
        wait_until(made_site.is_gone, 1.5)
    assert query(url, "SELECT 1") == 1
    client.leave()
    wait_until(made_site.is_gone)


def test_the_keeper_is_handed_no_secrets(made_site):
    made_site.start(environment={"SECRET_KEY": "not for the keeper"})
    with open(f"/proc/{made_site.keeper()}/environ") as environment:
        names = {entry.partition("=")[0] for entry in environment.read().split("\0") if entry}
    assert names - {"LC_CTYPE"} == {"PATH", "PYTHONPATH"}


def test_the_log_holds_nothing_that_people_typed(made_site):
    _, url = made_site.start()
    query(url, "CREATE TABLE people (mail text UNIQUE)")
    query(url, "INSERT INTO people VALUES ('ada@example.com')")
    with pytest.raises(psycopg.errors.UniqueViolation):
        query(url, "INSERT INTO people VALUES ('ada@example.com')")
    assert re.findall("ada|INSERT", made_site.cluster.log.read_text()) == []


def test_data_that_cannot_be_opened_are_told_in_a_sentence_with_the_end_of_the_log(made_site):
    client, _ = made_site.start()
    client.leave()
    made_site.stop()
    (made_site.cluster.data / "global" / "pg_control").unlink()
    said = made_site.client().url().splitlines()
    assert (
        said[0]
        == f"PostgreSQL could not be started: it ended by itself; at the end of {made_site.cluster.log}:"
    )
    assert "could not find the database system" in said[-1] or "pg_control" in "".join(said[1:])
    assert made_site.is_gone()


def _keepers_of(site):
    wanted = f"config.embedded.keeper\0{site.cluster.folder}\0".encode()
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                found += [pid] if wanted in file.read() else []
        except OSError:
            continue
    return found
