"""An invitation to become a member, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.core.clock import to_wire
from chalicelib.merchants.model import Merchant
from chalicelib.people.model import Person


@dataclass(frozen=True, slots=True)
class Invitation:
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


@dataclass(frozen=True, slots=True)
class Joined:
    """Who came in by a link, and where. `new` says that the person did not exist before."""

    merchant: Merchant
    person: Person
    new: bool
