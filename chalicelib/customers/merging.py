"""Two records of one person. The one points to the other; nothing is rewritten, so it can be undone."""

from chalicelib.core.errors import Conflict, Invalid
from chalicelib.core.values import replace
from chalicelib.customers.model import MOST_MERGED, Customer
from chalicelib.customers.records import Records
from chalicelib.table.desk import Desk


class Merging:
    def __init__(self, *, records: Records) -> None:
        self._records = records

    def merge(self, desk: Desk, *, customer_id: str, other: str) -> Customer:
        """`other` becomes a part of the customer, who stays."""
        stays, goes = self._both(desk, customer_id, other)
        _ensure_may_merge(stays, goes)
        after = replace(stays, merged=(*stays.merged, goes.id))
        return self._move(
            desk, "merged", (stays, after), (goes, replace(goes, merged_into=stays.id))
        )

    def unmerge(self, desk: Desk, *, customer_id: str, other: str) -> Customer:
        """Two again, each with all that was theirs."""
        stays, goes = self._both(desk, customer_id, other)
        if goes.merged_into != stays.id:
            raise Conflict("They are not a part of this customer.", rule="not_merged")
        after = replace(stays, merged=tuple(each for each in stays.merged if each != goes.id))
        return self._move(desk, "unmerged", (stays, after), (goes, replace(goes, merged_into="")))

    def _both(self, desk: Desk, customer_id: str, other: str) -> tuple[Customer, Customer]:
        store = self._records.store
        stays = store.get(desk, customer_id, consistent=True)
        return stays, store.get(desk, other, consistent=True)

    def _move(self, desk: Desk, what: str, *moves: tuple[Customer, Customer]) -> Customer:
        detail: dict[str, str] = {"customer": moves[1][0].id}
        return self._records.write(desk, *moves, what=what, detail=detail, also=[])


def _ensure_may_merge(stays: Customer, goes: Customer) -> None:
    """One level deep, so that there is no chain and no circle to follow."""
    if stays.id == goes.id:
        raise Invalid("Nobody is merged with themselves.", pointer="/customer", rule="other")
    if stays.erased_at or goes.erased_at:
        raise Conflict("One of them was erased.", rule="erased")
    if stays.merged_into or goes.merged_into:
        raise Conflict("One of them is a part of another customer already.", rule="merged")
    if goes.merged:
        raise Conflict("Others are a part of them; merge the other way round.", rule="has_merged")
    if len(stays.merged) >= MOST_MERGED:
        raise Conflict(f"At most {MOST_MERGED} are a part of one customer.", rule="most")
    if bool(stays.blocked_at) != bool(goes.blocked_at):
        raise Conflict("One of them is blocked; block both, or neither.", rule="blocked")
