"""An invitation to become a member, and what came of it."""

from datetime import datetime
from typing import Any

from chalicelib.core.clock import to_wire
from chalicelib.core.values import Value
from chalicelib.merchants.model import Merchant
from chalicelib.people.model import Person


class Invitation(Value, frozen=True):
    id: str
    email: str
    role: str
    created_at: datetime
    expires_at: datetime

    def wire(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "email": self.email,
            "role": self.role,
            "created_at": to_wire(self.created_at),
            "expires_at": to_wire(self.expires_at),
        }


class Joined(Value, frozen=True):
    """Who came in by a link, and where. `new` says that the person did not exist before."""

    merchant: Merchant
    person: Person
    new: bool
