"""Making tickets: by the console, by a program, from a conversation."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from chalicelib.conversations.model import Author as Speaker
from chalicelib.conversations.model import AuthorKind as SpeakerKind
from chalicelib.conversations.model import Event, Head, TicketRef
from chalicelib.conversations.service import ConversationsService
from chalicelib.core.clock import Clock, from_wire, to_wire
from chalicelib.core.errors import Conflict, Invalid
from chalicelib.core.ids import ConversationId, CustomerId, TicketId, new_id
from chalicelib.core.values import Value, replace
from chalicelib.customers.service import CustomersService
from chalicelib.due.service import DueService
from chalicelib.table import writes
from chalicelib.table.desk import Desk
from chalicelib.table.pages import Cursors
from chalicelib.tickets.hands import Hands, ensure_may_write
from chalicelib.tickets.model import (
    NO_CONVERSATION,
    NO_CUSTOMER,
    OPENED,
    Author,
    AuthorKind,
    Entry,
    EntryKind,
    Status,
    Ticket,
)
from chalicelib.tickets.reading import Reading
from chalicelib.tickets.rules import Wanted
from chalicelib.tickets.store import TicketStore

Operations = Sequence[writes.Operation]


class Owner(Value, frozen=True):
    """Whose case it is: a customer's, perhaps in a conversation, or nobody's."""

    customer: CustomerId = NO_CUSTOMER
    name: str = ""
    conversation: ConversationId = NO_CONVERSATION
    quiet: bool = False  # no letter says that there is a ticket


class Making(Reading):
    def __init__(
        self,
        *,
        store: TicketStore,
        cursors: Cursors,
        clock: Clock,
        hands: Hands,
        customers: CustomersService,
        conversations: ConversationsService,
        due: DueService,
    ) -> None:
        super().__init__(store=store, cursors=cursors)
        self._clock = clock
        self._hands = hands
        self._customers = customers
        self._conversations = conversations
        self._due = due

    def create(
        self,
        desk: Desk,
        *,
        wanted: Wanted,
        customer: str = "",
        contact: Mapping[str, str] | None = None,
    ) -> Ticket:
        """By the console or a program, for a customer who is known or a `contact` who is not yet.

        Where it is nobody's, it is the merchant's own business.
        """
        ensure_may_write(desk)
        owner, arriving = self._owner(desk, customer, contact or {})
        ticket, operations = self._making(desk, wanted, owner, self._hands.author(desk))
        writes.transact(*operations, *arriving)
        return ticket

    def _owner(
        self, desk: Desk, customer: str, contact: Mapping[str, str]
    ) -> tuple[Owner, Operations]:
        if customer and contact:
            raise Invalid("Either of the two.", pointer="/contact", rule="either")
        if contact:
            new, adding = self._customers.adding(desk, **contact)
            return Owner(new.id, new.name), adding
        if customer:
            known = self._customers.known(desk, customer_id=customer)
            return Owner(known.id, known.name), ()
        return Owner(), ()

    def create_from_conversation(
        self,
        desk: Desk,
        *,
        conversation: str,
        wanted: Wanted,
        as_customer: bool = False,
        quiet: bool = False,
    ) -> Ticket:
        """The ticket, and the conversation that knows of it, in one transaction.

        `quiet`: no letter tells of it, since nobody vouches that the address is its customer's.

        Who holds the conversation gets it, unless `wanted` says otherwise. A Conflict of the rule
        `ticket` where the conversation has one that is not resolved.
        """
        if not as_customer:
            ensure_may_write(desk)
        head = self._conversations.get(desk, conversation=conversation)
        self._ensure_free(desk, head)
        owner = self._owner_of(desk, head, quiet=quiet)
        customer = Author(AuthorKind.CUSTOMER, owner.customer, owner.name)
        by = customer if as_customer else self._hands.author(desk)
        ticket, operations = self._making(desk, self._held(desk, head, wanted), owner, by)

        def also(now: Head) -> Operations:
            if now.ticket != head.ticket:
                raise _taken()
            return operations

        self._conversations.tell(
            desk,
            conversation=head.id,
            event=Event.TICKET_OPENED,
            data={"number": ticket.number, "status": str(ticket.status)},
            by=_speaker(by),
            ticket=TicketRef(ticket.id, ticket.number),
            also=also,
        )
        return ticket

    def _owner_of(self, desk: Desk, head: Head, *, quiet: bool) -> Owner:
        known = self._customers.known(desk, customer_id=head.customer)
        return Owner(known.id, known.name, head.id, quiet=quiet)

    def _held(self, desk: Desk, head: Head, wanted: Wanted) -> Wanted:
        holder = head.assignee
        if wanted.person is not None or holder is None or not self._hands.answers(desk, holder.id):
            return wanted
        return replace(wanted, person=holder.id)

    def _ensure_free(self, desk: Desk, head: Head) -> None:
        """What is resolved leaves room for the next; messages then belong to that one."""
        held = self._store.find(desk, head.ticket.id) if head.ticket.id else None
        if held is not None and not held.done:
            raise _taken()

    def _making(
        self, desk: Desk, wanted: Wanted, owner: Owner, by: Author
    ) -> tuple[Ticket, list[writes.Operation]]:
        team, assignee = (
            self._hands.team(desk, wanted.team),
            self._hands.assignee(desk, wanted.person),
        )
        now = self._now()
        ticket = Ticket(
            id=TicketId(new_id()),
            number=self._store.next_number(desk),
            title=wanted.title,
            type=wanted.type,
            priority=wanted.priority,
            category=wanted.category,
            tags=wanted.tags,
            team=team,
            assignee=assignee,
            status=Status.NEW,
            customer=owner.customer,
            customer_name=owner.name,
            conversation=owner.conversation,
            told=Status.NEW if owner.conversation else "",
            mailed=OPENED if owner.quiet else "",
            created_at=now,
            updated_at=now,
            moved_at=now,
            seq=1,
        )
        data = {"to": str(ticket.status)}
        entry = Entry(1, now, EntryKind.CREATED, by, data=data, public=True)
        making = self._store.creating(desk, ticket, wanted.description)
        return ticket, [*making, self._store.putting(desk, ticket, entry)]

    def _now(self) -> datetime:
        """Times are kept to the millisecond."""
        return from_wire(to_wire(self._clock()))


def _taken() -> Conflict:
    return Conflict("This conversation has an open ticket.", rule="ticket")


def _speaker(by: Author) -> Speaker:
    """A program's hand is the system's in a conversation."""
    kinds = {AuthorKind.AGENT: SpeakerKind.AGENT, AuthorKind.CUSTOMER: SpeakerKind.CUSTOMER}
    return Speaker(kinds.get(by.kind, SpeakerKind.SYSTEM), by.id, by.name)
