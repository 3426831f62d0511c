"""Which items of the tables' streams put work on which queue: one row per kind of work.

A job names things and holds nothing of them. Its consumer asks the table what there is to do, so a
job may come twice or too late; what a row must never do is stay silent.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from chalicelib.core.values import Value
from chalicelib.table import keys

Image = Mapping[str, Any]
Job = dict[str, Any]


class Queue(StrEnum):
    """Each is the setting `<name>_queue_url`."""

    MAIL = "mail"
    BOT = "bot"
    ASSIGN = "assign"
    TICKET = "ticket"
    KNOWLEDGE = "knowledge"
    OUTBOUND = "outbound"


FOLLOWED = ("version", "first_response_at", "answered_at", "waiting_since")


class Rule(Value, frozen=True):
    """`when` sees the new image and the old one, if the stream has it; `job` the new one.

    `group`, for a queue in order: what its job follows the others of.
    """

    kind: str
    queue: Queue
    when: Callable[[Image, Image | None], bool]
    job: Callable[[Image], Job]
    group: Callable[[Image], str] | None = None


def text(image: Image, name: str) -> str:
    """A clear text of an image; nothing where there is none."""
    return str(image.get(name, {}).get("S", ""))


def inserted(_: Image, old: Image | None) -> bool:
    return old is None


def _new_with(name: str, value: str = "") -> Callable[[Image, Image | None], bool]:
    def when(new: Image, old: Image | None) -> bool:
        found = text(new, name)
        return old is None and (found == value if value else bool(found))

    return when


def _outbox(image: Image) -> Job:
    return {"pk": text(image, "pk"), "sk": text(image, "sk")}


def _conversation(image: Image) -> Job:
    pk, sk = text(image, "pk"), text(image, "sk")
    merchant, conversation = keys.merchant_of(pk), keys.conversation_of(pk)
    return {"merchant": merchant, "conversation": conversation, "seq": keys.seq_of(sk)}


def _talk(image: Image) -> Job:
    pk = text(image, "pk")
    return {"merchant": keys.merchant_of(pk), "conversation": keys.conversation_of(pk)}


def _group(image: Image) -> str:
    return keys.conversation_of(text(image, "pk"))


def _place(image: Image) -> Job:
    return {"merchant": keys.merchant_of(text(image, "pk")), "person": text(image, "frees")}


def _of_member(new: Image, old: Image | None) -> bool:
    return old is None and text(new, "action") in MEMBER_CHANGES


def _member(image: Image) -> Job:
    return {"merchant": keys.merchant_of(text(image, "pk")), "person": text(image, "object")}


def _of_team(new: Image, old: Image | None) -> bool:
    return old is None and text(new, "action") == TEAM_REMOVED


def _queue(image: Image) -> Job:
    """The whole of what waits: nobody in particular has come or gone."""
    return {"merchant": keys.merchant_of(text(image, "pk"))}


def _of_leaver(new: Image, old: Image | None) -> bool:
    return old is None and text(new, "action") in LEAVING


def _changed(_: Image, __: Image | None) -> bool:
    return True


def _measured(image: Image) -> Job:
    """Where the way through the tickets begins; each job names the next."""
    return {"merchant": keys.merchant_of(text(image, "pk")), "state": "new"}


def _renamed(new: Image, old: Image | None) -> bool:
    return bool(old) and new.get("name") != (old or {}).get("name")


def _customer(image: Image) -> Job:
    pk = text(image, "pk")
    return {"merchant": keys.merchant_of(pk), "customer": keys.subject_of(pk)}


def _words(image: Image) -> Job:
    """What a ticket's clocks and states go by, and the rating that it keeps."""
    names = {"ticket": "ticket", "by": "author_kind", "at": "said_at", "event": "event"}
    return {**_conversation(image), **{to: text(image, name) for to, name in names.items()}}


def _ticket(image: Image) -> Job:
    pk = text(image, "pk")
    return {"merchant": keys.merchant_of(pk), "ticket": keys.subject_of(pk)}


def _stirred(new: Image, old: Image | None) -> bool:
    """Not what the desk itself notes at a ticket: what it told, and what its clocks show."""
    return old is None or any(new.get(name) != old.get(name) for name in FOLLOWED)


def _knowledge(image: Image) -> Job:
    return {
        "merchant": keys.merchant_of(text(image, "pk")),
        "job": keys.last_of(text(image, "sk")),
    }


# Other room, teams or role, or none at all: the entry is written with the change itself, and it alone
# still tells of a member who is no more.
LEAVING = frozenset({"member.role_changed", "member.removed"})
TEAM_REMOVED = "team.removed"
MEMBER_CHANGES = LEAVING | {"member.changed"}

RULES: tuple[Rule, ...] = (
    Rule("outbox", Queue.MAIL, inserted, _outbox),
    # A message says in the clear whom it gives work (conversations: `marks_of`).
    Rule("message", Queue.BOT, _new_with("work", "bot"), _conversation),
    Rule("message", Queue.ASSIGN, _new_with("work", "assign"), _conversation),
    Rule("message", Queue.ASSIGN, _new_with("frees"), _place),
    Rule("message", Queue.OUTBOUND, _new_with("send"), _talk, group=_group),
    Rule("audit_entry", Queue.ASSIGN, _of_member, _member),
    # What waited for a team that is no more waits for everybody.
    Rule("audit_entry", Queue.ASSIGN, _of_team, _queue),
    Rule("message", Queue.TICKET, _new_with("ticket"), _words),
    Rule("ticket", Queue.TICKET, _stirred, _ticket),
    # These reach many tickets, a page in a job (tickets: `sweeping`).
    Rule("audit_entry", Queue.TICKET, _of_leaver, _member),
    Rule("sla_policy", Queue.TICKET, _changed, _measured),
    Rule("calendar", Queue.TICKET, _changed, _measured),
    Rule("customer", Queue.TICKET, _renamed, _customer),
    Rule("knowledge_job", Queue.KNOWLEDGE, inserted, _knowledge),
)
