"""Inviting people to a merchant's desk."""

from chalicelib.audit.log import Audit
from chalicelib.core.caller import Caller, CallerKind, system
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Forbidden, Gone, NotFound
from chalicelib.core.ids import MerchantId, new_id
from chalicelib.core.rights import Right, Role, may
from chalicelib.invitations.model import Invitation, Joined
from chalicelib.invitations.store import InvitationStore
from chalicelib.links.model import LIFE, Composed, Letter, Link, Purpose
from chalicelib.links.service import LinksService
from chalicelib.merchants.service import MerchantsService
from chalicelib.people.model import normalised
from chalicelib.people.service import PeopleService
from chalicelib.table import writes
from chalicelib.table.desk import Desk
from chalicelib.table.pages import DEFAULT_LIMIT, Cursors, Page


class InvitationsService:
    def __init__(
        self,
        *,
        store: InvitationStore,
        merchants: MerchantsService,
        people: PeopleService,
        links: LinksService,
        audit: Audit,
        cursors: Cursors,
        clock: Clock,
    ) -> None:
        self._store = store
        self._merchants = merchants
        self._people = people
        self._links = links
        self._audit = audit
        self._cursors = cursors
        self._clock = clock

    def invite(self, desk: Desk, *, email: str, role: str) -> None:
        """Says nothing of whether the address is known: the mail goes out either way."""
        if role == Role.OWNER and not may(desk.caller.role, Right.OWNERS):
            raise Forbidden("Only an owner may invite another.")
        invitation, now = new_id(), self._clock()
        until = now + LIFE[Purpose.INVITATION]
        address = normalised(email)
        self._audit.write(
            desk,
            self._store.creating(desk, invitation, email=address, role=role, at=now, until=until),
            self._links.posting(desk, Purpose.INVITATION, {"invitation": invitation}),
            action="invitation.sent",
            on=invitation,
            detail={"role": role},
        )

    def page(
        self, desk: Desk, *, cursor: str | None = None, limit: int = DEFAULT_LIMIT
    ) -> Page[Invitation]:
        return self._cursors.page(
            desk.merchant,
            "invitations",
            cursor,
            lambda after: self._store.page(desk, after=after, limit=limit),
        )

    def withdraw(self, desk: Desk, *, invitation: str) -> None:
        """From now on the mailed link leads nowhere."""
        removing = self._store.removing(desk, invitation)
        try:
            self._audit.write(desk, removing, action="invitation.withdrawn", on=invitation)
        except writes.ConditionFailed as error:
            raise NotFound("There is no such invitation.") from error

    def read(self, link: Link) -> tuple[str, str]:
        """The address that a link's invitation went to, and the inviting merchant's name."""
        desk = _of(link)
        with desk.open():
            return self._invited(desk, link).email, self._merchants.merchant(desk).name

    def accept(
        self, *, token: str, name: str | None, password: str | None, address: str = ""
    ) -> Joined:
        link = self._links.get(token, purpose=Purpose.INVITATION)
        desk = _of(link)
        with desk.open(front=True):
            invitation = self._invited(desk, link)
            merchant = self._merchants.merchant(desk)
            person, arriving = self._people.known_or_arriving(
                email=invitation.email, name=name, password=password, locale=merchant.locale
            )
            caller = Caller(kind=CallerKind.PERSON, id=person.id, role=invitation.role)
            own = Desk(merchant.id, caller, address)
            operations = [self._links.using(link), self._store.removing(own, invitation.id)]
            if invitation.role == Role.OWNER:
                operations.append(self._merchants.owner_joins(own))
            try:
                self._people.join(own, *operations, *arriving, action="member.joined")
            except writes.ConditionFailed as error:
                raise Gone("The link was used already or has expired.") from error
        return Joined(merchant, person, new=bool(arriving))

    def compose(self, letter: Letter) -> Composed | None:
        """The mail of an invitation; none where it was withdrawn before it went out."""
        desk = Desk(MerchantId(letter.owner), system("invitations"))
        invitation = self._store.find(desk, letter.facts["invitation"])
        if invitation is None:
            return None
        merchant = self._merchants.merchant(desk)
        return Composed(
            to=invitation.email, locale=merchant.locale, link=letter.facts, name=merchant.name
        )

    def _invited(self, desk: Desk, link: Link) -> Invitation:
        found = self._store.find(desk, self._links.facts(link)["invitation"])
        if found is None or found.expires_at <= self._clock():
            raise Gone("The link was used already or has expired.")
        return found


def _of(link: Link) -> Desk:
    return Desk(MerchantId(link.owner), system("invitations"))
