"""An agent at the console: signs in, holds the cookie, takes conversations, answers."""

from aiohttp import ClientSession, CookieJar, TCPConnector
from yarl import URL

from infra.replay.client import Broken, Client
from infra.replay.demo import Login
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
    side = "agent"

    async def take(self, conversation: str) -> Sender:
        try:
            await self.rest.post(f"/conversations/{conversation}/take", {})
        except RestRefused as error:
            raise Broken(str(error)) from error
        self.open.add(conversation)
        return Sender(self, conversation)

    async def resolve(self, conversation: str) -> None:
        try:
            await self.rest.post(f"/conversations/{conversation}/resolve", {})
        except RestRefused as error:
            raise Broken(str(error)) from error
        self.open.discard(conversation)
