"""Each of them is really killed, and everything is really started again."""

import os
import signal
import subprocess
import threading
from contextlib import suppress

import psycopg
import pytest

from config.embedded import processes
from tests.config.embedded.site import kill, query, wait_until

pytestmark = pytest.mark.process


@pytest.fixture
def kept(made_site):
    """A running server with one committed row, its client and its address."""
    return made_site, *made_site.start()


def test_a_killed_client_takes_nothing_along(kept):
    site, client, _ = kept
    _, url = site.start()
    postmasters = site.postmasters()
    client.kill()
    assert query(url, "SELECT word FROM kept") == "safe"
    assert site.postmasters() == postmasters


def test_the_server_goes_when_its_last_client_was_killed(kept):
    site, client, _ = kept
    client.kill()
    wait_until(site.is_gone)


def test_a_killed_keeper_is_replaced_by_its_client(kept):
    site, _, url = kept
    keeper, postmasters = site.keeper(), site.postmasters()
    kill(keeper)
    wait_until(lambda: site.is_ready() and site.keeper() != keeper)
    assert query(url, "SELECT word FROM kept") == "safe"
    assert len(site.postmasters()) == 1
    assert site.postmasters() != postmasters


def test_a_killed_keeper_leaves_no_server_behind(kept):
    site, client, _ = kept
    client.kill()
    kill(site.keeper())
    wait_until(site.is_gone)


def test_a_killed_server_is_started_again_by_its_keeper(kept):
    site, _, url = kept
    keeper, postmasters = site.keeper(), site.postmasters()
    kill(*postmasters)
    wait_until(lambda: site.postmasters() not in ([], postmasters) and site.is_ready())
    assert query(url, "SELECT word FROM kept") == "safe"
    assert site.keeper() == keeper


def test_a_server_killed_in_the_middle_of_work_keeps_what_was_committed_and_only_that(kept):
    site, _, url = kept
    postmasters = site.postmasters()
    busy = threading.Thread(target=_work_for_long, args=[url])
    with psycopg.connect(url) as connection:
        connection.execute("INSERT INTO kept VALUES ('never committed')")
        busy.start()
        wait_until(lambda: "SELECT" in "".join(processes.living(site.cluster).values()))
        kill(*postmasters)
        wait_until(lambda: site.postmasters() not in ([], postmasters) and site.is_ready())
        connection.close()
    busy.join()
    assert query(url, "SELECT string_agg(word, ' ') FROM kept") == "safe"


def test_everything_killed_at_once_starts_again(kept):
    site, client, _ = kept
    kill(site.keeper())
    for pid in processes.living(site.cluster):
        with suppress(ProcessLookupError):  # it went with the postmaster
            kill(pid)
    client.kill()
    _, url = site.start()
    assert query(url, "SELECT word FROM kept") == "safe"


def test_a_server_that_dies_again_and_again_is_given_up_by_its_keeper_and_begun_anew_by_its_client(kept):
    site, _, url = kept
    keeper = site.keeper()
    for _ in range(12):  # a busy machine takes longer from death to death than a keeper minds
        if site.keeper() != keeper:
            break
        (postmaster,) = site.postmasters()
        kill(postmaster)
        wait_until(lambda gone=postmaster: site.postmasters() not in ([], [gone]) and site.is_ready())
    assert site.keeper() != keeper
    assert query(url, "SELECT word FROM kept") == "safe"


def test_a_stale_pid_file_that_names_a_living_stranger_is_no_hindrance(kept):
    site, client, _ = kept
    pid_file = site.cluster.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    client.leave()
    site.stop()
    stranger = subprocess.Popen(["sleep", "60"])
    pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
    os.chown(pid_file, site.cluster.data.stat().st_uid, -1)
    (site.cluster.socket / ".s.PGSQL.5432.lock").write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
    _, url = site.start()
    assert query(url, "SELECT word FROM kept") == "safe"
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_keeper_killed_in_its_first_moments_is_replaced_and_leaves_no_half_made_data(site):
    client = site.client()
    wait_until(site.cluster.unfinished_data)
    kill(site.keeper())
    assert query(client.url(), "SELECT 1") == 1
    client.leave()
    site.stop()
    site.start()
    assert site.cluster.unfinished_data() == []


def test_a_keeper_that_is_told_to_end_stops_its_server_cleanly(kept):
    site, client, _ = kept
    os.kill(site.keeper(), signal.SIGSTOP)
    client.kill()
    os.kill(site.keeper(), signal.SIGTERM)
    os.kill(site.keeper(), signal.SIGCONT)
    wait_until(site.is_gone)
    assert site.cluster.end_of_log(1).endswith("LOG:  database system is shut down")


def _work_for_long(url):
    with pytest.raises(psycopg.OperationalError):
        query(url, "SELECT count(*) FROM generate_series(1, 2000000000)")
