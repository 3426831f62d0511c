"""What an inbound event is in the words of other rooms: an identity, a message's parts and source."""

from typing import Any

from chalicelib.channels.model import MOST_TEXT, Inbound, Kind, Part, PartKind
from chalicelib.channels.store import digest
from chalicelib.conversations.model import Arrival, Via
from chalicelib.customers.identities import Identity
from chalicelib.customers.identities import Kind as Known
from chalicelib.inboxes.model import MAILED, Channel, Inbox

# What becomes words or files; the rest stays a part of its own.
WORDS = frozenset({PartKind.TEXT})
FILES = frozenset({PartKind.IMAGE, PartKind.AUDIO, PartKind.VIDEO, PartKind.FILE})
AUTOMATIC = "automatic"
APART = frozenset({"original", "digest"})


def identity_of(inbox: Inbox, inbound: Inbound) -> Identity:
    """An address counts anywhere; an id that a provider has given, at that inbox alone.

    Who writes without an address is nobody whom we knew before, or shall know again.
    """
    if inbox.channel is Channel.WEBHOOK:
        return Identity(Known.EXTERNAL, inbox.id, inbound.sender.id, verified=True)
    if not inbound.sender.id:
        return Identity(Known.EXTERNAL, inbox.id, inbound.id)
    return Identity(Known.EMAIL, "", inbound.sender.id, verified=inbound.vouched)


def arrival_of(inbox: Inbox, inbound: Inbound) -> Arrival:
    """Without its files."""
    return Arrival(
        via=Via(str(inbox.channel), inbox.id),
        thread=digest(inbox.id, inbound.thread),
        text=inbound.text[:MOST_TEXT],
        author_name=inbound.sender.name,
        subject=inbound.subject,
        more=(
            *(told(part) for part in inbound.parts if part.kind not in WORDS),
            *([{**inbound.data, "type": "call"}] if inbound.kind is Kind.CALL else ()),
        ),
        source=source_of(inbound),
        event=AUTOMATIC if inbound.automatic else "",
        bot=inbox.has_bot and may_be_answered(inbox, inbound),
        team=str(inbox.settings.get("team", "")),
    )


def may_be_answered(inbox: Inbox, inbound: Inbound) -> bool:
    """By a machine of ours: no machine, and by mail nobody whose address might be somebody else's."""
    known = inbox.channel not in MAILED or inbound.vouched
    return known and not inbound.sender.is_machine


def told(part: Part) -> dict[str, Any]:
    """A part as its readers see it: what it is, and what it says."""
    found: dict[str, Any] = {**part.data, "type": str(part.kind)}
    if part.kind is PartKind.UNSUPPORTED and "type" in part.data:
        found["was"] = part.data["type"]
    if part.media:
        media = part.media
        known = {"url": media.url, "name": media.name, "mime": media.about, "size": media.size}
        found |= {name: value for name, value in known.items() if value}
    return found


def source_of(inbound: Inbound) -> dict[str, Any]:
    """For agents: whom it is from as its channel says, and what to make of that."""
    known = {
        "id": inbound.id,
        "from": inbound.sender.email or inbound.sender.id,
        "subject": inbound.subject,
        "automatic": inbound.automatic,
        "unproved": not inbound.vouched,
        "machine": inbound.sender.is_machine,
        **(inbound.data if inbound.kind is not Kind.CALL else {}),
    }
    return {name: value for name, value in known.items() if value and name not in APART}
