"""Who is asking, as the verified session, key, token or ticket says."""

from datetime import datetime
from enum import StrEnum

from chalicelib.core.values import Value


class CallerKind(StrEnum):
    PERSON = "person"
    API_KEY = "api_key"
    VISITOR = "visitor"
    SYSTEM = "system"


class Caller(Value, frozen=True):
    """`id` is a person's, an API key's or a customer's id, or the name of the system's own part.

    `ends_at` is when the session ends whatever happens: a socket must not outlive it.
    """

    kind: CallerKind
    id: str
    role: str = ""
    session: str = ""
    ends_at: datetime | None = None

    @property
    def is_visitor(self) -> bool:
        return self.kind is CallerKind.VISITOR


def system(part: str) -> Caller:
    return Caller(kind=CallerKind.SYSTEM, id=part)
