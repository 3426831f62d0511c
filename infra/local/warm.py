"""Opens one socket as the demo agent, so that the first real one finds its functions awake."""

import asyncio
import threading

from aiohttp import ClientError, ClientSession

from infra.local import say
from infra.local.client import Refused
from infra.local.place import Place
from infra.local.seed import AGENT, sign_in

PATIENCE = 60


def aside(place: Place) -> None:
    """Nobody waits for it, and a stack that stops meanwhile takes it along."""
    threading.Thread(target=warm, args=(place,), daemon=True).start()


def warm(place: Place) -> None:
    try:
        agent = sign_in(place, AGENT)
        if agent:
            ticket = agent.call("POST", "/v1/socket-tickets", {})
            asyncio.run(greet(place, f"{ticket['url']}?ticket={ticket['ticket']}"))
    except (ClientError, OSError, Refused) as trouble:
        say.line(f"the first socket did not open: {trouble}")


async def greet(place: Place, url: str) -> None:
    async with (
        asyncio.timeout(PATIENCE),
        ClientSession() as session,
        session.ws_connect(url, origin=place.desk_url) as socket,
    ):
        await socket.send_json({"t": "hello", "v": 1, "presence": "away"})
        await socket.receive()
