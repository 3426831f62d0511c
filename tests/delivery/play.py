"""A customer with two tabs, an agent, a supervisor and the bot, over a network that cannot be relied on."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from chalicelib.core.caller import Caller, CallerKind, system
from chalicelib.core.errors import Refused
from chalicelib.core.ids import MerchantId, new_id
from chalicelib.core.rights import Role
from chalicelib.core.values import replace
from chalicelib.table.desk import Desk
from tests.delivery.cloud import Cloud
from tests.delivery.frames import Frame
from tests.delivery.history import stored
from tests.delivery.mappings import Mappings
from tests.delivery.sender import Sender
from tests.delivery.viewer import Viewer
from tests.desk.agents import agent_of, visitor_of

FAQ = (("怎么申请退款？", "在订单页点击申请退款。"), ("多久发货？", "付款后48小时内发货。"))
_numbers = count(1)


@dataclass
class Shop:
    """A merchant with its bot."""

    cloud: Cloud
    merchant: MerchantId = field(init=False)
    mappings: Mappings = field(init=False)

    def __post_init__(self) -> None:
        house, self.merchant = self.cloud.house, self.cloud.merchant()
        self.mappings = Mappings.from_now_on(self.cloud)
        owner = Desk(self.merchant, Caller(CallerKind.PERSON, new_id(), role=Role.OWNER))
        with owner.open():
            house.merchants.change(owner, version=1, values={"bot_on": True})
            for title, body in FAQ:
                values = {"title": title, "body": body}
                entry = house.knowledge.create(owner, locale="zh", values=values)
                house.knowledge.publish(owner, entry=entry.id)
        self.mappings.run(self.cloud)


@dataclass
class Play:
    """One conversation and everyone in it. `people` by name; the tabs speak for one customer."""

    shop: Shop
    people: dict[str, Viewer] = field(default_factory=dict)
    senders: dict[str, Sender] = field(default_factory=dict)
    conversation: str = ""
    acked: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        house, merchant = self.shop.cloud.house, self.shop.merchant
        customer = visitor_of(house, merchant)
        staff = {
            name: agent_of(house, merchant, name=name, role=role, capacity=50, there=False)
            for name, role in (("agent", Role.AGENT), ("supervisor", Role.SUPERVISOR))
        }
        desks = {"tab1": customer, "tab2": customer, **staff}
        for name, desk in desks.items():
            self.people[name] = Viewer(self._line(desk))
            kind = "note" if name == "supervisor" else "message"
            self.senders[name] = Sender(f"{name}.{next(_numbers)}", kind=kind)
            self.people[name].line.ask({"t": "hello", "v": 1})

    def _line(self, desk: Desk) -> Any:
        number = next(_numbers)
        return self.shop.cloud.line(desk, f"L{number}", "" if desk.caller.is_visitor else "May")

    def compose(self, name: str, text: str) -> None:
        self.senders[name].compose(f"{text} {next(_numbers)}")

    def exchange(self, name: str, *, lost: bool, unheard: bool, twice: bool) -> None:
        """What a sender has to send goes out, or gets lost; its answers come, or do not."""
        self.shop.cloud.clock.advance(1)
        viewer, sender = self.people[name], self.senders[name]
        sender.turn += 12  # patience is over
        if not viewer.there or (name not in ("tab1", "tab2") and not self.conversation):
            return
        sender.conversation = sender.conversation or self.conversation or None
        for frame in sender.frames():
            for _ in range(0 if lost else 1 + twice):
                answer = viewer.line.ask(frame)
                if not unheard:
                    self._take(sender, answer)

    def _take(self, sender: Sender, answer: Frame) -> None:
        sender.take(answer)
        if not self.conversation and sender.conversation:
            self.conversation = sender.conversation
        for text, seq in sender.acked.items():
            assert self.acked.setdefault(text, seq) == seq

    def deliver(self) -> None:
        """Streams and queues run, and everyone listens."""
        self.shop.cloud.clock.advance(1)
        self.shop.mappings.run(self.shop.cloud)
        for viewer in self.people.values():
            if viewer.there:
                viewer.listen(self.conversation)

    def repeat(self, records: int) -> None:
        """The streams deliver at least once: their last records come again."""
        for stream in self.shop.mappings.streams:
            stream.at = max(0, stream.at - records)

    def drop(self, name: str) -> None:
        """The socket is gone, and nobody has said so."""
        viewer = self.people[name]
        self.shop.cloud.aws.sockets.open.pop(viewer.line.connection, None)
        viewer.there = False

    def reconnect(self, name: str) -> None:
        """A new socket; then what was missed, and the first page of the list again."""
        viewer = self.people[name]
        self.shop.cloud.clock.advance(1)
        viewer.line, viewer.heard, viewer.there = self._line(viewer.line.desk), 0, True
        viewer.line.ask({"t": "hello", "v": 1})
        self.senders[name].sent_at.clear()
        if self.conversation:
            viewer.sync(self.conversation)
        if not viewer.line.desk.caller.is_visitor:
            viewer.rows = {row["id"]: row for row in self.page(viewer)}

    def page(self, viewer: Viewer) -> list[Frame]:
        desk = viewer.line.desk
        with desk.open():
            found = self.shop.cloud.house.conversations.view(
                desk, view="all", cursor=None, limit=100
            )
        return [head.wire() for head in found.items]

    def act(self, name: str, verb: str) -> None:
        """Take, release, resolve: allowed or refused, as the conversation stands."""
        desk = self.people[name].line.desk
        try:
            with desk.open(front=True):
                getattr(self.shop.cloud.house.assignment, verb)(
                    desk, conversation=self.conversation
                )
        except Refused:
            return

    # --- what must be true

    def check_acknowledged(self) -> None:
        """Durable, and where it was said to be; in one order with what everyone is shown."""
        if not self.conversation:
            return
        reader = replace(self.people["agent"].line.desk, caller=system("checker"))
        head, messages = stored(self.shop.cloud, reader, self.conversation)
        assert [message.seq for message in messages] == list(range(1, head.seq + 1))
        texts = [message.text for message in messages]
        for text, seq in self.acked.items():
            assert texts[seq - 1] == text
            assert texts.count(text) == 1
        ids = [message.id for message in messages]
        for viewer in self.people.values():
            for place, shown in enumerate(viewer.shown):
                assert shown.get("id") in (ids[place], None)
            assert all(place > len(viewer.shown) + 1 for place in viewer.beyond)

    def check_lists(self, name: str) -> None:
        """Right after a reconnect, and pushes on top of it, the list shows the truth."""
        viewer = self.people[name]
        truth = {row["id"]: row for row in self.page(viewer)}
        seen = viewer.rows.get(self.conversation)
        if self.conversation:
            assert seen is not None
            for part in ("status", "assignee"):
                assert seen[part] == truth[self.conversation][part]

    def settle(self) -> None:
        """Everyone comes back, and everything that was composed goes through."""
        for name in self.people:
            self.reconnect(name)
        for _ in range(40):
            for name in self.people:
                self.exchange(name, lost=False, unheard=False, twice=False)
            if self._through():
                break
        assert self._through(), self.senders
        self.deliver()
        for name, viewer in self.people.items():
            self.reconnect(name)
            assert not self.conversation or viewer.shown
        shown = {tuple(m.get("seq") for m in v.shown) for v in self.people.values()}
        assert len(shown) == 1
        self.check_acknowledged()

    def _through(self) -> bool:
        """An agent who holds nothing has nobody to answer: those words stay composed."""
        tabs = all(self.senders[name].done for name in ("tab1", "tab2"))
        return tabs and (self.senders["supervisor"].done or not self.conversation)
