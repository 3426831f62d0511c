"""An agent at the console: signs in, holds the cookie, takes conversations, answers."""

import asyncio
from collections import defaultdict

from aiohttp import ClientSession, CookieJar, TCPConnector
from yarl import URL

from infra.replay.client import Broken, Client, Patience
from infra.replay.demo import Login
from infra.replay.ledger import Ledger
from infra.replay.link import Frame
from infra.replay.rest import Rest, RestRefused
from infra.replay.sender import Sender


def console(origin: str) -> ClientSession:
    """A browser's cookies: like a browser, it takes a loopback origin for a secure one."""
    jar = CookieJar(unsafe=True, treat_as_secure_origin=URL(origin))
    return ClientSession(cookie_jar=jar, connector=TCPConnector(limit=0))


async def sign_in(http: ClientSession, origin: str, login: Login) -> Rest:
    rest = Rest(http, origin, {"Origin": origin})
    await rest.post("/sessions", {"email": login.email, "password": login.password})
    return rest


class Agent(Client):
    """One tab of a person; `person` is who signed in."""

    side = "agent"

    def __init__(self, rest: Rest, ledger: Ledger, patience: Patience, *, person: str) -> None:
        super().__init__(rest, ledger, patience)
        self.person = person
        self._given: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    async def given(self, conversation: str) -> None:
        """Until the desk has given this person the conversation."""
        await self._given[conversation].wait()

    def answering(self, conversation: str) -> Sender:
        self.open.add(conversation)
        return Sender(self, conversation)

    async def _greeted(self, welcome: Frame) -> None:
        """What was given while no socket of this tab was open is told by no push."""
        await super()._greeted(welcome)
        cursor: str | None = ""
        while cursor is not None:
            page = await self.rest.get(f"/conversations?view=mine&limit=50{cursor}")
            for row in page["items"]:
                self._know(row)
            cursor = f"&cursor={page['next']}" if page["next"] else None

    def _hear(self, frame: Frame) -> None:
        super()._hear(frame)
        if frame.get("t") == "state":
            self._know(frame["conversation"])

    def _know(self, conversation: Frame) -> None:
        held = conversation["assignee"]
        if held and held["id"] == self.person:
            self._given[conversation["id"]].set()

    async def resolve(self, conversation: str) -> None:
        try:
            await self.rest.post(f"/conversations/{conversation}/resolve", {})
        except RestRefused as error:
            raise Broken(str(error)) from error
        self.open.discard(conversation)
