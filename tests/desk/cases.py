"""A merchant with an agent and a customer, and tickets made the way they are made."""

from typing import Any

from chalicelib.conversations.service import Words
from chalicelib.core.caller import Caller, CallerKind, system
from chalicelib.core.ids import CustomerId, MerchantId, new_id, new_sending_session
from chalicelib.core.values import replace
from chalicelib.customers.model import Customer
from chalicelib.table import keys
from chalicelib.table.desk import Desk
from chalicelib.tickets.model import Status, Ticket
from chalicelib.tickets.rules import Wanted
from chalicelib.wiring import House
from tests.desk.agents import agent_of


def customer_of(house: House, merchant: MerchantId, *, email: str = "") -> Desk:
    desk = Desk(merchant, Caller(CallerKind.VISITOR, new_id()))
    customer = Customer(CustomerId(desk.caller.id), "李娜", email, "en", house.clock(), 1, None)
    with desk.open():
        house.customer_store.create(desk, customer)
    return desk


class Case:
    def __init__(self, house: House, merchant: MerchantId, *, email: str = "") -> None:
        self.house = house
        self.agent = agent_of(house, merchant, name="May")
        self.visitor = customer_of(house, merchant, email=email)
        self.session = new_sending_session()
        self.n = 0
        self.conversation = self.says("the lamp flickers")

    def says(self, text: str) -> str:
        """The customer."""
        self.n += 1
        words = Words(self.session, self.n, text)
        with self.visitor.open():
            said = self.house.conversations.say(self.visitor, conversation=None, words=words)
        return str(said.conversation)

    def make(self, title: str = "The lamp flickers", **more: Any) -> Ticket:
        """By the console, of nobody's conversation."""
        with self.agent.open(front=True):
            return self.house.tickets.create(self.agent, wanted=Wanted(title, **more))

    def from_talk(self, **more: Any) -> Ticket:
        with self.agent.open(front=True):
            return self.house.tickets.create_from_conversation(
                self.agent, conversation=self.conversation, wanted=Wanted("The lamp", **more)
            )

    def move(self, ticket: Ticket, *to: Status) -> Ticket:
        for state in to:
            version = self.now(ticket).version
            with self.agent.open(front=True):
                ticket = self.house.tickets.transition(
                    self.agent, ticket=ticket.id, to=state, version=version
                )
        return ticket

    def comment(self, ticket: Ticket, text: str, *, public: bool) -> None:
        with self.agent.open(front=True):
            self.house.tickets.comment(self.agent, ticket=ticket.id, text=text, public=public)

    def now(self, ticket: Ticket) -> Ticket:
        with self.agent.open():
            return self.house.tickets.get(self.agent, ticket=ticket.id)

    def kinds(self, ticket: Ticket) -> list[str]:
        with self.agent.open():
            entries = self.house.tickets.timeline(self.agent, ticket=ticket.id).entries
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        return [str(entry.kind) for entry in entries]

    def events(self) -> list[str]:
        """What the conversation was told of tickets."""
        with self.agent.open():
            told = self.house.conversations.history(self.agent, conversation=self.conversation)
        return [
            f"{each.event} {each.extra.data['status']}"
            for each in told.messages
            if each.event.startswith("ticket")
        ]

    @property
    def system(self) -> Desk:
        return replace(self.agent, caller=system("transition_ticket"))

    def follow(self, ticket: Ticket) -> None:
        """What the queue's function does when the ticket has changed."""
        self.house.following.take({"merchant": self.agent.merchant, "ticket": ticket.id})

    def rows(self, dynamodb: Any, ticket: Ticket) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = dynamodb.query(
            TableName="desk",
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": keys.ticket(self.agent, ticket.id).pk}},
        )["Items"]
        return found
