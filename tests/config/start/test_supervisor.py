import signal
import subprocess
import sys
import time

import pytest

from config.start import guard
from config.start.children import Child
from config.start.supervisor import Supervisor
from config.start.wording import Refusal

pytestmark = pytest.mark.process
DIES = ["-c", "raise SystemExit(3)"]
STAYS = ["-c", "import time; time.sleep(60)"]
IS_STUBBORN = [
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)",
]


@pytest.fixture
def supervisor():
    supervisor = Supervisor()
    yield supervisor
    supervisor.end()


def hurry(supervisor, child, ticks=1):
    """Without the pauses."""
    for _ in range(ticks):
        child.again_at = 0
        supervisor.tick()


def test_the_pause_before_another_attempt_doubles_up_to_half_a_minute(capsys):
    child = Child("The worker", DIES)
    for _ in range(7):
        child.start()
        child.process.wait()
        child.bury()
    seconds = [line.split()[-2] for line in capsys.readouterr().out.splitlines()]
    assert seconds == ["1", "2", "4", "8", "16", "30", "30"]
    assert not child.is_due()


def test_a_child_that_lived_long_starts_again_at_once(capsys):
    child = Child("The worker", DIES, deaths=5)
    child.start()
    child.process.wait()
    child.started_at -= 61
    child.bury()
    assert capsys.readouterr().out == "  The worker ended (exit code 3); starting it again in 1 s.\n"


def test_what_cannot_start_is_given_up(supervisor, capsys):
    child = Child("The worker", DIES)
    supervisor.start([child])
    while child.deaths < 2:
        hurry(supervisor, child)
    with pytest.raises(Refusal) as refusal:
        hurry(supervisor, child, ticks=300)
    assert str(refusal.value) == "The worker cannot start; what it said stands above."


def test_a_death_after_the_site_was_ready_is_never_given_up(supervisor, capsys):
    child = Child("The worker", DIES)
    supervisor.was_ready = True
    supervisor.start([child])
    while child.deaths < 4:
        hurry(supervisor, child)


def test_the_guard_ends_what_its_supervisor_left(capsys):
    child, watcher = Child("The worker", STAYS), guard.Guard()
    child.start()
    watcher.watch(child.process.pid)
    watcher.process.stdin.close()  # as the death of the supervisor does
    assert child.process.wait(30) == -signal.SIGTERM
    assert watcher.process.wait(30) == 0


def test_the_guard_spares_what_was_taken_off_its_list():
    child, watcher = Child("The worker", STAYS), guard.Guard()
    child.start()
    watcher.watch(child.process.pid)
    watcher.forget(child.process.pid)
    watcher.dismiss()
    assert child.process.poll() is None
    child.process.kill()
    child.process.wait()


def test_who_does_not_listen_is_killed_when_the_patience_is_over():
    stubborn = subprocess.Popen(
        [sys.executable, *IS_STUBBORN], stdout=subprocess.PIPE, start_new_session=True
    )
    stubborn.stdout.readline()
    began = time.monotonic()
    guard.end({stubborn.pid}, patience=0.2)
    assert stubborn.wait(30) == -signal.SIGKILL
    assert time.monotonic() - began < guard.PATIENCE
    stubborn.stdout.close()
