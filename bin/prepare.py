"""Makes the virtual environment and fills it when the pinned files changed, then hands over to the command.

Runs on any Python from 3.11, with nothing but the standard library. Two copies at once take turns.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from config.start import ground, guard  # noqa: E402
from config.start.wording import Refusal, refusals, say, step  # noqa: E402

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"  # file name → digest of what was installed from it
LOG = VENV / "install.log"
BROWSERS = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome"]
DEBIAN = {"Chromium": ["chromium", "fonts-liberation"], "libatomic": ["libatomic1"]}


def prepare(*files: str) -> None:
    """Everything pinned in these files is installed afterwards; costs milliseconds when it already is."""
    VENV.mkdir(exist_ok=True)
    with turn(VENV):
        wanted = {name: digest(ROOT / name) for name in files}
        installed = read_stamp()
        missing = [name for name in files if installed.get(name) != wanted[name]]
        if missing:
            make_environment()
            install(missing)
            STAMP.write_text(json.dumps(installed | wanted, indent=1))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_stamp() -> dict[str, str]:
    """What is installed; nothing is when the Python it was installed for has gone."""
    if not PYTHON.exists() or not STAMP.exists():
        return {}
    try:
        return json.loads(STAMP.read_text())
    except ValueError:
        return {}


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("  Another command is installing packages; waiting for it …")
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(lock)


def make_environment() -> None:
    if PYTHON.exists() and quiet([PYTHON, "-m", "pip", "--version"]):
        return
    try:
        import ensurepip  # noqa: F401  Debian packs it apart, and venv then fails with a page of text
        import venv  # noqa: F401
    except ImportError:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise Refusal(
            f"This Python cannot make a virtual environment; on Debian or Ubuntu: apt install python{version}-venv"
        ) from None
    with step("Virtual environment (.venv, first time only)"):
        if not quiet([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV]) or not add_pip():
            raise Refusal(why_not("The virtual environment could not be made"))


def add_pip() -> bool:
    """The one that comes with this Python. A wheel is a zip of what belongs there: `ensurepip` would first compile
    all of it, which takes nine seconds."""
    import ensurepip

    folder = sysconfig.get_config_var("WHEEL_PKG_DIR") or Path(ensurepip.__file__).parent / "_bundled"
    for wheel in Path(folder).glob(f"pip-{ensurepip.version()}-*.whl"):
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(sysconfig.get_path("purelib", "venv", {"base": str(VENV)}))
        return True
    return quiet([PYTHON, "-m", "ensurepip"])


def install(files: list[str]) -> None:
    """By two processes, as most of the time goes into reading what the index offers of each package."""
    with step(f"Packages ({', '.join(files)})"):
        halves = [VENV / "half-1.txt", VENV / "half-2.txt"]
        # By name: what two files pin alike must not be unpacked twice at once.
        pinned = {entry.split("==")[0]: entry for name in files for entry in entries(ROOT / name)}
        for number, half in enumerate(halves):
            half.write_text("\n".join(list(pinned.values())[number :: len(halves)]))
        # Python compiles what is imported, which is a tenth of what is installed; `bin/compile` resolved everything.
        spared = ["--no-compile", "--no-deps", "--disable-pip-version-check"]
        pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--require-hashes", *spared, "-r"]
        if not quiet(*([*pip, half] for half in halves)):
            raise Refusal(why_not("The packages could not be installed"))
        for half in halves:
            half.unlink()


def entries(requirements: Path) -> list[str]:
    """A package with its version and hashes each."""
    lines = [line for line in requirements.read_text().splitlines() if not line.lstrip().startswith("#")]
    return [entry for entry in re.split(r"\n(?=\S)", "\n".join(lines)) if entry.strip()]


def quiet(*commands: list[str | Path]) -> bool:
    """Whether all succeeded, run at once; what those said that did not is in `LOG`. When we are stopped, they and all
    they started end too."""
    with ExitStack() as stack:
        said = [stack.enter_context(tempfile.TemporaryFile()) for _ in commands]
        started: list[subprocess.Popen[bytes]] = []
        try:
            for command, output in zip(commands, said, strict=True):
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    cwd=ROOT,
                    start_new_session=True,
                )
                started.append(stack.enter_context(process))
            for process in started:
                process.wait()
        except BaseException:
            guard.send(
                {process.pid for process in started}, signal.SIGINT
            )  # at which pip clears its folders away
            for process in started:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(guard.PATIENCE)
            guard.send({process.pid for process in started}, signal.SIGKILL)
            raise
        failed = [output for process, output in zip(started, said, strict=True) if process.returncode]
        if failed:
            for output in failed:
                output.seek(0)
            LOG.write_bytes(b"\n".join(output.read() for output in failed))
    return not failed


REASONS = {
    "No space left on device": "the disk is full",
    "DO NOT MATCH THE HASHES": "a download is not the file that was pinned",
    "Connection": "a download failed (is there a network?)",
    "Temporary failure in name resolution": "a download failed (is there a network?)",
    "Read timed out": "a download failed (is there a network?)",
    "Could not find a version": "the package index does not offer what is pinned, or does not answer",
    "Permission denied": f"{VENV} cannot be written to",
}


def why_not(what: str) -> str:
    said = LOG.read_text(errors="replace")
    reason = next((reason for sign, reason in REASONS.items() if sign in said), "something unforeseen")
    return f"{what}: {reason}; all that was said stands in {LOG}."


def prepare_browser() -> None:
    """The browser that the tests drive, and what drives it; installs Debian's when this machine lets us."""
    missing = missing_for_browser()
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        with step(f"{' and '.join(missing)} (apt-get, first time only)"):
            os.environ["DEBIAN_FRONTEND"] = "noninteractive"
            quiet(["apt-get", "update", "-q"])
            packages = [package for name in missing for package in DEBIAN[name]]
            quiet(["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages])
        missing = missing_for_browser()
    if missing:
        raise Refusal(
            f"The browser tests need {' and '.join(missing)}, on Debian or Ubuntu: apt install "
            f'{" ".join(DEBIAN[name][0] for name in missing)}. Without them: bin/test -m "not browser"'
        )


def missing_for_browser() -> list[str]:
    """Names in `DEBIAN`. Playwright's driver is a Node.js that wants libatomic, which few machines miss."""
    browser = os.environ.get("CHROMIUM") or any(shutil.which(name) for name in BROWSERS)
    drivers = VENV.glob("lib/python*/site-packages/playwright/driver/node")
    driver = all(quiet([node, "--version"]) for node in drivers)
    return [*([] if browser else ["Chromium"]), *([] if driver else ["libatomic"])]


def base() -> list[str]:
    """What every command needs; the embedded database only where no other was named, a bucket's only where one was."""
    return [
        "requirements.txt",
        *([] if os.environ.get("DATABASE_URL", "").strip() else ["requirements-embedded.txt"]),
        *(["requirements-s3.txt"] if os.environ.get("MEDIA_BUCKET", "").strip() else []),
    ]


def start(arguments: list[str]) -> list[str]:
    if arguments:
        raise Refusal("bin/start takes no arguments; what it can be told stands in docs/operating.md.")
    ground.take().close()  # what stands in the way is said before anybody waits for downloads
    prepare(*base())
    return ["-m", "config.start"]


def manage(arguments: list[str]) -> list[str]:
    prepare(*base())
    return ["manage.py", *arguments]


def test(arguments: list[str]) -> list[str]:
    prepare(*base(), "requirements-s3.txt", "requirements-dev.txt")
    if not any("not browser" in argument for argument in arguments):
        prepare_browser()
    os.environ.setdefault(
        "BYLINE_VAR", str(ROOT / "var" / "test")
    )  # a test never touches the site's own files
    return ["-m", "pytest", *arguments]


def check(arguments: list[str]) -> list[str]:
    prepare("requirements.txt", "requirements-dev.txt")
    return ["bin/checks.py", *arguments]


COMMANDS: dict[str, Callable[[list[str]], list[str]]] = {
    "start": start,
    "manage": manage,
    "test": test,
    "check": check,
}


if __name__ == "__main__":
    # SIGINT, too: a shell's background job is deaf to it, and so would be all that it starts.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has it
            signal.signal(number, signal.default_int_handler)  # ends as Ctrl-C does; the command sets its own
    with refusals():
        rest = COMMANDS[sys.argv[1]](sys.argv[2:])
        os.chdir(ROOT)
        # A container's setting, for small images; here each of many processes would compile Django anew.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        sys.stdout.flush()
        os.execv(PYTHON, [str(PYTHON), *rest])  # the same process, so that signals reach the command itself
