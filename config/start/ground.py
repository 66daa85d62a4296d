"""What must be true of the machine before anything is started: a folder of our own, a free port."""

import errno
import fcntl
import os
import secrets
import socket
from pathlib import Path
from typing import TextIO

from config.start.wording import Refusal

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ["media", "mail", "static"]
MOST_PROCESSES = 4  # by themselves: each takes 100 MB and some connections


def take() -> TextIO:
    """Our folder and our port, or a refusal; the folder is held until the returned file is closed."""
    host, port = host_and_port()
    make_folders(var())
    held = only_copy(var(), f"http://{host}:{port}")
    check_port(host, port)
    return held


def var() -> Path:
    return Path(os.environ.get("BYLINE_VAR", "").strip() or ROOT / "var").expanduser().resolve()


def host_and_port() -> tuple[str, int]:
    """Where to listen; the host as a number, because granian takes no names."""
    host, port = (
        os.environ.get("HOST", "").strip() or "127.0.0.1",
        os.environ.get("PORT", "").strip() or "8000",
    )
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise Refusal("PORT must be a number from 1 to 65535.")
    if host == "localhost":
        host = (
            "127.0.0.1"  # not asked for: it is a loopback address (RFC 6761, 6.3) also where no file says so
        )
    try:
        found = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)
    except socket.gaierror:
        raise Refusal(f"HOST={host} is no address of this machine.") from None
    numbers = [str(address[0]) for *_, address in found]
    return min(numbers, key=lambda number: ":" in number), int(port)  # of localhost the older one


def web_processes() -> int:
    """As many as are asked for, else one for each processor that we may use, up to `MOST_PROCESSES`."""
    asked = os.environ.get("WEB_PROCESSES", "").strip()  # config/settings.py has seen that it is a number
    return int(asked or 0) or min(processors(), MOST_PROCESSES)


def processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def make_folders(var: Path) -> None:
    """The folder and what belongs in it, for our eyes only; with a secret key the first time."""
    try:
        for folder in [var, *(var / name for name in FOLDERS)]:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (var / "writable").write_text("")
        (var / "writable").unlink()
    except OSError as error:
        raise _not_writable(var, error) from error
    _make_secret_key(var / "secret-key")


def _not_writable(var: Path, error: OSError) -> Exception:
    if (
        isinstance(error, (PermissionError, FileExistsError, NotADirectoryError))
        or error.errno == errno.EROFS
    ):
        return Refusal(
            f"{var} cannot be written to; choose another folder: BYLINE_VAR=/some/folder bin/start"
        )
    return error


def _make_secret_key(path: Path) -> None:
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64) + "\n")
        fresh.rename(path)  # never half a key, whenever the power goes


def only_copy(var: Path, address: str) -> TextIO:
    """Holds `var` until the returned file is closed or this process dies; refuses when another copy holds it."""
    file = open(var / "running", "a+")  # noqa: SIM115  the caller closes it
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        raise Refusal(
            f"This site is already running ({file.read().strip() or 'just started'}); "
            "for a second one choose another folder and port: BYLINE_VAR=var2 PORT=8001 bin/start"
        ) from None
    file.truncate(0)
    file.write(f"process {os.getpid()}, {address}\n")
    file.flush()
    return file


def check_port(host: str, port: int) -> None:
    """Refuses when nothing could listen there."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except PermissionError:
        raise Refusal(
            f"Port {port} needs more rights than yours; choose another: PORT=8001 bin/start"
        ) from None
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            raise Refusal(f"HOST={host} is no address of this machine.") from None
        raise Refusal(
            f"Port {port} is taken on {host}; choose another: PORT={port % 65535 + 1} bin/start"
        ) from None
