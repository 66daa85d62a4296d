"""A host on this machine that other code posts to: it keeps what came and answers what a test wants."""

import contextlib
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FILES = Path(__file__).parent / "files/outbound"
CERTIFICATE, KEY = FILES / "certificate.pem", FILES / "key.pem"  # for hooks.example.com, until 2126


class Receiver(ThreadingHTTPServer):
    """`status`, `headers` and `body` are the answer; `asked` holds what came: path, headers, body."""

    daemon_threads = True

    def __init__(self, *, secure=False):
        super().__init__(("127.0.0.1", 0), Asked)
        self.asked, self.status, self.headers, self.body = [], 204, {}, b""
        self.scheme = "https" if secure else "http"
        if secure:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE, KEY)
            self.socket = context.wrap_socket(self.socket, server_side=True)

    def address(self, path="/hook", host="127.0.0.1"):
        return f"{self.scheme}://{host}:{self.server_port}{path}"

    def handle_error(self, request, client_address):
        """Whoever hangs up is part of a test."""


class Asked(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.path, dict(self.headers.items()), body))
        self.send_response(self.server.status)
        for name, value in {"Content-Length": len(self.server.body), **self.server.headers}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *args):
        pass


@contextlib.contextmanager
def receiving(**options):
    with Receiver(**options) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()
