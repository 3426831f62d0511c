"""A key that a merchant's own programs call with. Shown once; its hash is what is kept."""

import hashlib
import re
import secrets
from datetime import datetime

from chalicelib.core.clock import to_wire
from chalicelib.core.values import Value

_FORM = re.compile(r"mk_[0-9A-HJKMNP-TV-Z]{26}_[A-Za-z0-9_-]{43}")


class ApiKey(Value, frozen=True):
    id: str
    name: str
    role: str
    created_at: datetime

    def wire(self) -> dict[str, str]:
        return {
            "id": self.id,
            "name": self.name,
            "role": self.role,
            "created_at": to_wire(self.created_at),
        }


def new_secret(key_id: str) -> str:
    """256 random bits behind a prefix that secret scanners can know."""
    return f"mk_{key_id}_{secrets.token_urlsafe(32)}"


def looks_like_one(text: str) -> bool:
    return _FORM.fullmatch(text) is not None


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
