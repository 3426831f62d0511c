"""Sessions, API keys and socket tickets: what stands for a caller."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.access.store import AccessStore
from chalicelib.audit.log import Audit
from chalicelib.core.clock import Clock
from chalicelib.merchants.service import MerchantsService
from chalicelib.people.service import CloseSockets, PeopleService
from chalicelib.signup.service import SignupService
from chalicelib.table.desk import Desk
from chalicelib.table.pages import Cursors


@dataclass(frozen=True, slots=True)
class Admission:
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
        signup: SignupService,
        audit: Audit,
        cursors: Cursors,
        clock: Clock,
        socket_url: str,
        close_sockets: CloseSockets,
    ) -> None: ...

    def admit(self, headers: Mapping[str, str], *, address: str, correlation: str) -> Desk | None:
        """The desk of a session cookie or API key (Authorization wins over the cookie).

        None without any, and for a bearer that is no API key (a visitor's); Unauthenticated where
        they fail. Header names are lower case. Needs the front keys.
        """
        raise NotImplementedError

    def redeem_ticket(self, ticket: str) -> Admission:
        """Takes the ticket out; Unauthenticated where it is unknown, used or expired, or the
        session behind it has ended. Opens its own scope."""
        raise NotImplementedError
