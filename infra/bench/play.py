"""One conversation through the real socket door and fan-out, each part of it a counted step."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from chalicelib.conversations.model import Assignee, Event, HandoffReason, TicketRef
from chalicelib.conversations.service import ConversationsService
from chalicelib.core.caller import Caller, CallerKind, system
from chalicelib.core.ids import PersonId, new_id
from chalicelib.core.rights import Role
from chalicelib.core.values import replace
from chalicelib.live.gate import policy
from chalicelib.live.sockets import SocketDoor
from chalicelib.table.desk import Desk
from infra.bench.streams import records_of
from infra.bench.theatre import Theatre
from infra.bench.trace import Step
from infra.mappings import STREAM, Source, sources
from infra.parts import fragments, join

Frame = dict[str, Any]


class Unanswered(Exception):  # noqa: N818 - the play went wrong, and with it every figure
    """A frame did not get the answer that the play needs."""


def socket_event(desk: Desk, name: str, connection: str, route: str, frame: Frame) -> Frame:
    """As API Gateway hands a frame to the door."""
    return {
        "requestContext": {
            "routeKey": route,
            "authorizer": policy(desk, name=name, method_arn="")["context"],
            "messageId": "GXLKdfAnoAMCE2w=",
            "eventType": "MESSAGE" if route == "$default" else route.strip("$").upper(),
            "extendedRequestId": "GXLKdH6poAMFVNg=",
            "requestTime": "02/Mar/2026:08:00:00 +0000",
            "messageDirection": "IN",
            "stage": "desk",
            "connectedAt": 1_772_438_400_000,
            "requestTimeEpoch": 1_772_438_400_100,
            "identity": {"sourceIp": desk.address},
            "requestId": "GXLKdH6poAMFVNg=",
            "domainName": "sockets.execute-api.us-east-1.amazonaws.com",
            "connectionId": connection,
            "apiId": "sockets",
        },
        "body": json.dumps(frame, ensure_ascii=False),
        "isBase64Encoded": False,
    }


@dataclass(slots=True)
class Actor:
    """One end of the line: a visitor's widget or an agent's console, with its own numbering."""

    desk: Desk
    name: str
    connection: str
    session: str = ""
    n: int = 0

    def event(self, frame: Frame, route: str = "$default") -> Frame:
        return socket_event(self.desk, self.name, self.connection, route, frame)


class Play:
    def __init__(self, theatre: Theatre) -> None:
        self._theatre = theatre
        self._door = SocketDoor(lambda: theatre.house.dispatch)
        merchant = theatre.merchant()
        self.customer = Actor(theatre.visitor(merchant), "", "GXLKcustomer01Ag=")
        self.agent = Actor(theatre.agent(merchant), "Wei Chen", "GXLKagentwei01Ag=")
        self.conversation: str | None = None
        self.said: Frame = {}
        for actor in (self.customer, self.agent):
            self.open(actor)

    def open(self, actor: Actor) -> None:
        self._door.connect(actor.event({}, "$connect"))

    def send(self, actor: Actor, frame: Frame, expect: str | None) -> tuple[Frame, Step]:
        with self._theatre.trace.step() as step:
            answer = self._door.message(actor.event(frame))
        got: Frame = json.loads(answer.get("body", "{}"))
        if got.get("t") != expect:
            raise Unanswered(f"{frame['t']} got {got}")
        return got, step

    def hello(self, actor: Actor) -> Step:
        answer, step = self.send(actor, {"t": "hello", "v": 1}, "welcome")
        actor.session, actor.n = answer["session"], 0
        return step

    def words(self, actor: Actor, text: str, kind: str = "message") -> Frame:
        return {
            "t": "say",
            "ref": "01J8ZK5W3M",
            "conversation": self.conversation,
            "session": actor.session,
            "n": actor.n,
            "parts": [{"type": "text", "text": text}],
            **({"kind": kind} if kind != "message" else {}),
        }

    def say(self, actor: Actor, text: str, kind: str = "message", *, again: bool = False) -> Step:
        actor.n += not again
        answer, step = self.send(actor, self.words(actor, text, kind), "said")
        self.conversation, self.said = answer["conversation"], answer
        return step

    def sync(self, actor: Actor, *, after: int = 0, join: bool = False) -> Step:
        frame = {"t": "sync", "conversation": self.conversation, "after": after}
        return self.send(actor, {**frame, "session": actor.session} if join else frame, "history")[
            1
        ]

    def seen(self, actor: Actor, seq: int) -> Step:
        return self.send(actor, {"t": "seen", "conversation": self.conversation, "seq": seq}, None)[
            1
        ]

    def ping(self, actor: Actor) -> Step:
        return self.send(actor, {"t": "ping"}, "pong")[1]

    def take(self) -> Step:
        desk, service = self.agent.desk, self._theatre.house.conversations
        with self._theatre.trace.step() as step, desk.open():
            service.move(desk, conversation=str(self.conversation), event=Event.TAKEN)
        return step

    def switch_bot_on(self) -> None:
        caller = Caller(CallerKind.PERSON, new_id(), role=Role.OWNER)
        desk, merchants = replace(self.agent.desk, caller=caller), self._theatre.house.merchants
        with desk.open():
            version = merchants.merchant(desk).version
            merchants.change(desk, version=version, values={"bot_on": True})

    def bot_answers(self, text: str) -> Step:
        """As a reply with buttons and what was looked at: the best three of each."""
        best = [(new_id(), title) for title in ("Where is my parcel?", "Returns", "Payments")]
        entries = [{"entry": each, "title": title, "score": 7.5} for each, title in best]
        desk, service = self._by_system("reply_bot")
        with self._theatre.trace.step() as step, desk.open():
            service.bot_says(
                desk,
                conversation=str(self.conversation),
                up_to=self.said["seq"],
                text=text,
                options=best,
                name="Bamboo",
                tried={"decision": "ask_back", "entries": entries},
            )
        return step

    def handed_over(self, text: str) -> Step:
        desk, service = self._by_system("reply_bot")
        with self._theatre.trace.step() as step, desk.open():
            service.hand_over(
                desk,
                conversation=str(self.conversation),
                reason=HandoffReason.LOW_CONFIDENCE,
                up_to=self.said["seq"],
                text=text,
                name="Bamboo",
            )
        return step

    def given_to_agent(self) -> Step:
        """To a team, from there to the agent by the system, and a ticket made of it."""
        desk, service = self._by_system("assign")
        holder = Assignee(PersonId(self.agent.desk.caller.id), self.agent.name)
        why = {"reason": "least_loaded", "load": 2, "capacity": 5, "name": holder.name}
        talk, ticket = str(self.conversation), TicketRef(new_id(), 1042)
        with desk.open():
            service.move(desk, conversation=talk, event=Event.TRANSFERRED, team=new_id())
            with self._theatre.trace.step() as step:
                service.move(desk, conversation=talk, event=Event.ASSIGNED, to=holder, data=why)
            told = {"number": ticket.number, "status": "new"}
            service.tell(
                desk, conversation=talk, event=Event.TICKET_OPENED, data=told, ticket=ticket
            )
        return step

    def _by_system(self, part: str) -> tuple[Desk, ConversationsService]:
        desk = replace(self.agent.desk, caller=system(part))
        return desk, self._theatre.house.conversations

    def deliver(self, steps: Iterable[Step]) -> Step:
        """What the desk's stream tells of these steps, as one batch for fan_out."""
        records = pushed(steps)
        with self._theatre.trace.step() as step:
            failed = self._theatre.house.fan_out.deliver(records)
        if failed:
            raise ValueError("fan_out failed at what it was given")
        return step


@cache
def _pushing() -> Source:
    template = join(fragments())
    return next(s for s in sources(template) if (s.function, s.kind) == ("fan_out", STREAM))


def pushed(steps: Iterable[Step]) -> list[Frame]:
    """The stream's records of these steps' writes to the desk, that pass fan_out's filter."""
    told = (record for step in steps for record in records_of(step, "desk"))
    return [record for record in told if _pushing().takes(record)]
