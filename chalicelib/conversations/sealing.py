"""What of a head is sealed: the customer's own texts, in one value under their key, and the holder's name.

Heads from before have each of these texts by itself. They are read, and keep the shape that they have.
"""

import json

from chalicelib.conversations.bodies import Bodies
from chalicelib.conversations.items import ConversationItem
from chalicelib.conversations.model import Head
from chalicelib.table import keys
from chalicelib.table.desk import Desk
from chalicelib.vault.customer_keys import Erased
from chalicelib.vault.seal import Place

OWN = "own"
# In the order in which they lie there; whatever a later version of the code adds comes behind.
OF_CUSTOMERS = ("customer_name", "preview", "subject")
TEXTS = (OWN, *OF_CUSTOMERS)
NOTHING = dict.fromkeys(OF_CUSTOMERS, "")

Texts = dict[str, str]
Sealed = dict[str, bytes | None]

_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Sealing(Bodies):
    def _own(self, desk: Desk, item: ConversationItem) -> Texts | None:
        """The customer's own texts; None where they were erased.

        One that lies by itself beside the others is newer: the version before, which does not see
        those, has written it.
        """
        key, lies = item.key, item.attribute_values
        place = Place(desk.merchant, key, OWN, item.customer, named=True)
        try:
            together = json.loads(self._vault.open(place, lies[OWN])) if OWN in lies else ()
            apart = {n: self._open(desk, key, n, lies[n]) for n in OF_CUSTOMERS if n in lies}
        except Erased:
            return None
        return {**NOTHING, **dict(zip(OF_CUSTOMERS, together, strict=False)), **apart}

    def _sealed_of(self, desk: Desk, head: Head) -> Sealed:
        """Of a new head."""
        return {**self._each(desk, head, {"assignee_name": holder(head)}), **self._all(desk, head)}

    def _resealed(self, desk: Desk, before: Head, after: Head) -> Sealed:
        """What differs. Where the texts lie together, those beside them give way."""
        old, new = texts(before), texts(after)
        renamed = holder(before) != holder(after)
        found = self._each(desk, after, {"assignee_name": holder(after)}) if renamed else {}
        if old == new:
            return found
        if before.sealed and OWN not in before.sealed:
            differing = {
                n: now for n, was, now in zip(OF_CUSTOMERS, old, new, strict=True) if was != now
            }
            return found | self._each(desk, after, differing)
        beside: Sealed = {name: None for name in before.sealed if name != OWN}
        return found | beside | self._all(desk, after)

    def _all(self, desk: Desk, head: Head) -> Sealed:
        """Nothing once the customer is erased: with the name, it would bring back what is gone."""
        key, own = keys.conversation(desk, head.id), texts(head)
        place = Place(desk.merchant, key, OWN, head.customer, named=True)
        while own and not own[-1]:
            own = own[:-1]
        try:
            return {OWN: self._vault.seal(place, _compact(own)) if own else None}
        except Erased:
            return {}

    def _each(self, desk: Desk, head: Head, found: Texts) -> Sealed:
        key = keys.conversation(desk, head.id)
        return {
            name: self._vault.seal(Place(desk.merchant, key, name, _whose(head, name)), text)
            if text
            else None
            for name, text in found.items()
        }


def texts(head: Head) -> tuple[str, ...]:
    """The customer's own, in the clear and in their order."""
    return head.customer_name, head.last.preview if head.last else "", head.subject


def holder(head: Head) -> str:
    return head.assignee.name if head.assignee else ""


def _whose(head: Head, attribute: str) -> str:
    return head.customer if attribute in OF_CUSTOMERS else ""
