"""A request to somebody else's server ends, whatever that server does."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from chalicelib.channels import transport
from chalicelib.channels.transport import Ask, Transport

pytestmark = pytest.mark.usefixtures("socket_enabled")  # of the loopback
Serving = Callable[[socket.socket], None]


@contextmanager
def server(serving: Serving) -> Iterator[str]:
    """One that is served on the loopback, connection by connection."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                held, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=_quietly, args=(serving, held), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.close()


def _quietly(serving: Serving, held: socket.socket) -> None:
    try:
        held.recv(65_536)
        serving(held)
    except OSError:
        return
    finally:
        held.close()


def asked(origin: str) -> transport.Reply:
    return Transport(inward=frozenset({origin})).send(Ask(f"http://{origin}/hook", b"{}"))


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "WHOLE_SECONDS", 0.5)


def test_an_answer_is_told_with_its_status_and_body() -> None:
    with server(lambda held: held.sendall(b"HTTP/1.1 201 x\r\ncontent-length: 2\r\n\r\nok")) as at:
        reply = asked(at)
    assert (reply.status, reply.body, reply.left, reply.trouble) == (201, b"ok", True, "")


@pytest.mark.attack("A10")
@pytest.mark.usefixtures("hurried")
def test_who_says_nothing_is_left_after_a_while() -> None:
    with server(lambda _: time.sleep(5)) as at:
        started = time.monotonic()
        reply = asked(at)
    assert time.monotonic() - started < 4
    assert (reply.status, reply.left) == (0, True)


@pytest.mark.attack("A10")
@pytest.mark.usefixtures("hurried")
def test_who_tells_a_header_letter_by_letter_is_left_as_well() -> None:
    def drip(held: socket.socket) -> None:
        for letter in b"HTTP/1.1 200 ok\r\nx-slow: " + b"a" * 1_000:
            held.sendall(bytes([letter]))
            time.sleep(0.05)

    with server(drip) as at:
        started = time.monotonic()
        reply = asked(at)
    assert time.monotonic() - started < 4
    assert reply.status == 0


@pytest.mark.attack("A10")
def test_an_answer_without_end_is_read_no_further_than_it_is_looked_at() -> None:
    def endless(held: socket.socket) -> None:
        held.sendall(b"HTTP/1.1 200 ok\r\ncontent-length: 999999999\r\n\r\n")
        while True:
            held.sendall(b"x" * 65_536)

    with server(endless) as at:
        reply = asked(at)
    assert (reply.status, len(reply.body)) == (200, transport.MOST_BYTES)


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    told = b"HTTP/1.1 302 x\r\nlocation: http://127.0.0.1/\r\ncontent-length: 0\r\n\r\n"
    with server(lambda held: held.sendall(told)) as at:
        assert asked(at).status == 302


def test_nobody_there_means_that_nothing_has_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        at = f"127.0.0.1:{free.getsockname()[1]}"
    reply = asked(at)
    assert (reply.status, reply.left, reply.trouble[:8]) == (0, False, "connect:")


@pytest.mark.attack("A9")
@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["169.254.169.254"], ["::1"]]
)
def test_a_public_name_that_leads_inwards_is_not_called(addresses: list[str]) -> None:
    reply = Transport(resolve=lambda _, __: addresses).send(Ask("https://shop.example/hook"))
    assert (reply.status, reply.trouble[:8], reply.left) == (0, "refused:", False)


@pytest.mark.attack("A9")
def test_a_name_is_resolved_once_and_that_very_address_is_called() -> None:
    """One that answers otherwise the second time gains nothing."""
    asked_for = []

    def resolve(host: str, port: int) -> list[str]:
        asked_for.append((host, port))
        return ["192.0.2.1"] if len(asked_for) > 1 else ["127.0.0.1"]

    Transport(resolve=resolve).send(Ask("https://shop.example/hook"))
    assert asked_for == [("shop.example", 443)]


def test_a_certificate_is_that_of_the_name_and_not_of_the_address() -> None:
    assert transport._context().verify_mode is ssl.CERT_REQUIRED
    assert transport._context().check_hostname
