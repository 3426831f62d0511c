"""A stand-in for AWS on loopback, in a process of its own: gives back what was recorded.

Reads are answered by what they ask; writes and pushes succeed. It keeps nothing and judges nothing, so
that what is measured against it is the caller alone.

    python -m infra.bench.loopback ANSWERS.json     prints its port and serves until its input closes
"""

import asyncio
import json
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

WRITES = ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "SendMessage")
CHANGES = re.compile(r"(#\w+)(?:\s*=)?\s*(:\w+)")
HEAD_END = b"\r\n\r\n"


def named(target: str, body: bytes) -> str:
    """A request's name: its operation and what it asks, however the client orders its words."""
    return target + json.dumps(json.loads(body), sort_keys=True)


def answer(answers: dict[str, str], asked: str, target: str, body: bytes) -> tuple[int, bytes]:
    """`asked` is a request's method and path, which name an object; all else has a target or is a push."""
    method, _, path = asked.partition(" ")
    if method == "GET":
        return 200, answers[unquote(path)].encode("latin-1")
    if method == "PUT":
        return 200, b""  # an object: S3 says nothing to it
    if target.endswith("UpdateItem"):
        return 200, json.dumps(updated(json.loads(body))).encode()
    if not target or target.endswith(WRITES):
        return 200, b"{}"
    found = answers.get(named(target, body))
    if found is None:
        return 400, b'{"__type":"NotRecorded","message":"This was never asked before."}'
    return 200, found.encode()


def updated(asked: dict[str, Any]) -> dict[str, Any]:
    """To who asks for the item as it is now: what was set or counted, as if there had been none."""
    if asked.get("ReturnValues", "NONE") == "NONE":
        return {}
    names, values = asked["ExpressionAttributeNames"], asked["ExpressionAttributeValues"]
    changed = CHANGES.findall(asked["UpdateExpression"])
    found = {names[name]: values[value] for name, value in changed if value in values}
    return {"Attributes": {**asked["Key"], **found}}


def headers(head: bytes) -> dict[str, str]:
    lines = head.decode("latin-1").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _asked(head: bytes) -> str:
    return head.decode("latin-1").partition(" HTTP/")[0].partition("?")[0]


class Line(asyncio.Protocol):
    """One kept-alive connection."""

    def __init__(self, answers: dict[str, str]) -> None:
        self._answers = answers
        self._heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while HEAD_END in self._heard:
            head, _, rest = self._heard.partition(HEAD_END)
            told = headers(head)
            length = int(told.get("content-length", 0))
            if len(rest) < length:
                self._encourage(told, rest)
                return
            self._heard = rest[length:]
            target, body = told.get("x-amz-target", ""), rest[:length]
            self._reply(*answer(self._answers, _asked(head), target, body))

    def _encourage(self, told: dict[str, str], rest: bytes) -> None:
        """Who sends an object asks first, and waits for a second where nobody answers."""
        assert isinstance(self._transport, asyncio.WriteTransport)  # noqa: S101 - TCP writes
        if told.get("expect") == "100-continue" and not rest:
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _reply(self, status: int, body: bytes) -> None:
        head = (
            f"HTTP/1.1 {status} {'OK' if status == 200 else 'Bad Request'}\r\n"  # noqa: PLR2004
            "content-type: application/x-amz-json-1.0\r\n"
            "x-amzn-requestid: 4KBNVRGD25RG1KEO9UT4V3FQDJVV4KQNSO5AEMVJF66Q9ASUAAJG\r\n"
            f"content-length: {len(body)}\r\n\r\n"
        )
        assert isinstance(self._transport, asyncio.WriteTransport)  # noqa: S101 - TCP writes
        self._transport.write(head.encode() + body)


async def serve(answers: dict[str, str]) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Line(answers), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
