"""What a list of tickets is asked for: pure."""

from collections.abc import Mapping

from chalicelib.core.errors import Invalid
from chalicelib.core.ids import is_id
from chalicelib.core.values import Value, fields
from chalicelib.tickets.model import ENDED, Priority, Status, Ticket, Type

NOBODY = "none"
ME = "me"
_WORDS = {"status": Status, "type": Type, "priority": Priority}
_LONGEST = 40


class Filter(Value, frozen=True):
    """Empty where anything will do. An assignee is a person's id, or `none`."""

    status: str = ""
    assignee: str = ""
    team: str = ""
    priority: str = ""
    type: str = ""
    tag: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str], *, me: str) -> "Filter":
        """As a query has it; Invalid names what is not among the words."""
        given = {each.name: asked[each.name] for each in fields(cls) if each.name in asked}
        for name, value in given.items():
            _check(name, value)
        if given.get("assignee") == ME:
            given["assignee"] = me
        return cls(**given)

    @property
    def held(self) -> bool:
        """Whether it asks for what somebody, or nobody, holds: closed tickets are held by none."""
        return bool(self.assignee) and self.status not in ENDED

    @property
    def narrows(self) -> bool:
        """Whether rows of the index are left out: an index serves one of the first two alone."""
        rest = bool(self.team or self.priority or self.type or self.tag)
        return rest or bool(self.status and self.assignee)

    def matches(self, ticket: Ticket) -> bool:
        """As the ticket is now; an index may still show it where it was."""
        holder = ticket.assignee.id if ticket.assignee else NOBODY
        return (
            self.status in {"", ticket.status}
            and self.assignee in {"", holder}
            and self.team in {"", ticket.team}
            and self.priority in {"", ticket.priority}
            and self.type in {"", ticket.type}
            and (not self.tag or self.tag in ticket.tags)
            and not (self.held and ticket.ended)
        )

    def name(self) -> str:
        """What a cursor of this list is bound to."""
        return "\x1f".join(getattr(self, each.name) for each in fields(self))

    def wire(self) -> dict[str, str]:
        return {
            each.name: getattr(self, each.name) for each in fields(self) if getattr(self, each.name)
        }


def _check(name: str, value: str) -> None:
    if name in _WORDS:
        good = value in set(_WORDS[name])
    elif name == "tag":
        good = 0 < len(value) <= _LONGEST
    else:
        good = is_id(value) or (name == "assignee" and value in {ME, NOBODY})
    if not good:
        raise Invalid("There is no such choice.", pointer=f"/query/{name}", rule="enum")
