"""A31 and erasure on the real way: authorizer, functions, tables, key service, management API."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from infra.local.client import Caller, Refused
from tests.stack.fixtures import Stack

LONGEST_S = 5.0


def signed_in(running: Stack, who: dict[str, Any]) -> Caller:
    caller = Caller(running.place)
    caller.call("POST", "/v1/sessions", {name: who[name] for name in ("email", "password")})
    return caller


async def opened(http: ClientSession, running: Stack, caller: Caller) -> ClientWebSocketResponse:
    """Greeted, so that nothing is still on its way."""
    given = await asyncio.to_thread(caller.call, "POST", "/v1/socket-tickets", {})
    way = urlsplit(given["url"])
    url = f"{running.place.desk_url}{way.path}?ticket={given['ticket']}"
    socket = await http.ws_connect(url, headers={"Origin": running.place.desk_url})
    await socket.send_str(json.dumps({"t": "hello", "v": 1}))
    while True:
        frame = await socket.receive(timeout=30)
        assert frame.type is WSMsgType.TEXT, frame
        if '"welcome"' in frame.data:
            return socket


async def until_closed(socket: ClientWebSocketResponse) -> float:
    begun = time.monotonic()
    while True:
        frame = await socket.receive(timeout=LONGEST_S + 5)
        if frame.type in {WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING}:
            return time.monotonic() - begun


ENDS: dict[str, Callable[[Caller], Any]] = {
    "signed out": lambda caller: caller.call("DELETE", "/v1/session"),
    "signed out everywhere": lambda caller: caller.call("DELETE", "/v1/sessions"),
}


@pytest.mark.attack("A31")
@pytest.mark.parametrize("how", ENDS)
def test_a_revoked_session_loses_its_socket_within_five_seconds(running: Stack, how: str) -> None:
    agent, other = (signed_in(running, running.demo[who]) for who in ("agent", "owner"))

    async def story() -> tuple[float, bool]:
        async with ClientSession() as http:
            socket, kept = [await opened(http, running, each) for each in (agent, other)]
            closing = asyncio.create_task(until_closed(socket))
            await asyncio.to_thread(ENDS[how], agent)
            seconds = await closing
            await kept.send_str(json.dumps({"t": "ping"}))
            while True:
                frame = await kept.receive(timeout=30)
                if frame.type is not WSMsgType.TEXT or '"pong"' in frame.data:
                    return seconds, frame.type is WSMsgType.TEXT

    seconds, stands = asyncio.run(story())
    assert seconds <= LONGEST_S
    assert stands
    with pytest.raises(Refused) as refused:
        agent.call("POST", "/v1/socket-tickets", {})
    assert refused.value.status == 401


def test_a_data_key_is_rotated_and_a_customer_erased_in_the_real_tables(running: Stack) -> None:
    owner = signed_in(running, running.demo["owner"])
    case = {"title": "Erase me", "contact": {"email": "erase@guest.example", "name": "Zhang Wei"}}
    before = owner.call("POST", "/v1/tickets", case)
    epoch = owner.call("POST", "/v1/merchant/data-key", {})["epoch"]
    assert epoch >= 2
    customer = before["customer"]["id"]
    assert owner.call("GET", f"/v1/customers/{customer}")["name"] == "Zhang Wei"
    receipt = owner.call("POST", f"/v1/customers/{customer}/erase", {"confirm": "erase"})

    record = owner.call("GET", f"/v1/customers/{customer}")
    assert (record["name"], record["email"]) == ("", "")
    assert record["erased_at"] == receipt["erased_at"]
    (item,) = running.client("dynamodb").query(
        TableName=running.outputs["KeysTable"],
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={
            ":pk": {"S": f"M#{running.demo['merchant_id']}#CUSTOMER#{customer}"}
        },
    )["Items"]
    assert "wrapped" not in item
