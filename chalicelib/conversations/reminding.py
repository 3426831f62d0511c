"""A reply that its customer has not seen: one letter tells of it, and none of its words.

The first unseen reply says in the head when its letter is due; later ones say nothing, until the
customer has come back: so one letter goes out, however many they miss. Where that reply is recalled,
the head turns to the next one that stands, or to none, whether the letter is due, on its way or out. A moment in the index of what
is due stands for it. Where one of an earlier reply is still to come, it is put off when it comes: a
talk at its pace puts one every few minutes, and not with each reply.
"""

from chalicelib.conversations.model import Head
from chalicelib.conversations.service import ConversationsService
from chalicelib.core.caller import system
from chalicelib.core.clock import Clock
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import MerchantId
from chalicelib.customers.model import Customer
from chalicelib.customers.service import CustomersService
from chalicelib.due.model import Entry
from chalicelib.due.service import DueService
from chalicelib.links.model import Composed, Letter, Purpose
from chalicelib.links.service import LinksService
from chalicelib.merchants.service import MerchantsService
from chalicelib.table import writes
from chalicelib.table.desk import Desk


class Reminding:
    def __init__(
        self,
        *,
        conversations: ConversationsService,
        customers: CustomersService,
        merchants: MerchantsService,
        links: LinksService,
        due: DueService,
        clock: Clock,
    ) -> None:
        self._conversations = conversations
        self._customers = customers
        self._merchants = merchants
        self._links = links
        self._due = due
        self._clock = clock

    def look(self, desk: Desk, entry: Entry) -> None:
        """The moment has come: it ends in one transaction with the letter, where one is needed."""
        head = self._find(desk, entry.subject)
        told = head.told if head else None
        if told is not None and told.due > self._clock():
            writes.transact(self._due.moved(desk, entry, at=told.due))
            return
        letters = []
        if head is not None and _is_unseen(head):
            letters = [self._links.posting(desk, Purpose.REPLY, {"conversation": head.id})]
        writes.transact(*letters, self._due.done(desk, entry))

    def compose(self, letter: Letter) -> Composed | None:
        """None where it was seen before the letter went out, or the letter would lead nowhere."""
        desk = Desk(MerchantId(letter.owner), system("reply"))
        head = self._find(desk, letter.facts["conversation"])
        if head is None or not _is_unseen(head):
            return None
        customer = self._customers.known(desk, customer_id=head.customer)
        page = self._page_of(desk, customer)
        if not (customer.email and page):
            return None
        return Composed(
            to=customer.email,
            locale=customer.locale,
            link=None,
            name=self._merchants.merchant(desk).name,
            page=page,
        )

    def _find(self, desk: Desk, conversation: str) -> Head | None:
        try:
            return self._conversations.get(desk, conversation=conversation)
        except NotFound:
            return None

    def _page_of(self, desk: Desk, customer: Customer) -> str:
        """The one they came by, where the widget still may stand: nothing else knows them again."""
        origins = self._merchants.widget(desk).allowed_origins
        return customer.origin if customer.origin in origins else next(iter(origins), "")


def _is_unseen(head: Head) -> bool:
    """Its customer has still to see the reply that the letter is about."""
    return not head.erased and head.told is not None and head.told.seq > head.seen_customer
