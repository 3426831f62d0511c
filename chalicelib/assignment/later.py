"""Nobody is there: what a customer leaves is kept as a ticket, with an address to answer to."""

from chalicelib.conversations.model import AuthorKind, Head, Status, preview
from chalicelib.conversations.service import ConversationsService, Words
from chalicelib.core.errors import Conflict, Invalid
from chalicelib.core.ids import new_sending_session
from chalicelib.customers.service import CustomersService
from chalicelib.table.desk import Desk
from chalicelib.tickets.rules import Wanted
from chalicelib.tickets.service import TicketsService

UNTITLED = {"zh": "留言", "en": "A message was left"}


class Later:
    def __init__(
        self,
        *,
        customers: CustomersService,
        conversations: ConversationsService,
        tickets: TicketsService,
    ) -> None:
        self._customers = customers
        self._conversations = conversations
        self._tickets = tickets

    def leave_message(self, desk: Desk, *, email: str, name: str = "", text: str = "") -> int:
        """The number of the ticket. The conversation goes on, and is answered by who comes first."""
        head = self._conversations.current(desk)
        if not text and (head is None or head.status is Status.RESOLVED):
            raise Invalid("Say what it is about.", pointer="/text", rule="required")
        known = self._customers.introduce(desk, email=email, name=name)
        self._conversations.rename(desk, customer=known)
        head = self._said(desk, head, text) if text else head
        if head is None:
            raise AssertionError("words begin a conversation")
        wanted = Wanted(title=_title(head, text), description=text)
        try:
            ticket = self._tickets.create_from_conversation(
                desk, conversation=head.id, wanted=wanted, as_customer=True
            )
        except Conflict:  # it has one that is not resolved
            return self._conversations.get(desk, conversation=head.id).ticket.number
        return ticket.number

    def _said(self, desk: Desk, head: Head | None, text: str) -> Head:
        """In the conversation of now where it is open, else as the beginning of a new one."""
        session = new_sending_session()
        if head is not None:
            self._conversations.register(desk, conversation=head.id, session=session)
        said = self._conversations.say(desk, conversation=None, words=Words(session, 1, text))
        return self._conversations.get(desk, conversation=said.conversation)


def _title(head: Head, text: str) -> str:
    """What was said last, in a line."""
    asked = head.last.preview if head.last and head.last.author_kind is AuthorKind.CUSTOMER else ""
    return preview(text) or asked or UNTITLED.get(head.locale, UNTITLED["en"])
