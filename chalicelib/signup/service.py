"""Sign-up, invitation and password reset: whatever goes by a mailed single-use link."""

from chalicelib.audit.log import Audit
from chalicelib.core.clock import Clock
from chalicelib.mail.port import Mailer
from chalicelib.merchants.service import MerchantsService
from chalicelib.people.service import PeopleService
from chalicelib.signup.store import SignupStore
from chalicelib.table.pages import Cursors


class SignupService:
    def __init__(
        self,
        *,
        store: SignupStore,
        merchants: MerchantsService,
        people: PeopleService,
        audit: Audit,
        cursors: Cursors,
        clock: Clock,
        mailer: Mailer,
        desk_origin: str,
    ) -> None: ...

    def deliver(self, *, outbox_pk: str, outbox_sk: str) -> None:
        """Send what an outbox item asks for, once; opens its own scope."""
        raise NotImplementedError
