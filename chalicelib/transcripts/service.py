"""A conversation's transcript: for who may read it, or by mail to its customer."""

from chalicelib.audit.log import Audit
from chalicelib.conversations.model import Head, Message
from chalicelib.conversations.rules import ensure_may_write, ensure_not_erased
from chalicelib.conversations.service import ConversationsService
from chalicelib.core.caller import system
from chalicelib.core.clock import zone_of
from chalicelib.core.errors import Busy, Conflict, Forbidden, Invalid
from chalicelib.core.ids import MerchantId
from chalicelib.customers.allowance import DAY, Allowance, Quota
from chalicelib.customers.service import CustomersService
from chalicelib.links.model import Composed, Letter, Purpose
from chalicelib.links.service import LinksService
from chalicelib.merchants.model import check_time_zone
from chalicelib.merchants.service import MerchantsService
from chalicelib.table import writes
from chalicelib.table.desk import Desk
from chalicelib.transcripts.model import MOST_BYTES, MOST_MESSAGES, Reader, render

PAGE = 100
# How many go out about one customer, and to one address from all merchants together.
OF_CUSTOMER = Quota("transcripts_mailed", 10, DAY)
TO_ADDRESS = Quota("transcripts_mailed", 20, DAY)


class TranscriptsService:
    def __init__(
        self,
        *,
        conversations: ConversationsService,
        customers: CustomersService,
        merchants: MerchantsService,
        links: LinksService,
        audit: Audit,
        allowance: Allowance,
    ) -> None:
        self._conversations = conversations
        self._customers = customers
        self._merchants = merchants
        self._links = links
        self._audit = audit
        self._allowance = allowance

    def read(self, desk: Desk, *, conversation: str, locale: str = "", time_zone: str = "") -> str:
        """That somebody of the desk has taken it is written down before it is given."""
        head = self._readable(desk, conversation)
        reader = self._reader(desk, head, locale, time_zone)
        if not desk.caller.is_visitor:
            self._audit.write(desk, action="conversation.transcript_read", on=head.id)
        return self._rendered(desk, head, reader)

    def mail(
        self,
        desk: Desk,
        *,
        conversation: str,
        email: str = "",
        locale: str = "",
        time_zone: str = "",
    ) -> None:
        """To the address that is known; a customer may name another one for this letter."""
        ensure_may_write(desk.caller)
        head = self._readable(desk, conversation)
        self._reader(desk, head, locale, time_zone)
        if email and not desk.caller.is_visitor:
            raise Forbidden("Only the customer names an address.")
        to = email or self._address_of(desk, head)
        self._ensure_within_the_day(desk, head, to)
        facts = {"conversation": head.id, "to": to, "locale": locale, "time_zone": time_zone}
        letter = self._links.posting(desk, Purpose.TRANSCRIPT, facts)
        if desk.caller.is_visitor:
            writes.transact(letter)
        else:
            self._audit.write(desk, letter, action="conversation.transcript_mailed", on=head.id)

    def compose(self, letter: Letter) -> Composed | None:
        """The mail, of what is there when it goes out; none where it was erased meanwhile."""
        desk, facts = Desk(MerchantId(letter.owner), system("transcript")), letter.facts
        head = self._conversations.get(desk, conversation=facts["conversation"])
        if head.erased:
            return None
        reader = self._reader(desk, head, facts["locale"] or head.locale, facts["time_zone"])
        return Composed(
            to=facts["to"],
            locale=reader.locale,
            link=None,
            name=self._merchants.merchant(desk).name,
            words=self._rendered(desk, head, reader),
        )

    def _readable(self, desk: Desk, conversation: str) -> Head:
        head = self._conversations.get(desk, conversation=conversation)
        ensure_not_erased(head)
        return head

    def _reader(self, desk: Desk, head: Head, locale: str, time_zone: str) -> Reader:
        """As asked for, else a customer's own language, and the merchant's language and zone."""
        if time_zone:
            check_time_zone(time_zone)
        merchant = self._merchants.merchant(desk)
        own = head.locale if desk.caller.is_visitor else merchant.locale
        zone = time_zone or merchant.time_zone
        return Reader(locale or own, zone_of(zone), zone)

    def _rendered(self, desk: Desk, head: Head, reader: Reader) -> str:
        messages, cut = self._latest(desk, head)
        merchant = self._merchants.merchant(desk).name
        return render(head, messages, merchant=merchant, cut=cut, reader=reader)

    def _latest(self, desk: Desk, head: Head) -> tuple[list[Message], bool]:
        """The end of the conversation by pages, as far as a transcript goes; True where more is before."""
        found: list[Message] = []
        before, size = head.seq + 1, 0
        for _ in range(MOST_MESSAGES // PAGE):
            page = self._conversations.history(
                desk, conversation=head.id, before=before, limit=PAGE
            )
            found = page.messages + found
            if not page.more:
                return found, False
            size += sum(len(message.text.encode()) for message in page.messages)
            if size >= MOST_BYTES:
                break
            before = found[0].seq
        return found, True

    def _address_of(self, desk: Desk, head: Head) -> str:
        known = self._customers.known(desk, customer_id=head.customer).email
        if known:
            return known
        if desk.caller.is_visitor:
            raise Invalid("Say where it shall go.", pointer="/email", rule="required")
        raise Conflict("No address of this customer is known.", rule="no_address")

    def _ensure_within_the_day(self, desk: Desk, head: Head, to: str) -> None:
        of_customer = f"{desk.merchant}|{head.customer}"
        left = self._allowance.wait(of_customer, OF_CUSTOMER)
        if left := left or self._allowance.wait_for(to, TO_ADDRESS):
            raise Busy("Enough of these for a day.", rule="transcripts", retry_after=left)
