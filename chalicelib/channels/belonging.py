"""Whose an event is, and where it belongs: by the signed address, by what it answers, by a ticket's number.

The first is a secret, and the second names what was said between the two. A number is neither: it counts
for the ticket's own customer alone, and only where somebody vouches for the address that they write from.
"""

from collections.abc import Callable, Sequence

from chalicelib.channels.model import Inbound
from chalicelib.channels.shapes import identity_of
from chalicelib.channels.store import ChannelStore
from chalicelib.conversations.model import NO_TICKET, TicketRef
from chalicelib.conversations.service import ConversationsService
from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.errors import NotFound
from chalicelib.core.values import Value, replace
from chalicelib.customers.model import Customer
from chalicelib.customers.recognising import Recognising
from chalicelib.inboxes.model import Inbox
from chalicelib.table import writes
from chalicelib.table.desk import Desk
from chalicelib.tickets.model import Ticket

# So many of the messages that one says it answers are looked up.
MOST_FOLLOWED = 5


class Event(Value, frozen=True):
    """One event of one inbox. `guards`: the ids under which it must not come again. `name`: by which
    others may speak of it, where nothing else has it.
    """

    desk: Desk
    inbox: Inbox
    inbound: Inbound
    arrival: str = ""
    guards: tuple[str, ...] = ()
    name: str = ""


class Place(Value, frozen=True):
    """`making`: what makes the customer, where they are new. `ticket`: which goes on in a conversation
    that is begun for it, where the one that it has, if any, takes no words any more. `guest`: its sender
    is another one than the customer whose conversation it is. `writer`: the sender's own record, if any.
    """

    customer: Customer
    making: Sequence[writes.Operation] = ()
    conversation: str = ""
    ticket: Ticket | None = None
    guest: bool = False
    writer: Customer | None = None

    @property
    def is_blocked(self) -> bool:
        return any(each and each.blocked_at for each in (self.customer, self.writer))

    @property
    def ref(self) -> TicketRef:
        return TicketRef(self.ticket.id, self.ticket.number) if self.ticket else NO_TICKET


class Belonging:
    def __init__(
        self,
        *,
        recognising: Recognising,
        conversations: ConversationsService,
        store: ChannelStore,
        known: Callable[[Desk, str], Customer],
        ticket_of: Callable[[Desk, Customer, int], Ticket | None],
    ) -> None:
        """`known`: a customer by id; `ticket_of`: a customer's own ticket by its number."""
        self._recognising = recognising
        self._conversations = conversations
        self._store = store
        self._known = known
        self._ticket_of = ticket_of

    def of(self, event: Event) -> Place:
        inbound, sender = event.inbound, event.inbound.sender
        identity = identity_of(event.inbox, inbound)
        known = self._recognising.recognise(event.desk, identity=identity)
        if inbound.conversation and (holder := self._holder(event.desk, inbound.conversation)):
            guest = not self._is_theirs(event, holder, known)
            return Place(holder, conversation=inbound.conversation, guest=guest, writer=known)
        if known is not None:
            return self._followed(event, known) or self._numbered(event, known) or Place(known)
        customer, making = self._recognising.arriving(
            event.desk, identity=identity, name=sender.name, locale=sender.locale
        )
        return Place(customer, making)

    def _holder(self, desk: Desk, conversation: str) -> Customer | None:
        """Whose conversation it is."""
        try:
            head = self._conversations.get(desk, conversation=conversation)
            found = self._known(desk, head.customer)
        except NotFound:
            return None
        return None if found.erased_at else found

    def _is_theirs(self, event: Event, holder: Customer, sender: Customer | None) -> bool:
        """The address that it was written from, or the sender's own record, is the holder's."""
        if not event.inbound.sender.id:
            return False
        identity = identity_of(event.inbox, event.inbound)
        known = self._recognising.of(event.desk, customer_id=holder.id)
        if any((e.kind, e.normalised) == (identity.kind, identity.normalised) for e in known):
            return True
        return sender is not None and sender.id in {holder.id, holder.merged_into, *holder.merged}

    def _followed(self, event: Event, customer: Customer) -> Place | None:
        """A conversation of theirs with a message that it says it answers."""
        own = as_customer(event.desk, customer.id)
        for each in event.inbound.follows[:MOST_FOLLOWED]:
            found = self._store.arrived(event.desk, event.inbox.id, each)
            if found is None or not found.conversation:
                continue
            try:
                head = self._conversations.get(own, conversation=found.conversation)
            except NotFound:
                continue  # somebody else's
            return Place(customer, conversation=head.id)
        return None

    def _numbered(self, event: Event, customer: Customer) -> Place | None:
        """By the ticket that it names: into its conversation, else into one that is the ticket's from now on."""
        inbound = event.inbound
        if not (inbound.number and inbound.vouched):
            return None
        ticket = self._ticket_of(event.desk, customer, inbound.number)
        if ticket is None:
            return None
        going_on = None if ticket.ended or inbound.automatic else ticket
        holder = self._holder(event.desk, ticket.conversation) if ticket.conversation else None
        if holder is None:
            return Place(customer, ticket=going_on)
        return Place(holder, conversation=ticket.conversation, ticket=going_on)


def as_customer(desk: Desk, customer: str) -> Desk:
    return replace(desk, caller=Caller(kind=CallerKind.VISITOR, id=customer))
