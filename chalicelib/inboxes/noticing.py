"""An inbox that we switched off: those who can switch it on again are told, each by one letter.

Whoever switches it off may not read who they are: a letter names a person and an inbox, and the words
are found when it goes out.
"""

from chalicelib.core.caller import system
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import MerchantId
from chalicelib.core.plain import one_line
from chalicelib.core.rights import Role
from chalicelib.inboxes.model import Inbox, State
from chalicelib.inboxes.store import InboxStore
from chalicelib.links.model import Composed, Letter, Purpose
from chalicelib.links.service import LinksService
from chalicelib.merchants.service import MerchantsService
from chalicelib.people.service import PeopleService
from chalicelib.table import writes
from chalicelib.table.desk import Desk

TOLD = (Role.OWNER, Role.ADMIN)
MOST_TOLD = 50  # owners first: all of them are one transaction


class Noticing:
    def __init__(
        self,
        *,
        store: InboxStore,
        people: PeopleService,
        merchants: MerchantsService,
        links: LinksService,
        desk_origin: str,
    ) -> None:
        self._store = store
        self._people = people
        self._merchants = merchants
        self._links = links
        self._origin = desk_origin

    def telling(self, desk: Desk, inbox: Inbox, why: str) -> list[writes.Operation]:
        """For the transaction that switches it off."""
        told = [each for each in self._people.roster(desk) if each.role in TOLD]
        told.sort(key=lambda each: TOLD.index(Role(each.role)))
        facts = {"inbox": inbox.id, "why": why}
        return [
            self._links.posting(desk, Purpose.INBOX, {**facts, "person": each.person})
            for each in told[:MOST_TOLD]
        ]

    def compose(self, letter: Letter) -> Composed | None:
        """None where it is on again by then, or the person is none of those any more."""
        desk, facts = Desk(MerchantId(letter.owner), system("inbox")), letter.facts
        inbox = self._store.find(desk, facts["inbox"], consistent=True)
        member = self._people.membership(desk, facts["person"])
        if inbox is None or inbox.state is not State.DISABLED:
            return None
        if member is None or member.role not in TOLD:
            return None
        try:
            person = self._people.person(member.person)
        except NotFound:
            return None
        return Composed(
            to=person.email,
            locale=person.locale,
            link=None,
            name=self._merchants.merchant(desk).name,
            text=f"inbox_{facts['why']}",
            words=one_line(inbox.name),
            page=f"{self._origin}/console/#/settings/inboxes/{inbox.id}",
        )
