"""What each channel speaks, and how its messages leave."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.wiring.clockwork import Clockwork

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chalicelib.channels.adapter import Account, Adapter
    from chalicelib.channels.belonging import Belonging
    from chalicelib.channels.carrying import Carrier
    from chalicelib.channels.store import ChannelStore
    from chalicelib.channels.transport import Transport
    from chalicelib.customers.model import Customer
    from chalicelib.due.model import Entry
    from chalicelib.inboxes.model import Channel, Inbox
    from chalicelib.senders.service import SendersService
    from chalicelib.table.desk import Desk
    from chalicelib.table.writes import Operation
    from chalicelib.tickets.model import Ticket


class Carriage(Clockwork):
    @cached_property
    def transport(self) -> Transport:
        from chalicelib.channels.transport import Transport

        inward = frozenset(self.config.inward_origins.split())
        return Transport(inward=inward)

    @cached_property
    def adapters(self) -> Mapping[Channel, Adapter]:
        """What reads mail is loaded with the first that comes or goes."""
        from chalicelib.channels.adapters import Adapters
        from chalicelib.contracts.compiled import check
        from chalicelib.contracts.parse import parse_object

        return Adapters(parse=parse_object, check=check)

    @cached_property
    def carriers(self) -> Mapping[Channel, Carrier]:
        from chalicelib.channels.adapters import Carriers

        return Carriers(http=lambda: self._by_http, mail=lambda: self._by_mail)

    @cached_property
    def _by_http(self) -> Carrier:
        from chalicelib.channels.carrying import HttpCarrier

        return HttpCarrier(transport=self.transport, clock=self.clock)

    @cached_property
    def _by_mail(self) -> Carrier:
        from chalicelib.channels.email.carrier import SesCarrier

        return SesCarrier(client=lambda: self.client_that_asks_once("sesv2"))

    def account(self, desk: Desk, inbox: Inbox) -> Account:
        """Of mail, what it is signed with and how it looks; else the inbox's own secrets."""
        from chalicelib.channels.adapter import Account
        from chalicelib.channels.signatures import secret_of
        from chalicelib.inboxes.model import MAILED

        if inbox.channel in MAILED:
            merchant = self.merchants.merchant(desk)
            told = {"name": merchant.name, "accent": merchant.accent, "locale": merchant.locale}
            secrets = [self.vault.secret(desk.merchant, "mail-reply")]
            address = inbox.address(self.config.mail_domain) if self.config.mail_domain else ""
            return Account(inbox.id, inbox.settings, secrets, address, told)
        standing = [secret_of(each) for each in inbox.standing(self.clock())]
        known = [each for each in standing if each is not None]
        return Account(inbox=inbox.id, settings=inbox.settings, secrets=known)

    @cached_property
    def channel_store(self) -> ChannelStore:
        from chalicelib.channels.store import ChannelStore

        return ChannelStore(vault=self.vault, clock=self.clock, cursors=self.cursors)

    @cached_property
    def _belonging(self) -> Belonging:
        from chalicelib.channels.belonging import Belonging

        return Belonging(
            recognising=self.identities,
            conversations=self.conversations,
            store=self.channel_store,
            known=self._known,
            ticket_of=self._ticket_of,
        )

    def account_out(self, desk: Desk, inbox: Inbox) -> Account:
        """As it sends: under an address of the merchant's own, where its domain is proved just now."""
        from chalicelib.core.values import replace

        account, wanted = self.account(desk, inbox), str(inbox.settings.get("from_address", ""))
        return replace(account, sender=self.senders.sender(desk, wanted)) if wanted else account

    @cached_property
    def senders(self) -> SendersService:
        from chalicelib.senders.pairs import new_pair
        from chalicelib.senders.proofs import SesProofs
        from chalicelib.senders.service import SendersService
        from chalicelib.senders.store import SenderStore

        hosts = (self.config.mail_from.rpartition("@")[2], self.config.desk_origin.split("/")[-1])
        return SendersService(
            store=SenderStore(),
            proofs=SesProofs(client=lambda: self.client("sesv2")),
            new_pair=new_pair,
            due=self.due,
            audit=self.audit,
            ours=(self.config.mail_domain, *hosts),
            clock=self.clock,
        )

    def look_at_domain(self, desk: Desk, entry: Entry) -> None:
        self.senders.look(desk, entry)

    def _known(self, desk: Desk, customer: str) -> Customer:
        return self.customers.known(desk, customer_id=customer)

    def _ticket_of(self, desk: Desk, customer: Customer, number: int) -> Ticket | None:
        """Their own, and of those who are a part of them; tickets are loaded with the first that is named."""
        family = (customer.id, *customer.merged)
        return self.tickets.numbered(desk, customers=family, number=number)

    def _attaching(self, desk: Desk, ticket: Ticket, conversation: str) -> Sequence[Operation]:
        return self.tickets.attaching(desk, ticket, conversation)

    def _opened(self, desk: Desk, inbox: Inbox, conversation: str, seq: int) -> None:
        """An inbox whose messages are cases has one made of each conversation, once, however often it is told."""
        if not inbox.makes_tickets or seq > 1:
            return
        message = self.conversations.message(desk, conversation=conversation, seq=seq)
        head = self.conversations.get(desk, conversation=conversation)
        if message.event or head.ticket.id:
            return
        from chalicelib.core.errors import Conflict
        from chalicelib.tickets.rules import Wanted

        subject = str(message.extra.source.get("subject", "")) or message.summary
        try:
            self.tickets.create_from_conversation(
                desk,
                conversation=conversation,
                wanted=Wanted(title=subject[:200] or "-"),
                as_customer=True,
                quiet=bool(message.extra.source.get("unproved")),
            )
        except Conflict:
            return  # it has one
