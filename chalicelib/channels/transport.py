"""Requests to addresses that others chose: to public hosts, by the address that was judged, within a time.

No redirects, no proxy, no cookies; an answer is read as far as it is looked at, and no longer than the
whole request may take.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from functools import cache
from http.client import HTTPException

import urllib3

from chalicelib.channels.destinations import Destination, destination, judged
from chalicelib.core.errors import Invalid
from chalicelib.core.values import Value, field, replace

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 5.0, 10.0, 15.0
MOST_BYTES = 64 * 1024
AGENT = "Manydesk-Webhooks/1"


class Reply(Value, frozen=True):
    """`left`: whether it can have come to anybody, where there was no answer. Names in small letters."""

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    trouble: str = ""
    left: bool = False
    took: float = 0.0


class Ask(Value, frozen=True):
    url: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"
    most: int = MOST_BYTES


Resolve = Callable[[str, int], list[str]]


def resolved(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


class Transport:
    """`inward`: origins of the local stack that may be reached beside the internet's."""

    def __init__(
        self, *, resolve: Resolve = resolved, inward: frozenset[str] = frozenset()
    ) -> None:
        self._resolve = resolve
        self._inward = inward

    def destination(self, url: str) -> Destination:
        """Refused where it may not be sent to."""
        return destination(url, inward=self._inward)

    def send(self, ask: Ask) -> Reply:
        started = time.monotonic()
        try:
            where = self.destination(ask.url)
            address = self._address(where)
        except Invalid as refused:
            return Reply(trouble=f"refused: {refused.detail}")
        except OSError as error:
            return Reply(trouble=f"resolve: {type(error).__name__}")
        return replace(_asked(where, address, ask), took=time.monotonic() - started)

    def _address(self, where: Destination) -> str:
        found = self._resolve(where.host, where.port)
        if where.origin in self._inward:
            return found[0]
        return judged(found)


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _pool(where: Destination, address: str) -> urllib3.HTTPConnectionPool:
    timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    if not where.tls:
        return urllib3.HTTPConnectionPool(address, where.port, timeout=timeout, retries=False)
    return urllib3.HTTPSConnectionPool(
        address,
        where.port,
        timeout=timeout,
        retries=False,
        ssl_context=_context(),
        server_hostname=where.host,
        assert_hostname=where.host,
    )


def _asked(where: Destination, address: str, ask: Ask) -> Reply:
    pool = _pool(where, address)
    connection = pool._new_conn()  # noqa: SLF001 - the very one that the clock may end
    clock = threading.Timer(WHOLE_SECONDS, _end, (connection,))
    clock.daemon = True
    clock.start()
    try:
        connection.connect()
    except (urllib3.exceptions.HTTPError, OSError) as error:
        clock.cancel()
        return Reply(trouble=f"connect: {type(error).__name__}")
    told = {"host": _host(where), "user-agent": AGENT, "accept-encoding": "identity", **ask.headers}
    try:
        connection.request(
            ask.method, where.path, body=ask.body or None, headers=told, preload_content=False
        )
        answer = connection.getresponse()
        content = answer.read(ask.most)
        named = {name.lower(): value for name, value in answer.headers.items()}
        return Reply(answer.status, named, content, left=True)
    except (urllib3.exceptions.HTTPError, HTTPException, OSError, ValueError) as error:
        return Reply(trouble=f"answer: {type(error).__name__}", left=True)
    finally:
        clock.cancel()
        connection.close()
        pool.close()


def _end(connection: urllib3.connection.HTTPConnection) -> None:
    held = connection.sock
    if held is not None:
        try:
            held.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


def _host(where: Destination) -> str:
    usual = 443 if where.tls else 80
    return where.host if where.port == usual else where.origin
