"""One merchant, a customer with two tabs and an agent who has room: a message and what it sets off."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chalicelib.core.ids import MerchantId
from chalicelib.table.desk import Desk
from tests.delivery.cloud import Cloud, Died, Line
from tests.delivery.frames import Frame, say
from tests.delivery.history import stored
from tests.delivery.mappings import Mappings
from tests.desk.agents import agent_of, visitor_of


@dataclass
class Story:
    cloud: Cloud
    merchant: MerchantId
    mappings: Mappings = field(init=False)
    agent: Desk = field(init=False)
    agents: Line = field(init=False)

    def __post_init__(self) -> None:
        self.mappings = Mappings.from_now_on(self.cloud)
        self.agent = agent_of(
            self.cloud.house, self.merchant, name="May", capacity=5_000, there=False
        )
        self.agents = self.cloud.line(self.agent, f"A{self.merchant[-8:]}", "May")
        self.agents.ask({"t": "hello", "v": 1})
        self.mappings.run(self.cloud)

    def visitor(self) -> tuple[Line, Line]:
        """Two tabs of a new customer, both open."""
        desk = visitor_of(self.cloud.house, self.merchant)
        lines = [self.cloud.line(desk, f"{tab}{desk.caller.id[-12:]}") for tab in "VW"]
        return lines[0], lines[1]

    def hello(self, line: Line) -> str:
        self.cloud.clock.advance(0.1)
        return str(line.ask({"t": "hello", "v": 1})["session"])

    def session(self, line: Line, conversation: str | None) -> str:
        """A new one; registered, where the conversation is there already."""
        session = self.hello(line)
        if conversation:
            frame = {"t": "sync", "conversation": conversation, "after": 0, "session": session}
            answer = line.ask(frame)
            assert answer["t"] == "history", answer
        return session

    def says(self, line: Line, text: str, *, session: str = "", n: int = 1, **more: Any) -> Frame:
        """As its client does: until it is acknowledged, under one name."""
        conversation = more.pop("conversation", None)
        name = session or insisted(lambda: self.session(line, conversation))
        frame = say(name, n, text, conversation, **more)
        said: Frame = insisted(lambda: line.ask(frame))
        assert said["t"] == "said", said
        return said

    def settle(self) -> None:
        """Until nothing is left to do, also what comes back to its queue after a while."""
        for _ in range(20):
            insisted(lambda: self.mappings.run(self.cloud))
            wait = self.mappings.wait(self.cloud)
            if wait is None:
                return
            self.pass_time(wait)
        raise AssertionError("there is always more to do")

    def pass_time(self, seconds: float) -> None:
        """With the agent's page open: it pings."""
        while seconds > 0:
            step = min(seconds, 45.0)
            self.cloud.clock.advance(step)
            insisted(lambda: self.agents.ask({"t": "ping"}))
            seconds -= step

    def texts(self, line: Line, conversation: str) -> list[str]:
        """What lies there, the lines about what happened aside; dense, or this fails."""
        head, messages = stored(self.cloud, line.desk, conversation)
        assert [message.seq for message in messages] == list(range(1, head.seq + 1))
        return [message.text for message in messages if message.text]


def insisted(act: Callable[[], Any], *, most: int = 20) -> Any:
    """Again while the process dies of it, as clients and mappings do."""
    for _ in range(most):
        try:
            return act()
        except Died:
            continue
    raise AssertionError("it dies every time")


def heard(line: Line, conversation: str) -> list[str]:
    """Texts that were pushed to a socket, repeats and all."""
    return [
        part["text"]
        for frame in line.pushed()
        if frame["t"] == "message" and frame["conversation"] == conversation
        for part in frame["message"].get("parts", ())
    ]
