"""Frames, pings, refusals and close codes go through the proxy both ways, and side by side."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType, WSServerHandshakeError, web
from aiohttp.test_utils import TestServer

from infra.local import relay_socket
from infra.local.relay_socket import LARGEST
from tests.stack import stub
from tests.stack.fixtures import Stack, elsewhere
from tests.stack.talking import Client, proxy, talk


def test_a_refused_socket_stays_refused(running: Stack, stubbed: stub.Stub) -> None:
    async def story(client: Client) -> int:
        with pytest.raises(WSServerHandshakeError) as refused:
            await client.ws_connect("/socket?refuse=yes")
        return refused.value.status

    assert talk(running, stubbed.outputs, story) == 403


async def said(socket: ClientWebSocketResponse, frame: str) -> Any:
    await socket.send_str(frame)
    return json.loads((await socket.receive(timeout=20)).data)


def test_frames_of_different_sockets_run_side_by_side(running: Stack, stubbed: stub.Stub) -> None:
    async def story(client: Client) -> list[Any]:
        one, two = [await client.ws_connect("/socket") for _ in range(2)]
        await asyncio.gather(said(one, "warm"), said(two, "warm"))
        spans = await asyncio.gather(said(one, "slow"), said(two, "slow"))
        await asyncio.gather(one.close(), two.close())
        return list(spans)

    one, two = talk(running, stubbed.outputs, story)
    assert max(one["began"], two["began"]) < min(one["ended"], two["ended"])


def test_frames_of_one_socket_keep_their_order(running: Stack, stubbed: stub.Stub) -> None:
    sent = [str(number) for number in range(20)]

    async def story(client: Client) -> list[str]:
        async with client.ws_connect("/socket") as socket:
            for frame in sent:
                await socket.send_str(frame)
            return [json.loads((await socket.receive(timeout=20)).data)["frame"] for _ in sent]

    assert talk(running, stubbed.outputs, story) == sent


def test_a_failed_frame_is_logged_and_tells_the_client_nothing(
    running: Stack, stubbed: stub.Stub
) -> None:
    async def story(client: Client) -> Any:
        async with client.ws_connect("/socket") as socket:
            return await said(socket, "fail")

    told = talk(running, stubbed.outputs, story)
    assert told["message"] == "Internal server error"
    assert "secret" not in json.dumps(told)
    assert "ValueError: a secret of the function" in stub.logged(running)


def test_a_closed_socket_reaches_its_function(running: Stack, stubbed: stub.Stub) -> None:
    before = stub.goodbyes(running)

    async def story(client: Client) -> None:
        socket = await client.ws_connect("/socket")
        await said(socket, "hello")
        await socket.close()
        for _ in range(200):
            if stub.goodbyes(running) > before:
                return
            await asyncio.sleep(0.05)
        pytest.fail("the function was not told within 10 s")

    talk(running, stubbed.outputs, story)


class Far:
    """A socket API that notes the code it is closed with, and closes with 4100 when told to."""

    def __init__(self) -> None:
        self.told: int | None = None
        self.app = web.Application()
        self.app.router.add_get("/_aws/execute-api/far/desk", self.serve)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            if message.data == "cut" and request.transport:
                request.transport.abort()
            await socket.close(code=4100)
        self.told = socket.close_code
        return socket


def bridged(tmp_path: Path, story: Callable[[ClientWebSocketResponse], Awaitable[Any]]) -> Far:
    far = Far()

    async def told() -> None:
        async with TestServer(far.app) as server:
            place = replace(elsewhere(tmp_path), aws_port=server.port or 0)
            async with proxy(place, {"WebsocketApiId": "far"}) as client:
                await story(await client.ws_connect("/socket"))

    asyncio.run(told())
    return far


def test_the_clients_close_code_is_passed_on(tmp_path: Path) -> None:
    async def story(socket: ClientWebSocketResponse) -> None:
        await socket.close(code=4321)
        assert socket.close_code == 4321

    assert bridged(tmp_path, story).told == 4321


def test_the_far_ends_close_code_is_passed_on(tmp_path: Path) -> None:
    async def story(socket: ClientWebSocketResponse) -> None:
        await socket.send_str("close, please")
        await socket.receive(timeout=10)
        assert socket.close_code == 4100

    bridged(tmp_path, story)


def test_a_socket_that_grows_too_old_goes_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_socket, "OLDEST", 0.2)

    async def story(socket: ClientWebSocketResponse) -> None:
        await socket.receive(timeout=10)
        assert socket.close_code == 1001

    bridged(tmp_path, story)


def test_a_far_end_that_is_cut_off_goes_away(tmp_path: Path) -> None:
    async def story(socket: ClientWebSocketResponse) -> None:
        await socket.send_str("cut")
        await socket.receive(timeout=10)
        assert socket.close_code == 1001

    bridged(tmp_path, story)


def test_a_ping_is_answered_by_the_far_end(running: Stack, stubbed: stub.Stub) -> None:
    async def story(client: Client) -> Any:
        async with client.ws_connect("/socket", autoping=False) as socket:
            await socket.ping(b"there?")
            return await socket.receive(timeout=10)

    answer = talk(running, stubbed.outputs, story)
    assert (answer.type, bytes(answer.data)) == (WSMsgType.PONG, b"there?")


def test_a_binary_frame_closes_the_socket_as_api_gateway_does(
    running: Stack, stubbed: stub.Stub
) -> None:
    async def story(client: Client) -> Any:
        async with client.ws_connect("/socket") as socket:
            await socket.send_bytes(b'{"t": "ping"}')
            await socket.receive(timeout=10)
            return socket.close_code

    assert talk(running, stubbed.outputs, story) == 1003


def test_text_that_is_no_utf_8_closes_the_socket(running: Stack, stubbed: stub.Stub) -> None:
    async def story(client: Client) -> Any:
        async with client.ws_connect("/socket") as socket:
            await socket._writer.send_frame(b"\xff\xfe", WSMsgType.TEXT)
            await socket.receive(timeout=10)
            return socket.close_code

    assert talk(running, stubbed.outputs, story) == 1007


def test_a_frame_larger_than_api_gateway_takes_closes_the_socket(
    running: Stack, stubbed: stub.Stub
) -> None:
    async def story(client: Client) -> Any:
        async with client.ws_connect("/socket") as socket:
            await socket.send_str("x" * (LARGEST + 1))
            await socket.receive(timeout=10)
            return socket.close_code

    assert talk(running, stubbed.outputs, story) == 1009
