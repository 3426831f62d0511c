"""What the page behind a mailed link needs to know before the link is used."""

from typing import Any

from chalicelib.core.values import Value
from chalicelib.links.model import Purpose


class LinkFacts(Value, frozen=True):
    purpose: Purpose
    email: str
    needs_password: bool
    merchant_name: str = ""

    def wire(self) -> dict[str, Any]:
        named = {"merchant_name": self.merchant_name} if self.merchant_name else {}
        return {
            "purpose": str(self.purpose),
            "email": self.email,
            "needs_password": self.needs_password,
            **named,
        }
