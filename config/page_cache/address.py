"""Under which address a request's page is kept, and which requests pass the cache by."""

import io
import re
import sys
from typing import Any, NamedTuple

SPLITS = {"page", "before"}  # the parameters that pages differ by
NUMBER = re.compile(r"page=[0-9]{1,6}")  # kept; places in old lists are too many
# Of those who count visits and letters; no page of ours reads them on the server.
TRACKS = re.compile(
    r"(?:utm_\w+|_?[a-z]{1,4}clk?id|[gw]braid|mc_[ce]id|_hs\w+|mkt_tok|igshid|ref|source)", re.A
)
LONGEST = 2000  # characters of path and query together


class Address(NamedTuple):
    host: str
    path: str
    query: str  # what splits, in one order


def address_of(environ: dict[str, Any]) -> tuple[Address, bool]:
    """The address, and whether an answer to this request may be kept under it.

    A request with parameters that nobody knows gets the page that is there, but leaves none behind.
    """
    host, path = environ.get("HTTP_HOST", ""), environ.get("PATH_INFO", "")
    query = environ.get("QUERY_STRING", "")
    if not query:
        return Address(host, path, ""), len(path) <= LONGEST
    split, is_known = [], len(path) + len(query) <= LONGEST
    for part in query.split("&"):
        name = part.partition("=")[0]
        if name in SPLITS:
            split.append(part)
            is_known = is_known and bool(NUMBER.fullmatch(part))
        elif part and not TRACKS.fullmatch(name):
            is_known = False
    return Address(host, path, "&".join(split)), is_known and len(split) <= 1


def passes_by(environ: dict[str, Any], session_cookie: str, *, is_secure: bool) -> bool:
    """Whether the request is none that a kept page could answer, or that could leave one."""
    get = environ.get
    return bool(
        environ["REQUEST_METHOD"] not in {"GET", "HEAD"}
        or get("HTTP_AUTHORIZATION")
        or (get("CONTENT_LENGTH") or "0") != "0"
        or get("HTTP_TRANSFER_ENCODING")
        or get("SCRIPT_NAME")
        or ("HTTP_COOKIE" in environ and session_cookie in environ["HTTP_COOKIE"])
        or (is_secure and get("HTTP_X_FORWARDED_PROTO") != "https" and get("wsgi.url_scheme") != "https")
    )


def environ_of(address: Address, *, is_secure: bool) -> dict[str, Any]:
    """A request for this address by nobody in particular (PEP 3333): kept pages depend on nothing else."""
    host, _, port = address.host.partition(":")
    scheme = "https" if is_secure else "http"
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": address.path,
        "QUERY_STRING": address.query,
        "SERVER_NAME": host,
        "SERVER_PORT": port or ("443" if is_secure else "80"),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": address.host,
        "HTTP_X_FORWARDED_PROTO": scheme,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
