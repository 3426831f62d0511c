"""What the other side tells of our messages: how far they came, and which addresses nothing reaches."""

from collections.abc import Callable, Sequence

from chalicelib.channels.model import Inbound
from chalicelib.channels.service import ChannelsService
from chalicelib.channels.store import ChannelStore
from chalicelib.conversations.model import Head, Reached
from chalicelib.conversations.service import ConversationsService
from chalicelib.customers.identities import Identity, Kind
from chalicelib.customers.recognising import Recognising
from chalicelib.inboxes.model import Inbox
from chalicelib.table.desk import Desk


class Bounces:
    def __init__(
        self,
        *,
        channels: ChannelsService,
        conversations: ConversationsService,
        identities: Recognising,
        addresses: Callable[[Desk, Inbox, Head], Sequence[Identity]],
        store: ChannelStore,
    ) -> None:
        """`addresses`: to which the messages of a conversation go."""
        self._channels = channels
        self._conversations = conversations
        self._identities = identities
        self._addresses = addresses
        self._store = store

    def told(self, desk: Desk, inbox: Inbox, inbound: Inbound) -> None:
        self._channels.receipt(desk, inbox, inbound)
        recipient = str(inbound.data.get("recipient", "")).lower()
        if inbound.data.get("complaint"):
            self._mark(desk, inbox, inbound.about, recipient, "complained")
        elif inbound.reached is Reached.FAILED and recipient and not inbound.data.get("for_now"):
            self._mark(desk, inbox, inbound.about, recipient, "bounced")

    def _mark(self, desk: Desk, inbox: Inbox, about: str, recipient: str, reason: str) -> None:
        """Anybody can write a report: it counts for its recipient, among the addresses of the customer to
        whom the message went. A complaint that names none is about each of them.
        """
        found = self._store.arrived(desk, inbox.id, about)
        if found is None or not found.conversation:
            return
        head = self._conversations.get(desk, conversation=found.conversation)
        for each in self._addresses(desk, inbox, head):
            if each.kind is Kind.EMAIL and recipient in {"", each.value.lower()}:
                self._identities.undeliverable(desk, identity=each, reason=reason)
