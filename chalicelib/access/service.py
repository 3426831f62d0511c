"""Sessions, API keys and socket tickets: what stands for a caller."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.access.model import (
    LONGEST,
    TOUCH_AFTER,
    Entered,
    Entry,
    Session,
    Standing,
    digest_of,
    is_token,
    new_token,
    token_of,
)
from chalicelib.access.store import AccessStore
from chalicelib.api_keys.service import ApiKeysService
from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Forbidden, Unauthenticated
from chalicelib.core.ids import MerchantId, new_id
from chalicelib.core.values import Value, replace
from chalicelib.invitations.model import Joined
from chalicelib.invitations.service import InvitationsService
from chalicelib.merchants.service import MerchantsService
from chalicelib.people.members import CloseSockets
from chalicelib.people.model import Membership, Person
from chalicelib.people.service import PeopleService
from chalicelib.signup.service import SignupService
from chalicelib.table import guard
from chalicelib.table.desk import Desk


class Admission(Value, frozen=True):
    """Whom a redeemed ticket lets in. `name` is a person's or API key's; a visitor's is empty."""

    desk: Desk
    name: str


class AccessService:
    def __init__(
        self,
        *,
        store: AccessStore,
        merchants: MerchantsService,
        people: PeopleService,
        api_keys: ApiKeysService,
        invitations: InvitationsService,
        signup: SignupService,
        clock: Clock,
        socket_url: str,
        close_sockets: CloseSockets,
    ) -> None:
        self._store = store
        self._merchants = merchants
        self._people = people
        self._api_keys = api_keys
        self._invitations = invitations
        self._signup = signup
        self._clock = clock
        self.socket_url = socket_url
        self._close_sockets = close_sockets

    # --- letting in

    def admit(self, headers: Mapping[str, str], *, address: str, correlation: str) -> Desk | None:
        """The desk of a session cookie or API key; Authorization wins over the cookie.

        None without any, and for a bearer that is no API key (a visitor's); Unauthenticated where
        they fail. Header names are lower case. Needs the front keys.
        """
        if "authorization" in headers:
            scheme, _, secret = headers["authorization"].partition(" ")
            named = scheme.lower() == "bearer" and secret.strip().startswith("mk_")
            desk = self._api_keys.admit(secret.strip()) if named else None
        elif headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return None  # another page's request: the cookie does not speak for it
        elif (token := token_of(headers.get("cookie", ""))) is not None:
            desk = self._desk_of_session(digest_of(token))
        else:
            return None
        return desk and replace(desk, address=address, correlation=correlation or new_id())

    def _desk_of_session(self, digest: str, *, touch: bool = True) -> Desk:
        """What the session may do is read anew each time: a role that was taken away is gone."""
        now = self._clock()
        session = self._store.session(digest)
        if session is None or not session.stands(now):
            raise Unauthenticated("The session has ended.")
        desk = Desk(session.merchant, Caller(kind=CallerKind.PERSON, id=session.person))
        with desk.open(front=True):
            held = self._people.membership(desk, session.person)
            if held is None or self._people.epoch(session.person) != session.epoch:
                raise Unauthenticated("The session has ended.")
            if touch and now - session.seen_at >= TOUCH_AFTER:
                self._store.touch(session, now)
        named = replace(desk.caller, role=held.role, session=digest, ends_at=session.ends_at)
        return replace(desk, caller=named)

    def ensure_stands(self, desk: Desk) -> None:
        """That a caller let in a moment ago still is who they were; a visitor always is.

        Whoever ends a session closes the sockets that are in the table by then. One that is asked
        here after it was put there is therefore closed by the one or refused by the other. Opens
        its own scope.
        """
        with guard.scope(front=True):
            if desk.caller.kind is CallerKind.PERSON:
                role = self._desk_of_session(desk.caller.session, touch=False).caller.role
            elif desk.caller.kind is CallerKind.API_KEY:
                role = self._api_keys.get(desk).role
            else:
                return
        if role != desk.caller.role:
            raise Unauthenticated("The role has changed.")

    # --- sessions

    def sign_in(
        self, *, email: str, password: str, merchant: str | None = None
    ) -> tuple[str, Standing]:
        """A new session's token, and what it opens; at the oldest membership where none is named."""
        person = self._people.authenticate(email=email, password=password)
        if person is None:
            raise Unauthenticated("E-mail or password is wrong.")
        held = self._held(person, merchant)
        token = self._begin(person, held.merchant, ends_at=self._clock() + LONGEST)
        return token, self._standing(person, held.merchant)

    def confirm_sign_up(
        self, *, token: str, name: str | None, password: str | None, address: str
    ) -> Entered:
        return self._enter(
            self._signup.confirm(token=token, name=name, password=password, address=address)
        )

    def accept_invitation(
        self, *, token: str, name: str | None, password: str | None, address: str
    ) -> Entered:
        return self._enter(
            self._invitations.accept(token=token, name=name, password=password, address=address)
        )

    def _enter(self, joined: Joined) -> Entered:
        """A new person is signed in by the link; one who was there signs in with the password."""
        if not joined.new:
            return Entered(joined.merchant, token=None)
        ends_at = self._clock() + LONGEST
        return Entered(
            joined.merchant, self._begin(joined.person, joined.merchant.id, ends_at=ends_at)
        )

    def standing(self, desk: Desk) -> Standing:
        if desk.caller.kind is not CallerKind.PERSON:
            merchant = self._merchants.merchant(desk)
            return Standing(None, merchant, desk.caller.role, memberships=())
        return self._standing(self._people.person(desk.caller.id), desk.merchant)

    def switch_merchant(self, desk: Desk, *, merchant: str) -> tuple[str, Standing]:
        """Another session at another merchant, for as long as this one would have lasted."""
        session = self._own_session(desk)
        person = self._people.person(session.person)
        held = self._held(person, merchant)
        token = self._begin(person, held.merchant, ends_at=session.ends_at)
        self._store.end_session(session.digest)
        return token, self._standing(person, held.merchant)

    def sign_out(self, desk: Desk) -> None:
        """What else the person has open here reconnects by its own session."""
        self._store.end_session(self._own_session(desk).digest)
        self._close_sockets(desk, desk.caller.id)

    def sign_out_everywhere(self, desk: Desk) -> None:
        self._people.end_sessions(desk)

    def _own_session(self, desk: Desk) -> Session:
        session = self._store.session(desk.caller.session) if desk.caller.session else None
        if session is None:
            raise Forbidden("This is for people who have signed in.")
        return session

    def _held(self, person: Person, merchant: str | None) -> Membership:
        memberships = sorted(self._people.memberships(person.id), key=lambda each: each.merchant)
        for membership in memberships:
            if merchant in (None, membership.merchant):
                return membership
        raise Forbidden("This person serves no such merchant.")

    def _begin(self, person: Person, merchant: MerchantId, *, ends_at: datetime) -> str:
        token = new_token()
        session = Session(
            digest=digest_of(token),
            person=person.id,
            merchant=merchant,
            epoch=person.epoch,
            seen_at=self._clock(),
            ends_at=ends_at,
        )
        self._store.begin_session(session)
        return token

    def _standing(self, person: Person, merchant: MerchantId) -> Standing:
        entries = [self._entry(held) for held in self._people.memberships(person.id)]
        here = next(entry for entry in entries if entry.merchant.id == merchant)
        return Standing(person, here.merchant, here.role, memberships=tuple(entries))

    def _entry(self, held: Membership) -> Entry:
        desk = Desk(held.merchant, Caller(kind=CallerKind.PERSON, id=held.person, role=held.role))
        with desk.open():
            return Entry(self._merchants.merchant(desk), held.role)

    # --- socket tickets

    def issue_ticket(self, desk: Desk) -> str:
        """Opens one socket, within a minute; for people, API keys and visitors."""
        ticket = new_token()
        self._store.issue_ticket(desk, digest_of(ticket), self._clock())
        return ticket

    def redeem_ticket(self, ticket: str) -> Admission:
        """Takes the ticket out, and opens its own scope.

        Unauthenticated where it is unknown, used or expired, or what stood behind it has ended.
        """
        with guard.scope(front=True):
            taken = self._store.take_ticket(digest_of(ticket), self._clock())
            if taken is None or not is_token(ticket):
                raise Unauthenticated("The ticket is not valid.")
            if taken.caller.kind is CallerKind.PERSON:
                desk = self._desk_of_session(taken.caller.session)
                return Admission(desk, self._people.name_of(desk))
            if taken.caller.kind is CallerKind.API_KEY:
                key = self._api_keys.get(taken)
                desk = replace(taken, caller=replace(taken.caller, role=key.role))
                return Admission(desk, key.name)
            return Admission(taken, name="")

    def name_of(self, desk: Desk) -> str:
        """How the caller signs: a person's or API key's name; a visitor's is empty."""
        if desk.caller.kind is CallerKind.API_KEY:
            return self._api_keys.get(desk).name
        return self._people.name_of(desk)
