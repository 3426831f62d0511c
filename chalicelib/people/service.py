"""Persons, their credentials and their memberships."""

from collections.abc import Callable, Mapping

from chalicelib.audit.log import Audit
from chalicelib.core.clock import Clock
from chalicelib.merchants.service import MerchantsService
from chalicelib.people.store import PeopleStore
from chalicelib.table.desk import Desk
from chalicelib.table.pages import Cursors

CloseSockets = Callable[[Desk, str], None]
Presences = Callable[[Desk], Mapping[str, str]]


class PeopleService:
    def __init__(
        self,
        *,
        store: PeopleStore,
        merchants: MerchantsService,
        audit: Audit,
        cursors: Cursors,
        clock: Clock,
        close_sockets: CloseSockets,
        presences: Presences,
    ) -> None:
        """`close_sockets` ends what a person has open at a desk; `presences` tells who is there."""
