"""The first page of every list: what it costs with a thousand and with a hundred thousand behind it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from chalicelib.core.caller import Caller
from chalicelib.core.rights import Role
from chalicelib.core.values import replace
from chalicelib.table import keys
from chalicelib.table.desk import Desk
from chalicelib.table.keys import PLATFORM, Key
from infra.bench.play import Play
from infra.bench.rows import Row
from infra.bench.shelf import Copies, Shelf, Shelves
from infra.bench.texts import Typical
from infra.bench.theatre import Theatre, clients_of
from infra.bench.units import Index, Item

FEW, MANY = 1_000, 100_000
CUSTOMERS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("customers", "recent", {}),
    ("customers, blocked", "held", {"blocked": "true"}),
    ("customers of a tier", "by_status", {"tier": "vip"}),
)


@dataclass(frozen=True, slots=True)
class List:
    """`beside`: copies that a page reads besides its own, such as the rows' heads.

    `head`: where it stands how long the list is.
    """

    title: str
    page: Callable[[], Any]
    copies: Copies
    index: Index | None = None
    width: int = 26
    beside: list[Copies] = field(default_factory=list)
    head: Key | None = None


class Lists:
    """One item of every kind, made by the services, to be copied."""

    def __init__(self, theatre: Theatre, typical: Typical) -> None:
        self._theatre, self._house = theatre, theatre.house
        self._scene = Play(theatre)
        for actor in (self._scene.customer, self._scene.agent):
            self._scene.hello(actor)
        self._scene.say(self._scene.customer, typical.customer)
        self._visitor, agent = self._scene.customer.desk, self._scene.agent.desk
        self.agent = Desk(merchant=agent.merchant, caller=agent.caller)
        self._conversation = str(self._scene.conversation)

    def all(self) -> Iterator[List]:
        """In an order that lets one conversation be first unassigned, then held."""
        yield self._view("unassigned", "held")
        self._scene.take()
        yield self._view("mine", "held")
        yield self._view("all", "recent")
        yield from (self._own(), self._history(), *self._customers(), *self._of_merchant())

    def _item(self, key: Key) -> Item:
        table = getattr(self._house.config, f"{key.table}_table")
        place = {"pk": {"S": key.pk}, "sk": {"S": key.sk}}
        item: Item = self._theatre.dynamodb.get_item(TableName=table, Key=place)["Item"]
        return item

    def _copies(self, key: Key, name: str, owner: str = "") -> Copies:
        owned = owner or self.agent.merchant
        return Copies(self._item(key), name, key.table, owned, self._house.vault)

    def _heads(self) -> Copies:
        return self._copies(keys.conversation(self.agent, self._conversation), self._conversation)

    def _view(self, view: str, name: str) -> List:
        heads, service = self._heads(), self._house.conversations
        index = Index(name, (f"{name}_pk", f"{name}_sk"))

        def page() -> Any:
            return service.view(self.agent, view=view, cursor=None, limit=50)

        return List(f"conversations, {view}", page, heads, index, beside=[heads])

    def _own(self) -> List:
        customer, service = self._visitor.caller.id, self._house.conversations
        key = keys.customer_conversation(self.agent, customer, self._conversation)
        copies = self._copies(key, self._conversation)

        def page() -> Any:
            return service.of_visitor(self._visitor, cursor=None, limit=50)

        return List("a visitor's conversations", page, copies, beside=[self._heads()])

    def _customers(self) -> Iterator[List]:
        """A record that stands in each of the lists."""
        customer, house = self._visitor.caller.id, self._house
        with self.agent.open():
            blocked = house.blocking.block(self.agent, customer_id=customer, reason="spam")[0]
            house.profiles.change(
                self.agent, customer_id=customer, version=blocked.version, values={"tier": "vip"}
            )
        records = self._copies(keys.customer(self.agent, customer), customer)
        for title, index, narrowed in CUSTOMERS:
            page = partial(
                house.customer_lists.page, self.agent, narrowed=narrowed, cursor=None, limit=50
            )
            place = Index(index, (f"{index}_pk", f"{index}_sk"))
            yield List(title, page, records, place, beside=[records])

    def _history(self) -> List:
        key = keys.message(self.agent, self._conversation, 1)
        copies, service = self._copies(key, keys.number(1)), self._house.conversations

        def page() -> Any:
            return service.history(self.agent, conversation=self._conversation)

        head = keys.conversation(self.agent, self._conversation)
        return List("messages of a conversation", page, copies, width=12, head=head)

    def _of_merchant(self) -> Iterator[List]:
        desk, house = self.agent, self._house
        owner = Desk(merchant=desk.merchant, caller=_as_owner(desk))
        with owner.open(front=True):
            house.invitations.invite(owner, email="new@shop.example", role=Role.AGENT)
            house.api_keys.make(owner, name="Warehouse", role=Role.AGENT)
            invitation = house.invitations.page(owner).items[0].id
            api_key = house.api_keys.page(owner).items[0].id
        person = desk.caller.id
        persons = self._copies(keys.person(person), person, PLATFORM)
        members = self._copies(keys.member(desk, person), person)
        invited = self._copies(keys.invitation(desk, invitation), invitation)
        issued = self._copies(keys.api_key(desk, api_key), api_key)
        entries = self._copies(keys.audit_entry(desk, 1), keys.number(1))
        yield List("people", lambda: house.people.members(desk), members, beside=[persons])
        yield List("invitations", lambda: house.invitations.page(desk), invited)
        yield List("API keys", lambda: house.api_keys.page(desk), issued)
        yield List("audit entries", lambda: house.audit.page(desk), entries, width=12)

    def reads(self, listed: List, count: int) -> float:
        """Units of the first page with so many items behind it."""
        names = [f"{n:0{listed.width}d}" for n in range(1, count + 1)]
        shelf = Shelf(listed.copies, names, listed.index)
        if listed.head:
            self._lengthen(listed.head, count)
        client = clients_of(self._house)[0]
        shelves = Shelves([shelf], listed.beside)
        counting, opened = self._theatre.trace.step(), self.agent.open(front=True)
        with shelves.before(client), counting as step, opened:
            listed.page()
        return step.reads

    def _lengthen(self, head: Key, count: int) -> None:
        """A sequence is as long as its head says."""
        self._theatre.dynamodb.update_item(
            TableName=self._house.config.desk_table,
            Key={"pk": {"S": head.pk}, "sk": {"S": head.sk}},
            UpdateExpression="SET seq = :count",
            ExpressionAttributeValues={":count": {"N": str(count)}},
        )


def rows(theatre: Theatre, typical: Typical) -> Iterator[Row]:
    """The bound is the same page's cost with a hundredth behind it."""
    lists = Lists(theatre, typical)
    for listed in lists.all():
        few, many = (lists.reads(listed, count) for count in (FEW, MANY))
        yield Row(f"first page of {listed.title}, {MANY:,} behind it", many, "RRU", few)


def _as_owner(desk: Desk) -> Caller:
    return replace(desk.caller, role=Role.OWNER)
