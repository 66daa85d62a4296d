"""A real IMAP server on this machine (pymap, in a process of its own), and another program's view of its mailbox."""

import contextlib
import imaplib
import socket
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

USER, PASSWORD = "answers@example.com", 'a@b:c/d?e#f%g "h\\ü'  # as people choose them

# Half a million rounds of hashing would make each sign-in last a quarter of a second.
START = """
from pymap import config, main
from pysasl.hashing import BuiltinHash
config.BuiltinHash = lambda: BuiltinHash(rounds=1)
main.main()
"""


class ImapServer:
    def __init__(self, port, process):
        self.port, self.process = port, process

    def account(self, **other):
        return {
            "HOST": "127.0.0.1",
            "PORT": self.port,
            "IS_SECURE": False,
            "USER": USER,
            "PASSWORD": PASSWORD,
            "FOLDER": "INBOX",
            **other,
        }

    @contextlib.contextmanager
    def opened(self, folder="INBOX"):
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=5) as server:
            server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else 40 ms for each literal
            server.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
            server.select(folder)
            yield server

    def deliver(self, *mails, flags=""):
        with self.opened() as server:
            for raw in mails:
                assert server.append("INBOX", f"({flags})", None, raw)[0] == "OK"

    def unread(self):
        """UIDs of the mails that nobody has read."""
        with self.opened() as server:
            return [int(one) for one in server.uid("SEARCH", "UNSEEN")[1][0].split()]

    def empty(self):
        with self.opened() as server:
            server.store("1:*", "+FLAGS.SILENT", r"(\Deleted)")
            server.expunge()


@contextlib.contextmanager
def imap_server(*options):
    port = _free_port()
    command = [sys.executable, "-c", START, "--host", "127.0.0.1", "--port", str(port), *options]
    backend = ["dict", "--demo-data", "--demo-user", USER, "--demo-password", PASSWORD]
    with subprocess.Popen([*command, *backend], stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(port, process)
            yield ImapServer(port, process)
        finally:
            process.terminate()


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return sock.getsockname()[1]


def _wait_for(port, process):
    ends_at = time.monotonic() + 20
    while time.monotonic() < ends_at and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as sock:
            if sock.recv(100).startswith(b"* OK"):
                return
        time.sleep(0.02)
    raise RuntimeError("The IMAP server did not start.")


FILES = Path(__file__).parent / "files/mail"
CERTIFICATE, KEY = FILES / "certificate.pem", FILES / "key.pem"  # for localhost, until 2126


@contextlib.contextmanager
def secured(server):
    """The same server by TLS: the port of a relay to it, for one caller after the other."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE, KEY)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_relay, args=(listening, context, server.port), daemon=True).start()
        yield listening.getsockname()[1]


def _relay(listening, context, port):
    with contextlib.suppress(OSError):  # it was closed
        while True:
            plain, _ = listening.accept()
            with (
                contextlib.suppress(OSError),
                context.wrap_socket(plain, server_side=True) as outside,
                socket.create_connection(("127.0.0.1", port)) as inside,
            ):
                threading.Thread(target=_copy, args=(inside, outside), daemon=True).start()
                _copy(outside, inside)


def _copy(source, target):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
