"""Sign-up and password reset: what begins with an address alone, and goes on by a mailed link."""

from collections.abc import Mapping

from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.errors import Gone, NotFound
from chalicelib.core.ids import MerchantId, new_id
from chalicelib.core.rights import Role
from chalicelib.invitations.model import Joined
from chalicelib.invitations.service import InvitationsService
from chalicelib.links.model import Composed, Letter, Link, Purpose
from chalicelib.links.service import Compose, LinksService
from chalicelib.merchants.model import check_time_zone
from chalicelib.merchants.service import MerchantsService
from chalicelib.people.model import Person, normalised
from chalicelib.people.service import PeopleService
from chalicelib.signup.model import LinkFacts
from chalicelib.table import guard, keys, writes
from chalicelib.table.desk import Desk
from chalicelib.table.keys import Key, Table


class SignupService:
    def __init__(
        self,
        *,
        merchants: MerchantsService,
        people: PeopleService,
        links: LinksService,
        invitations: InvitationsService,
        composers: Mapping[Purpose, Compose],
    ) -> None:
        """`composers`: who writes the letters of other rooms."""
        self._merchants = merchants
        self._people = people
        self._links = links
        self._invitations = invitations
        self._composers = composers

    # --- asking: the same single write, whether the address is known or not

    def sign_up(self, *, name: str, email: str, locale: str, time_zone: str) -> None:
        check_time_zone(time_zone)
        facts = {"name": name, "locale": locale, "time_zone": time_zone, "email": normalised(email)}
        self._links.post(Purpose.SIGN_UP, facts)

    def ask_password_reset(self, *, email: str) -> None:
        self._links.post(Purpose.PASSWORD_RESET, {"email": normalised(email)})

    # --- coming back by the link

    def read_link(self, *, token: str) -> LinkFacts:
        """What the link is for; it stays unused."""
        link = self._links.get(token)
        if link.purpose in self._composers:
            raise NotFound("There is no such link.")
        if link.purpose is Purpose.PASSWORD_RESET:
            return LinkFacts(link.purpose, self._resetting(link).email, needs_password=True)
        if link.purpose is Purpose.INVITATION:
            email, merchant = self._invitations.read(link)
        else:
            facts = self._links.facts(link)
            email, merchant = facts["email"], facts["name"]
        new = self._people.by_address(email) is None
        return LinkFacts(link.purpose, email, needs_password=new, merchant_name=merchant)

    def confirm(
        self, *, token: str, name: str | None, password: str | None, address: str = ""
    ) -> Joined:
        """Makes the merchant. A person who is there already becomes its owner, and signs in."""
        link = self._links.get(token, purpose=Purpose.SIGN_UP)
        facts = self._links.facts(link)
        person, arriving = self._people.known_or_arriving(
            email=facts["email"], name=name, password=password, locale=facts["locale"]
        )
        caller = Caller(kind=CallerKind.PERSON, id=person.id, role=Role.OWNER)
        desk = Desk(MerchantId(new_id()), caller, address)
        with desk.open(front=True):
            creation = self._merchants.creation(
                desk, name=facts["name"], locale=facts["locale"], time_zone=facts["time_zone"]
            )
            operations = [self._links.using(link), *creation, *arriving]
            try:
                self._people.join(desk, *operations, action="merchant.created")
            except writes.ConditionFailed as error:
                raise Gone("The link was used already or has expired.") from error
            return Joined(self._merchants.merchant(desk), person, new=bool(arriving))

    def confirm_password_reset(self, *, token: str, password: str, address: str = "") -> None:
        """Ends every session, and with them every other reset link of the person."""
        link = self._links.get(token, purpose=Purpose.PASSWORD_RESET)
        person = self._resetting(link)
        changing = self._people.changing_password(person, password)
        try:
            writes.transact(self._links.using(link), changing)
        except writes.ConditionFailed as error:
            raise Gone("The link was used already or has expired.") from error
        caller = Caller(kind=CallerKind.PERSON, id=person.id)
        self._people.sessions_ended(caller, action="person.password_reset", address=address)

    def _resetting(self, link: Link) -> Person:
        """Whose password the link may change, if no session was ended since it was asked for."""
        facts = self._links.facts(link)
        person = self._people.person(facts["person"])
        if str(person.epoch) != facts["epoch"]:
            raise Gone("The link was used already or has expired.")
        return person

    # --- the mail function's half

    def deliver(self, *, outbox_pk: str, outbox_sk: str) -> None:
        """Send what an outbox item asks for, once. Opens its own scope."""
        place = Key(Table.LEDGER, outbox_pk, outbox_sk)
        with guard.scope(merchant=keys.merchant_of(outbox_pk), front=True):
            self._links.deliver(place, self._compose)

    def _compose(self, letter: Letter) -> Composed | None:
        if letter.purpose in self._composers:
            return self._composers[letter.purpose](letter)
        if letter.purpose is Purpose.INVITATION:
            return self._invitations.compose(letter)
        if letter.purpose is Purpose.PASSWORD_RESET:
            return self._compose_reset(letter)
        facts = letter.facts
        return Composed(facts["email"], facts["locale"], link=facts, name=facts["name"])

    def _compose_reset(self, letter: Letter) -> Composed | None:
        """Here alone is looked up who has the address, where no caller waits for the answer."""
        person = self._people.by_address(letter.facts["email"])
        if person is None:
            return None
        facts = {"person": str(person.id), "epoch": str(person.epoch)}
        return Composed(person.email, person.locale, link=facts)
