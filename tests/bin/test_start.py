import os
import signal
import socket
import stat
import time
from pathlib import Path

import pytest

from config.start.giving_way import LEAST, NICENESS, can_leave_idle
from tests.bin.conftest import READY, processes_of, seconds, wait_until

pytestmark = pytest.mark.process
WAITING_BEHIND_ONE_AT_WORK = """
WITH elsewhere AS (
    INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() + interval '1 hour') RETURNING id
)
INSERT INTO procrastinate_jobs (task_name, queue_name, lock, status, worker_id, scheduled_at)
SELECT 'leads.learn', 'housekeeping', 'test', status::procrastinate_job_status, worker, now() - interval '1 minute'
FROM elsewhere, LATERAL (VALUES ('doing', id), ('todo', NULL)) AS job (status, worker)
"""  # a job that no living worker has would be brought back within a minute, and both done


@pytest.fixture
def stopped(copied):
    """The copy, of which nothing runs, neither before nor afterwards."""
    copied.end()
    yield copied
    copied.end()


@pytest.fixture
def site(copied):
    """The copy, running with two web processes; what the test before left running will do."""
    if not (copied.running and copied.running[-1].process.poll() is None):
        copied.environment["WEB_PROCESSES"] = "2"
        copied.start()
    return copied.running[-1]


def introduction(copy):
    address = f"http://localhost:{copy.port}"
    return [
        "",
        f"  The site       {address}/",
        f"  The blog       {address}/blog/",
        f"  The admin      {address}/admin/",
        f"  Demo logins    admin@example.com, editor@example.com, sales@example.com; password in {copy.var / 'demo-password'}",
        f"  Files          {copy.var}",
        "",
        READY,
    ]


def steps(said):
    return [line.split(" … ")[0].strip() for line in said.splitlines() if " … " in line]


def test_a_fresh_copy_serves_its_pages_and_ctrl_c_leaves_nothing_running(stopped):
    site = stopped.start()
    assert steps(site.said()) == [
        "Database",
        "Tables",
        "Demo content",
        "Static files",
        "Web server and worker",
    ]
    assert site.said().splitlines()[5:] == introduction(stopped)
    assert [site.page(path)[0] for path in ["/", "/blog/", "/livez", "/readyz"]] == [200, 200, 200, 200]
    assert site.end(signal.SIGINT) < seconds(5)
    assert site.process.returncode == 0
    assert site.said().splitlines()[-2:] == ["", "Stopped."]
    assert wait_until(lambda: processes_of(stopped.var) == [])


def test_only_the_owner_may_read_what_is_written(copied):
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [copied.var, *copied.var.iterdir()]}
    private = {
        name: modes[name] for name in ["var", "media", "mail", "static", "secret-key", "demo-password"]
    }
    assert private == {name: 0o600 if name in {"secret-key", "demo-password"} else 0o700 for name in private}


def test_a_second_start_changes_nothing_and_takes_seconds(stopped):
    def state():
        folders = [stopped.var / "media", stopped.var / "static"]
        files = [stopped.var / "secret-key", *(path for folder in folders for path in folder.rglob("*"))]
        # The worker goes on making AVIF; all else stays as it was.
        return {path: path.stat().st_mtime_ns for path in files if path.is_file() and path.suffix != ".avif"}

    before = state()
    began = time.monotonic()
    site = stopped.start()
    assert time.monotonic() - began < seconds(8), site.said()
    assert steps(site.said()) == ["Database", "Web server and worker"]
    assert site.end(signal.SIGTERM) < seconds(5)
    assert state() == before


def test_a_second_one_on_the_same_folder_says_that_it_is_running(site, copied):
    assert copied.refusal() == (
        f"This site is already running (process {site.process.pid}, http://127.0.0.1:{copied.port}); for a second "
        "one choose another folder and port: BYLINE_VAR=var2 PORT=8001 bin/start\n"
    )
    assert site.page()[0] == 200


def test_one_web_process_that_is_killed_is_replaced_while_the_others_answer(site):
    before = site.children("granian")
    # The first page comes from whichever was there first.
    assert wait_until(lambda: listeners(site.copy.port) == len(before))
    os.kill(max(before), signal.SIGKILL)
    assert wait_until(lambda: answers_a_page(site))
    assert wait_until(lambda: len(site.children("granian") - {max(before)}) == len(before))
    assert "starting it again" not in site.said()


def test_the_worker_gives_way_until_something_has_waited(site, copied):
    worker = site.child("config.start.worker")
    assert os.getpriority(os.PRIO_PROCESS, worker) == NICENESS
    group = Path(f"/proc/{worker}/autogroup")
    if not group.exists():
        pytest.skip("This system shares its processors among processes alone.")

    def nice():
        return int(group.read_text().split()[-1])

    def policies():
        threads = Path(f"/proc/{worker}/task").iterdir()
        return {os.sched_getscheduler(int(thread.name)) & ~os.SCHED_RESET_ON_FORK for thread in threads}

    least = os.SCHED_IDLE if can_leave_idle() else os.SCHED_OTHER

    copied.do(
        "DELETE FROM procrastinate_jobs WHERE status = 'todo'"
    )  # pictures of a new site, and what waits behind
    assert wait_until(lambda: (nice(), policies()) == (LEAST, {least}))
    copied.do(WAITING_BEHIND_ONE_AT_WORK)
    assert wait_until(lambda: (nice(), policies()) == (NICENESS, {os.SCHED_OTHER}))
    copied.do("DELETE FROM procrastinate_jobs WHERE lock = 'test' OR status = 'todo'")
    assert wait_until(lambda: (nice(), policies()) == (LEAST, {least}))


def test_a_web_server_or_worker_that_is_killed_comes_back(site, copied):
    web, worker = site.child("granian"), site.child("config.start.worker")
    os.kill(web, signal.SIGKILL)
    os.kill(worker, signal.SIGKILL)
    assert wait_until(lambda: site.said().count("starting it again in 1 s.") == 2)
    assert wait_until(lambda: answers(copied.port))
    assert sorted(site.said().splitlines()[-2:]) == [
        "  The web server ended (signal 9); starting it again in 1 s.",
        "  The worker ended (signal 9); starting it again in 1 s.",
    ]
    assert site.page()[0] == 200
    assert {site.child("granian"), site.child("config.start.worker")} & {web, worker} == set()


def answers_a_page(site):
    """What had already been given to the process that was killed is cut off; whoever asks again is answered."""
    try:
        return site.page()[0] == 200
    except OSError as error:
        if not isinstance(getattr(error, "reason", error), ConnectionResetError | BrokenPipeError):
            raise
        return False


def listeners(port):
    """How many processes take connections there; each has a socket of its own."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(row[1].endswith(f":{port:04X}") and row[3] == "0A" for row in rows)


def answers(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def test_nothing_outlives_a_killed_supervisor(site, copied):
    site.end(signal.SIGKILL)
    assert wait_until(lambda: not answers(copied.port))
    assert wait_until(lambda: processes_of(copied.var) == [])


def test_it_can_be_stopped_while_it_makes_ready(stopped):
    """Nothing is half done that the next start would not do again."""
    (stopped.var / "static.stamp").unlink(missing_ok=True)
    site = stopped.start_without_waiting()
    assert wait_until(lambda: "Database" in site.said())
    assert site.end(signal.SIGTERM) < seconds(5)
    assert wait_until(lambda: processes_of(stopped.var) == [])
    again = stopped.start()
    assert steps(again.said()) == ["Database", "Static files", "Web server and worker"]
    assert again.page()[0] == 200
    assert again.end(signal.SIGHUP) < seconds(5)
