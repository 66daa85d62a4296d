import signal
import time

from config.start import guard
from config.start.children import Child
from config.start.wording import Refusal

TICK = 0.2  # seconds
HOPELESS = 3  # deaths in a row before the site was ever ready


class Stopped(BaseException):
    """Somebody asked us to end: Ctrl-C, SIGTERM, or the terminal was closed."""


def stop(number: int, frame: object) -> None:
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)  # once is enough, and ending takes less than five seconds
    raise Stopped


def listen_for_the_end() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has it
            signal.signal(number, stop)


class Supervisor:
    def __init__(self) -> None:
        self.children: list[Child] = []
        self.was_ready = False
        self.guard = guard.Guard()

    def run(self, child: Child) -> int:
        """To its end; its exit code. `end` ends it too."""
        self.children = [child]
        self._start(child)
        assert child.process
        code = child.process.wait()
        guard.send({child.process.pid}, signal.SIGKILL)  # what it began beside and no longer needs
        self.guard.forget(child.process.pid)
        self.children = []
        return code

    def start(self, children: list[Child]) -> None:
        self.children = children
        for child in self.children:
            self._start(child)

    def tick(self) -> None:
        """One look at every child. Raises `Refusal` when one dies again and again before the site was ready."""
        for child in self.children:
            if child.has_died():
                self._bury(child)
            elif child.is_due():
                self._start(child)
        time.sleep(TICK)

    def end(self) -> None:
        """Within `guard.PATIENCE` seconds and a little."""
        alive = [child.process for child in self.children if child.process]
        for process in alive:
            process.terminate()  # the leader alone: granian sees to its own, and complains of deaths
        until = time.monotonic() + guard.PATIENCE
        while time.monotonic() < until and any(process.poll() is None for process in alive):
            time.sleep(0.05)
        guard.send({process.pid for process in alive}, signal.SIGKILL)
        for process in alive:
            process.wait()
            self.guard.forget(process.pid)
        self.guard.dismiss()

    def _start(self, child: Child) -> None:
        child.start()
        assert child.process
        self.guard.watch(child.process.pid)

    def _bury(self, child: Child) -> None:
        assert child.process
        group = child.process.pid
        child.bury()
        self.guard.forget(group)
        if child.deaths >= HOPELESS and not self.was_ready:
            raise Refusal(f"{child.name} cannot start; what it said stands above.")
