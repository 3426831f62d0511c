"""A customer behind the widget: key, grant, visitor token, then a socket of their own."""

import asyncio

from aiohttp import ClientSession

from infra.replay.client import Broken, Client, Patience
from infra.replay.demo import Demo
from infra.replay.ledger import Ledger
from infra.replay.rest import Rest, RestRefused


class Customer(Client):
    side = "customer"

    async def ask_for_a_person(self, conversation: str) -> None:
        """By the button; a conversation that the bot has handed over by itself needs no asking."""
        try:
            await self.rest.post(f"/visitor/conversations/{conversation}/handover", {})
        except RestRefused as error:
            if error.code != "conflict":
                raise Broken(str(error)) from error


class Entrance:
    """Where visitors come in, one at a time: the desk limits how many one address may make."""

    def __init__(self, http: ClientSession, demo: Demo, ledger: Ledger, patience: Patience) -> None:
        self._http, self._demo, self._ledger, self._patience = http, demo, ledger, patience
        self._door = asyncio.Lock()
        self.rest = Rest(http, demo.origin, {"Origin": demo.origin})

    async def customer(self, locale: str) -> Customer:
        async with self._door:
            key = self._demo.widget_key
            widget = await self.rest.get(f"/widgets/{key}", Origin=self._demo.shop_origin)
            wanted = {"key": key, "grant": widget["grant"], "locale": locale}
            visitor = await self.rest.post("/visitors", wanted)
        bearer = {"Authorization": f"Bearer {visitor['token']}", "Origin": self._demo.origin}
        return Customer(Rest(self._http, self._demo.origin, bearer), self._ledger, self._patience)
