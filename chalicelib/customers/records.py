"""A record is changed: in one transaction with the entry that says who did it."""

from chalicelib.audit.log import Audit
from chalicelib.core.errors import Conflict, Stale
from chalicelib.customers.model import Customer
from chalicelib.customers.store import CustomerStore
from chalicelib.table import writes
from chalicelib.table.desk import Desk


class Records:
    def __init__(self, *, store: CustomerStore, audit: Audit) -> None:
        self.store = store
        self._audit = audit

    def there(self, desk: Desk, customer_id: str) -> Customer:
        """As it is now; a Conflict where they were erased."""
        found = self.store.get(desk, customer_id, consistent=True)
        if found.erased_at:
            raise Conflict("This customer was erased.", rule="erased")
        return found

    def write(
        self,
        desk: Desk,
        *moves: tuple[Customer, Customer],
        what: str,
        detail: dict[str, str],
        also: list[writes.Operation],
    ) -> Customer:
        """Each from what it was to what it is; the first of them is told of, and answered."""
        on = moves[0][0].id
        operations = [self.store.changing(desk, *move) for move in moves]
        try:
            self._audit.write(
                desk, *operations, *also, action=f"customer.{what}", on=on, detail=detail
            )
        except writes.ConditionFailed as error:
            raise stale() from error
        return self.store.get(desk, on, consistent=True)


def stale() -> Stale:
    return Stale("The customer was changed in the meantime.")
