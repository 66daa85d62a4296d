"""Out through the guarded door, to real servers on this machine."""

import ipaddress
import socket
import ssl
import threading
import time
from contextlib import contextmanager

import pytest

from config.outbound import Door, NoAnswer, Refused, is_public
from tests.receiver import CERTIFICATE, receiving

INNER = Door(allows_http=True, allows_loopback=True)


def leads_to(*addresses):
    return lambda host, port: list(addresses)


@contextmanager
def speaking(talk):
    """A server that does with its one connection whatever `talk` says."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        connection, _ = server.accept()
        try:
            connection.recv(65536)
            talk(connection)
        except OSError:
            pass
        finally:
            connection.close()

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    server.close()


def test_what_is_posted_arrives_and_the_answer_comes_back():
    with receiving() as host:
        host.status, host.body, host.headers = 201, b"made", {"X-Of-Theirs": "1"}
        answer = INNER.post(host.address("/a?b=c"), b"{}", {"Content-Type": "application/json"})
        [(path, headers, body)] = host.asked
    assert (path, body, headers["Content-Type"], headers["Host"]) == (
        "/a?b=c",
        b"{}",
        "application/json",
        f"127.0.0.1:{host.server_port}",
    )
    assert (answer.status, answer.body, answer.is_whole, answer.headers["x-of-theirs"]) == (
        201,
        b"made",
        True,
        "1",
    )


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1"),
        *("169.254.169.254", "100.100.100.200", "168.63.129.16", "224.0.0.1", "239.1.1.1", "240.0.0.1"),
        *("255.255.255.255", "192.0.0.8", "198.18.0.1", "203.0.113.5", "192.88.99.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe"),
        *("64:ff9b:1::1", "2002:7f00:1::", "3fff::1", "2001:0:1::1", "2001:db8::1", "::127.0.0.1"),
    ],
)
def test_an_address_of_a_private_network_is_never_asked(address):
    assert is_public(ipaddress.ip_address(address)) is False
    door = Door(resolve=leads_to("93.184.216.34", address))  # one good address does not excuse the other
    with pytest.raises(Refused, match="private network"):
        door.post("https://crm.example.com/", b"", {})


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
)
def test_a_host_on_the_internet_may_be_asked(address):
    assert is_public(ipaddress.ip_address(address)) is True


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://crm.example.com/", "must begin with https://"),
        ("ftp://crm.example.com/", "must begin with https://"),
        ("file:///etc/passwd", "not a web address"),
        ("https://", "not a web address"),
        ("https://a b.example.com/", "not a web address"),
        ("https://x.example.com\\@evil.example.com/", "not a web address"),
        ("https://x.example.com/\r\nX: y", "not a web address"),
        ("https://x.example.com:99999/", "not a web address"),
        ("https://me:secret@x.example.com/", "user name or password"),
        ("https://localhost/", "not this server’s own"),
        ("https://LOCALHOST./", "not this server’s own"),
        ("https://127.0.0.1/", "private network"),
        ("https://[::1]/", "private network"),
        ("https://[::ffff:169.254.169.254]/", "private network"),
    ],
)
def test_what_is_wrong_with_an_address_is_said_before_anybody_is_asked(address, why):
    with pytest.raises(Refused, match=why):
        Door().check(address)
    with pytest.raises(Refused):
        Door(resolve=leads_to("127.0.0.1")).post(address, b"", {})


@pytest.mark.parametrize("typed", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0"])
def test_a_number_written_oddly_is_still_this_machine(typed):
    """The system's resolver reads these; what it answers is judged, not what was typed."""
    with pytest.raises(Refused, match="private network"):
        Door().post(f"https://{typed}/", b"", {})


def test_a_name_is_looked_up_once_and_the_answer_is_the_one_that_is_asked():
    """A second answer, which a hostile name server would give, is never asked for."""
    answers = [["127.0.0.1"], ["127.0.0.9"]]
    with receiving() as host:
        door = Door(allows_http=True, allows_loopback=True, resolve=lambda name, port: answers.pop(0))
        assert door.post(host.address(host="rebinding.example.com"), b"", {}).status == 204
        assert host.asked[0][1]["Host"] == f"rebinding.example.com:{host.server_port}"
    assert answers == [["127.0.0.9"]]


def test_the_next_address_of_a_host_is_tried_when_one_is_away():
    with receiving() as host:
        door = Door(allows_http=True, allows_loopback=True, resolve=leads_to("127.0.0.77", "127.0.0.1"))
        assert door.post(host.address(host="two.example.com"), b"", {}).status == 204


def test_letters_of_any_script_may_stand_in_an_address():
    with receiving() as host:
        door = Door(allows_http=True, allows_loopback=True, resolve=leads_to("127.0.0.1"))
        door.post(host.address("/straße?q=%C3%A9&r=ü", host="bücher.example.com"), b"", {})
        [(path, headers, _)] = host.asked
    assert (path, headers["Host"].split(":")[0]) == (
        "/stra%C3%9Fe?q=%C3%A9&r=%C3%BC",
        "xn--bcher-kva.example.com",
    )


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status):
    with receiving() as other, receiving() as host:
        host.status, host.headers = status, {"Location": other.address()}
        assert INNER.post(host.address(), b"secret", {}).status == status
        assert other.asked == []


def trusting():
    return ssl.create_default_context(cafile=str(CERTIFICATE))


def test_the_certificate_is_checked_against_the_name_though_a_number_is_asked():
    with receiving(secure=True) as host:
        here = {"allows_loopback": True, "resolve": leads_to("127.0.0.1")}
        good = host.address(host="hooks.example.com")
        assert Door(trust=trusting, **here).post(good, b"", {}).status == 204
        with pytest.raises(NoAnswer, match="certificate is not valid for it: Hostname mismatch"):
            Door(trust=trusting, **here).post(host.address(host="other.example.com"), b"", {})
        with pytest.raises(NoAnswer, match="certificate is not valid for it: self"):
            Door(**here).post(good, b"", {})
        assert len(host.asked) == 1


def drip(connection):
    for sign in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1000:
        connection.sendall(bytes([sign]))
        time.sleep(0.02)


def chatter(connection):
    while True:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.01)


def silence(connection):
    """Until the other hangs up."""
    while connection.recv(65536):
        pass


@pytest.mark.parametrize("talk", [drip, chatter, silence], ids=["drip", "chat", "mute"])
def test_a_host_that_takes_its_time_is_left(talk):
    with speaking(talk) as address:
        began = time.monotonic()
        with pytest.raises(NoAnswer, match="did not answer in time"):
            Door(allows_http=True, allows_loopback=True, seconds=0.2).post(address, b"", {})
        assert time.monotonic() - began < 5  # the header alone would take twenty


def endless(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"x" * 4096)


def slow_body(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\nbegun")
    silence(connection)


@pytest.mark.parametrize(("talk", "length"), [(endless, 1000), (slow_body, 5)])
def test_of_an_answer_without_end_the_beginning_is_kept(talk, length):
    with speaking(talk) as address:
        door = Door(allows_http=True, allows_loopback=True, seconds=1, max_bytes=1000)
        answer = door.post(address, b"", {})
    assert (answer.status, len(answer.body), answer.is_whole) == (200, length, False)


@pytest.mark.parametrize(
    ("says", "why"),
    [
        (b"", "hung up"),
        (b"220 mail.example.com ESMTP\r\n", "no answer in HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200, "no answer in HTTP"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70000, "no answer in HTTP"),
        (b"\x15\x03\x01\x00\x02\x02\x28", "no answer in HTTP"),
    ],
)
def test_what_is_no_answer_is_told_in_words(says, why):
    with speaking(lambda connection: connection.sendall(says)) as address, pytest.raises(NoAnswer, match=why):
        INNER.post(address, b"", {})


def test_a_host_that_is_not_there_is_told_in_words():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(NoAnswer, match="nothing listens there"):
        INNER.post(f"http://127.0.0.1:{port}/", b"", {})

    def unknown(host, port):
        raise socket.gaierror

    def slow_names(host, port):
        time.sleep(0.3)
        return []

    with pytest.raises(NoAnswer, match="no host of this name"):
        Door(resolve=unknown).post("https://crm.example.com/", b"", {})
    with pytest.raises(NoAnswer, match="could not be looked up in time"):
        Door(resolve=slow_names, seconds=0.05).post("https://crm.example.com/", b"", {})


def test_no_message_holds_the_address():
    with pytest.raises(NoAnswer) as failure:
        Door(resolve=leads_to()).post("https://crm.example.com/token-marker", b"", {})
    assert "marker" not in str(failure.value)
