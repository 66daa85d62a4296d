"""Ground module: HTTP to addresses that other people typed, through one guarded door. Imports no app.

Whoever may type an address could otherwise have this server ask its own network: the database's host, a router, the
metadata of a cloud (OWASP, Server-Side Request Forgery Prevention Cheat Sheet). So: https unless a setting allows http;
the name is resolved once, every address of it must be a public one, and the connection goes to such an address, while
TLS is checked against the name; no redirect is followed; time and size have limits.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from django.conf import settings

from config.outbound_socket import InTime

Resolver = Callable[[str, int], list[str]]

# IPv6 that leads to an IPv4 address, in its last bits: mapped (RFC 4291, 2.5.5.2) and NAT64 (RFC 6052, 2.1).
CARRIERS = [ipaddress.IPv6Network("::ffff:0:0/96"), ipaddress.IPv6Network("64:ff9b::/96")]
# Not public whatever this Python's tables say: local NAT64, Teredo and its neighbours, 6to4 and its relays, examples,
# IANA's own (RFC 6890), and the inner server of one large cloud.
NEVER = [
    ipaddress.ip_network(network)
    for network in [
        *("64:ff9b:1::/48", "2001::/23", "2002::/16", "3fff::/20", "5f00::/16"),
        *("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32"),
    ]
]
KEPT = "/?%:@!$&'()*+,;=~[]"  # of a path and query; letters of other scripts are written in per cent
MOST_TRIED = 4  # addresses of one host


class Refused(ValueError):
    """Nothing was asked: the address is none that this server goes to. Says why."""


class NoAnswer(Exception):
    """It was asked, or tried to, and no answer came. Says why, in words without the address."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes  # its beginning, when it is not whole
    is_whole: bool
    seconds: float


def resolve(host: str, port: int) -> list[str]:
    """Addresses in the order in which the system would try them. Raises `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True, kw_only=True)
class Door:
    allows_http: bool = False
    allows_loopback: bool = False
    resolve: Resolver = resolve
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context
    connect_seconds: float = 5
    seconds: float = 10  # in all: the name, the connection, the request and the answer
    max_bytes: int = 64 * 1024

    @classmethod
    def of_site(cls) -> "Door":
        return cls(allows_http=settings.OUTBOUND_HTTP, allows_loopback=settings.OUTBOUND_LOOPBACK)

    def check(self, address: str) -> None:
        """What can be said without asking anybody. Raises `Refused`."""
        parts = self._parts(address)
        try:
            literal = ipaddress.ip_address(parts.hostname or "")
        except ValueError:
            is_local = (parts.hostname or "").rstrip(".").lower() in {"localhost", "localhost.localdomain"}
            if is_local and not self.allows_loopback:
                raise Refused("The address must be one on the internet, not this server’s own.") from None
        else:
            self._judge(str(literal))

    def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Raises `Refused` or `NoAnswer`. A redirect is an answer like any other."""
        began = time.monotonic()
        deadline = began + self.seconds
        parts = self._parts(address)
        host = _ascii(parts.hostname or "")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = self._resolved(host, port, deadline)
        for one in found:
            self._judge(one)
        line = None
        try:
            line = InTime(self._connect(found, port, deadline), deadline)
            if parts.scheme == "https":
                line.secure(self.trust(), host)
            connection = http.client.HTTPConnection(host, port)  # never connects by itself: it has its socket
            connection.sock = line  # type: ignore[assignment]  # these methods are all that it uses of one
            target = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=KEPT)
            connection.putrequest("POST", target, skip_host=True, skip_accept_encoding=True)
            sent = {"Host": _authority(host, parts.port), "Content-Length": str(len(body)), **headers}
            for name, value in {**sent, "Connection": "close"}.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            return self._read(connection.getresponse(), began)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NoAnswer(_in_words(error)) from None
        finally:
            if line:
                line.end()

    # -- parts ------------------------------------------------------------------------------------------

    def _parts(self, address: str) -> SplitResult:
        try:
            parts = urlsplit(address)
            parts.port  # noqa: B018 - raises when it is none
        except ValueError:
            raise Refused("This is not a web address.") from None
        if not parts.hostname or not address.isprintable() or " " in address or "\\" in address:
            raise Refused("This is not a web address.")
        if parts.scheme != "https" and not (parts.scheme == "http" and self.allows_http):
            raise Refused("The address must begin with https://.")
        if parts.username is not None or parts.password is not None:
            raise Refused("The address must not hold a user name or password.")
        return parts

    def _resolved(self, host: str, port: int, deadline: float) -> list[str]:
        """In a thread, because the system's resolver keeps to no limit of ours."""
        found: list[str] = []
        failed: list[OSError | UnicodeError] = []

        def ask() -> None:
            try:
                found.extend(self.resolve(host, port))
            except (OSError, UnicodeError) as error:
                failed.append(error)

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(max(0.0, deadline - time.monotonic()))
        if asking.is_alive():
            raise NoAnswer("The name of the host could not be looked up in time.")
        if failed or not found:
            raise NoAnswer("There is no host of this name.")
        return found[:MOST_TRIED]

    def _judge(self, address: str) -> None:
        ip = ipaddress.ip_address(address)
        if not (is_public(ip) or (self.allows_loopback and _inner(ip).is_loopback)):
            raise Refused("The address leads into a private network; only hosts on the internet are asked.")

    def _connect(self, found: list[str], port: int, deadline: float) -> socket.socket:
        """To the first that answers: an IPv6 address is tried in vain where there is no IPv6."""
        problem: OSError = TimeoutError()
        for one in found:
            left = min(self.connect_seconds, deadline - time.monotonic())
            if left <= 0:
                break
            try:
                return socket.create_connection(
                    (one, port), timeout=left
                )  # a number: nothing is resolved again
            except OSError as error:
                problem = error
        raise problem

    def _read(self, response: http.client.HTTPResponse, began: float) -> Answer:
        body, is_whole = b"", True
        try:
            while len(body) <= self.max_bytes and (piece := response.read1(self.max_bytes)):
                body += piece
        except (OSError, http.client.HTTPException, ValueError):
            is_whole = False  # too slow or broken off; the answer itself stands in the first line
        return Answer(
            status=response.status,
            headers={name.lower(): value for name, value in response.getheaders()},
            body=body[: self.max_bytes],
            is_whole=is_whole and len(body) <= self.max_bytes,
            seconds=round(time.monotonic() - began, 3),
        )


def is_public(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether it stands for one host on the internet."""
    inner = _inner(ip)
    if getattr(ip, "scope_id", None) or any(inner in net for net in NEVER if net.version == inner.version):
        return False
    # `is_global` alone lets groups and some reserved addresses pass.
    special = inner.is_private or inner.is_multicast or inner.is_reserved or inner.is_unspecified
    local = inner.is_loopback or inner.is_link_local or getattr(inner, "is_site_local", False)
    return inner.is_global and not special and not local


def _inner(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    if isinstance(ip, ipaddress.IPv6Address) and any(ip in carrier for carrier in CARRIERS):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip


def _ascii(host: str) -> str:
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        raise Refused("This is not a web address.") from None


def _authority(host: str, port: int | None) -> str:
    return (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")


def _in_words(error: Exception) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            return f"The host’s certificate is not valid for it: {error.verify_message.rstrip('.')}."
        case TimeoutError():
            return "The host did not answer in time."
        case ssl.SSLError():
            return "No secure connection could be agreed with the host."
        case ConnectionRefusedError():
            return "The host refused the connection: nothing listens there."
        case http.client.RemoteDisconnected() | ConnectionError():
            return "The host hung up without an answer."
        case http.client.HTTPException() | ValueError():
            return "What came back is no answer in HTTP."
        case _:
            return "The host cannot be reached."
