"""The small parts of head and message as they lie in their items: lists and times, nothing sealed."""

from typing import Any

from chalicelib.conversations.model import Assignment, Extra, Handoff, HandoffReason, Head
from chalicelib.core.clock import from_ms, to_ms


def working(head: Head) -> dict[str, Any]:
    """Who has to do with it, and why; nothing of it lies in a head that has none."""
    return {
        "team": head.team or None,
        "queued_at": to_ms(head.queued_at) if head.queued_at else None,
        "handoff": [str(given.reason), to_ms(given.at)] if (given := head.handoff) else None,
        "assigned": [held.reason, to_ms(held.at), dict(held.data)]
        if (held := head.assigned)
        else None,
        "ticket": head.ticket.id or None,
        "ticket_number": head.ticket.number or None,
        "answered": head.answered or None,
        "rating": [rated.score, to_ms(rated.at)] if (rated := head.rating) else None,
    }


def handoff(lying: Any) -> Handoff | None:
    return Handoff(HandoffReason(lying[0]), from_ms(lying[1])) if lying else None


def assigned(lying: Any) -> Assignment | None:
    return Assignment(lying[0], from_ms(lying[1]), lying[2]) if lying else None


def packed(extra: Extra) -> dict[str, Any]:
    found = {
        "options": [list(option) for option in extra.options],
        "choice": extra.choice,
        "data": dict(extra.data),
        "tried": dict(extra.tried),
    }
    return {name: value for name, value in found.items() if value}


def unpacked(packed: dict[str, Any]) -> Extra:
    """What a later version of the code adds is not known here, and stays unread."""
    return Extra(
        options=tuple((each, label) for each, label in packed.get("options", ())),
        choice=packed.get("choice", ""),
        data=packed.get("data", {}),
        tried=packed.get("tried", {}),
    )
