"""Bridges a socket of a browser to the socket API: every frame, ping and close code, both ways."""

import asyncio
import logging
import weakref

from aiohttp import (
    ClientError,
    ClientWebSocketResponse,
    WSCloseCode,
    WSMessage,
    WSMsgType,
    WSServerHandshakeError,
    web,
)
from yarl import URL

from infra.local.relay_http import AWS, CLIENT, OUTPUTS, STAGE, unreachable

LARGEST = 128 * 1024  # what API Gateway takes; the emulator would take anything
OLDEST = 7200  # seconds; API Gateway closes every socket then
# Each opening runs the authorizer and the connect door.
OPENING = web.AppKey("OPENING", asyncio.Semaphore)
PASSED = ("origin", "user-agent", "sec-websocket-protocol")
CUT = 1006
SAYS_NOTHING = {1005, 1015}  # with the one before, codes that stand for an absence

Side = web.WebSocketResponse | ClientWebSocketResponse
OPEN: weakref.WeakSet[web.WebSocketResponse] = weakref.WeakSet()
log = logging.getLogger("proxy")


async def bridge(request: web.Request) -> web.StreamResponse:
    try:
        far = await opened(request)
    except WSServerHandshakeError as refused:
        return web.Response(status=refused.status, text="The socket was refused.")
    except (ClientError, TimeoutError) as trouble:
        log.warning("socket: %s", trouble or type(trouble).__name__)
        return unreachable(trouble)
    near = web.WebSocketResponse(
        autoping=False,
        autoclose=False,
        max_msg_size=LARGEST,
        protocols=[far.protocol] if far.protocol else (),
    )
    try:
        await near.prepare(request)
        OPEN.add(near)
        await joined(near, far)
    finally:
        await far.close()
    return near


async def opened(request: web.Request) -> ClientWebSocketResponse:
    """Cookies stay behind: in production the socket API is another host and never gets them."""
    api = request.app[OUTPUTS]["WebsocketApiId"]
    base = request.app[AWS].replace("http", "ws", 1)
    query = f"?{request.query_string}" if request.query_string else ""
    headers = {name: request.headers[name] for name in PASSED if name in request.headers}
    async with request.app[OPENING]:
        return await request.app[CLIENT].ws_connect(
            URL(f"{base}/_aws/execute-api/{api}/{STAGE}{query}", encoded=True),
            headers=headers | {"x-forwarded-for": request.remote or ""},
            autoping=False,
            autoclose=False,
            max_msg_size=0,
        )


async def joined(near: web.WebSocketResponse, far: ClientWebSocketResponse) -> None:
    """Until one side closes, and the other is closed with the same code, or it grows too old."""
    ways = [asyncio.create_task(pumped(near, far)), asyncio.create_task(pumped(far, near))]
    _, pending = await asyncio.wait(ways, timeout=OLDEST, return_when=asyncio.FIRST_COMPLETED)
    for way in pending:
        way.cancel()
    await asyncio.gather(*ways, return_exceptions=True)
    code = code_of(far if near.close_code is None else near)
    await far.close(code=code, message=b"")
    await near.close(code=code, message=b"")


async def pumped(source: Side, target: Side) -> None:
    """API Gateway closes at a binary frame; the emulator would take it."""
    try:
        while await passed(message := await source.receive(), target):
            pass
        if message.type is WSMsgType.BINARY:
            await source.close(code=WSCloseCode.UNSUPPORTED_DATA)
    except (ConnectionResetError, ClientError):
        log.info("a socket was cut while a frame was on its way")


async def passed(message: WSMessage, target: Side) -> bool:
    match message.type:
        case WSMsgType.TEXT:
            await target.send_str(message.data)
        case WSMsgType.PING:
            await target.ping(message.data)
        case WSMsgType.PONG:
            await target.pong(message.data)
        case _:
            return False
    return True


def code_of(side: Side) -> int:
    """A side that is merely gone is, to the other, one that went away."""
    code = side.close_code
    if code is None or code == CUT:
        return int(WSCloseCode.GOING_AWAY)
    return int(WSCloseCode.OK if code in SAYS_NOTHING else code)


async def close_all(_: web.Application) -> None:
    """The stack stops: clients are told to come again, as API Gateway tells them."""
    for near in list(OPEN):
        await near.close(code=WSCloseCode.GOING_AWAY, message=b"")
