"""A merchant's signed webhook in memory: a system that speaks by it, and one that hears."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from chalicelib.channels.destinations import destination
from chalicelib.channels.signatures import secret_of, standard_webhook_headers
from chalicelib.channels.transport import Ask, Reply
from chalicelib.conversations.model import Event, Head, Message
from chalicelib.conversations.words import Words
from chalicelib.core.ids import MerchantId
from chalicelib.inboxes.model import Inbox
from tests.delivery.cloud import Cloud
from tests.delivery.mappings import Mappings
from tests.desk.agents import agent_of

Answering = Callable[[Ask], Reply]


def taken(_: Ask) -> Reply:
    return Reply(status=204, left=True)


@dataclass
class Receiver:
    """The other side, in the place of the network: answers as it is told to, and keeps what came."""

    answering: Answering = taken
    heard: list[Ask] = field(default_factory=list)
    accepted: list[Ask] = field(default_factory=list)

    def send(self, ask: Ask) -> Reply:
        self.heard.append(ask)
        reply = self.answering(ask)
        if reply.status == 204:
            self.accepted.append(ask)
        return reply

    @property
    def texts(self) -> list[str]:
        """Of what it took, each once by its name, as a receiver of Standard Webhooks does."""
        once = {ask.headers["webhook-id"]: ask for ask in self.accepted}
        events = [json.loads(ask.body)["events"][0] for ask in once.values()]
        return [part["text"] for event in events for part in event["parts"]]


class Network:
    """Each host's own receiver."""

    def __init__(self) -> None:
        self.receivers: dict[str, Receiver] = {}

    def destination(self, url: str) -> object:
        return destination(url)

    def send(self, ask: Ask) -> Reply:
        return self.receivers[ask.url].send(ask)


@dataclass
class Hooked:
    """One merchant with a webhook inbox, and an agent who has room."""

    cloud: Cloud
    receiver: Receiver = field(default_factory=Receiver)
    settings: dict[str, Any] = field(default_factory=dict)
    merchant: MerchantId = field(init=False)
    inbox: Inbox = field(init=False)
    secret: str = field(init=False)
    count: int = 0

    def __post_init__(self) -> None:
        network = self.cloud.house.__dict__.setdefault("transport", Network())
        url = f"https://shop{len(network.receivers)}.example/hook"
        network.receivers[url] = self.receiver
        self.merchant = self.cloud.merchant()
        self.mappings = Mappings.from_now_on(self.cloud)
        self.agent = agent_of(self.cloud.house, self.merchant, name="May", capacity=500)
        with self.agent.open(front=True):
            self.inbox, self.secret = self.cloud.house.inboxes.make(
                self.agent,
                channel="webhook",
                name="Shop",
                settings={"url": url, "bot": False, **self.settings},
            )
        self.mappings.run(self.cloud)

    def event(self, text: str, *, sender: str = "u1", **more: Any) -> dict[str, Any]:
        self.count += 1
        parts = [{"type": "text", "text": text}]
        said = {
            "type": "message",
            "id": f"m{self.count}",
            "sender": {"id": sender, "name": "Zhang"},
        }
        return {**said, "parts": parts, **more}

    def post(self, *events: dict[str, Any], secret: str = "", **more: Any) -> dict[str, Any]:
        body = json.dumps({"schema": "manydesk.message/1", "events": events}).encode()
        return self.request(body, secret=secret, **more)

    def request(self, body: bytes, *, secret: str = "", **more: Any) -> dict[str, Any]:
        key = secret_of(secret or self.secret)
        assert key is not None
        now = self.cloud.clock().timestamp()
        headers = standard_webhook_headers(f"d{self.count}", body, [key], now)
        event = {
            "httpMethod": "POST",
            "headers": headers,
            "body": body.decode(),
            "pathParameters": {"channel": "webhook", "inbox_key": self.inbox.key},
            **more,
        }
        answer: dict[str, Any] = self.cloud.invoke("ingest_channel", event)
        return answer

    def settle(self) -> None:
        self.mappings.run(self.cloud)

    def settle_through(self) -> None:
        """Also what comes back to its queue after a while, and what is due by then."""
        for _ in range(30):
            self.mappings.run(self.cloud)
            self.cloud.house.run_due(lambda: True)
            wait = self.mappings.wait(self.cloud)
            if wait is None:
                return
            self.cloud.clock.advance(wait)
        raise AssertionError("there is always more to do")

    def heads(self) -> list[Head]:
        with self.agent.open():
            page = self.cloud.house.conversations.view(
                self.agent, view="all", cursor=None, limit=100
            )
        return list(page.items)

    def texts(self, conversation: str) -> list[str]:
        with self.agent.open():
            found = self.cloud.house.conversations.history(
                self.agent, conversation=conversation, after=0
            )
        return [message.text for message in found.messages if message.text]


class Talk:
    """A customer who asked by the webhook, and the agent who holds it."""

    def __init__(self, hooked: Hooked, *, sender: str = "u1", asks: bool = True) -> None:
        self.hooked, self.sender = hooked, sender
        if asks:
            hooked.post(hooked.event("hello", sender=sender))
            hooked.settle()
        self.conversation = next(h.id for h in hooked.heads() if h.id not in talks(hooked))
        self.session, self.n = "", 0
        house, agent = hooked.cloud.house, hooked.agent
        with agent.open():
            if house.conversations.get(agent, conversation=self.conversation).assignee is None:
                house.conversations.move(agent, conversation=self.conversation, event=Event.TAKEN)
        talks(hooked).append(self.conversation)

    def answers(self, *texts: str, settle: bool = True) -> None:
        house, agent = self.hooked.cloud.house, self.hooked.agent
        with agent.open():
            if not self.session:
                begun = house.reception.begin_sending(agent, conversation=self.conversation)
                self.session = begun["session"]
            for n, text in enumerate(texts, self.n + 1):
                words = Words(self.session, n, text, author_name="May")
                house.conversations.say(agent, conversation=self.conversation, words=words)
        self.n += len(texts)
        if settle:
            self.hooked.settle()

    def ours(self) -> list[Message]:
        house, agent = self.hooked.cloud.house, self.hooked.agent
        with agent.open():
            found = house.conversations.history(agent, conversation=self.conversation, after=0)
        return [message for message in found.messages if message.marks.send]

    def states(self) -> list[str]:
        reader = self.hooked.agent.caller
        return [message.wire(reader)["delivery"]["state"] for message in self.ours()]


def talks(hooked: Hooked) -> list[str]:
    held: list[str] = hooked.__dict__.setdefault("talks", [])
    return held


def pass_time(hooked: Hooked, **span: float) -> None:
    """With the minute's run over all that is due."""
    hooked.cloud.clock.advance(timedelta(**span).total_seconds())
    hooked.cloud.house.run_due(lambda: True)
    hooked.settle()
