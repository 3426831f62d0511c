"""A page of a conversation's history as a person reads it: from the desk to what is answered."""

from typing import Any

from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.ids import MerchantId, PersonId
from chalicelib.core.rights import Role
from chalicelib.table.desk import Desk
from chalicelib.wiring import house

PAGE = 100


def page(event: dict[str, Any], _: Any) -> list[dict[str, Any]]:
    caller = Caller(CallerKind.PERSON, PersonId(event["person"]), role=Role.AGENT)
    desk = Desk(MerchantId(event["merchant"]), caller)
    with desk.open():
        found = house().conversations.shown(desk, conversation=event["conversation"], limit=PAGE)
        return [message.wire(caller) for message in found.messages]
