"""The small parts of head and message as they lie in their items: short lists, nothing sealed.

Their times are milliseconds after the head was made: a head has to stay within one kilobyte.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib.attachments.model import File
from chalicelib.conversations.model import (
    NO_TICKET,
    Assignment,
    Delivery,
    Extra,
    Handoff,
    HandoffReason,
    Head,
    Rating,
    Reached,
    TicketRef,
    Told,
    Via,
)
from chalicelib.conversations.transitions import NUMBERS
from chalicelib.core.clock import from_ms, to_ms


def inputs(head: Head) -> tuple[Any, ...]:
    """All that `working` goes by; what did not change need not be packed twice."""
    return (
        head.team,
        head.queued_at,
        head.handoff,
        head.assigned,
        head.ticket,
        head.answered,
        head.rating,
        head.told,
        head.blocked,
        head.via,
    )


def working(head: Head) -> dict[str, Any]:
    """Who has to do with it, and why; nothing of it lies in a head that has none."""

    def after(moment: datetime) -> int:
        return to_ms(moment) - to_ms(head.created_at)

    return {
        "team": head.team or None,
        "queued_at": to_ms(head.queued_at) if head.queued_at else None,
        "handoff": [str(given.reason), after(given.at)] if (given := head.handoff) else None,
        "assigned": [held.reason, after(held.at), *(held.data.get(name) for name in NUMBERS)]
        if (held := head.assigned)
        else None,
        "ticket": [head.ticket.id, head.ticket.number] if head.ticket.id else None,
        "answered": head.answered or None,
        "rating": [rated.score, after(rated.at)] if (rated := head.rating) else None,
        "told": [letter.seq, after(letter.due)] if (letter := head.told) else None,
        "blocked": 1 if head.blocked else None,
        "via": [head.via.channel, head.via.inbox] if head.via else None,
    }


def handoff(lying: Any, made: datetime) -> Handoff | None:
    return Handoff(HandoffReason(lying[0]), _at(made, lying[1])) if lying else None


def assigned(lying: Any, made: datetime) -> Assignment | None:
    if not lying:
        return None
    reason, after, *numbers = lying
    told = {name: value for name, value in zip(NUMBERS, numbers, strict=False) if value is not None}
    return Assignment(reason, _at(made, after), told)


def ticket(lying: Any) -> TicketRef:
    return TicketRef(*lying) if lying else NO_TICKET


def rating(lying: Any, made: datetime) -> Rating | None:
    return Rating(lying[0], _at(made, lying[1])) if lying else None


def told(lying: Any, made: datetime) -> Told | None:
    return Told(lying[0], _at(made, lying[1])) if lying else None


def via(lying: Any) -> Via | None:
    return Via(*lying) if lying else None


def delivery(lying: Any) -> Delivery | None:
    if not lying:
        return None
    state, at, attempts, code, provider_id = lying
    return Delivery(Reached(state), from_ms(at), attempts, code, provider_id)


def delivery_lying(held: Delivery | None) -> list[Any] | None:
    if held is None:
        return None
    return [str(held.state), to_ms(held.at), held.attempts, held.code, held.id]


def _at(made: datetime, after: int) -> datetime:
    return made + timedelta(milliseconds=after)


def packed(extra: Extra) -> dict[str, Any]:
    found = {
        "options": [list(option) for option in extra.options],
        "choice": extra.choice,
        "data": dict(extra.data),
        "tried": dict(extra.tried),
        "about": extra.about,
        "files": [[file.id, file.name, file.type, file.size] for file in extra.files],
        "more": [dict(part) for part in extra.more],
        "source": dict(extra.source),
    }
    return {name: value for name, value in found.items() if value}


def unpacked(packed: Mapping[str, Any]) -> Extra:
    """What a later version of the code adds is not known here, and stays unread."""
    return Extra(
        options=tuple((each, label) for each, label in packed.get("options", ())),
        choice=packed.get("choice", ""),
        data=packed.get("data", {}),
        tried=packed.get("tried", {}),
        about=packed.get("about", 0),
        files=tuple(File(*file) for file in packed.get("files", ())),
        more=tuple(packed.get("more", ())),
        source=packed.get("source", {}),
    )
