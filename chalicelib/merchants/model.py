"""A merchant (tenant) as its people set it up, and the widget on its pages."""

import secrets
import string
from collections.abc import Mapping
from typing import Any

from chalicelib.core.clock import zone_of
from chalicelib.core.errors import Invalid
from chalicelib.core.ids import MerchantId
from chalicelib.core.values import Value

ACCENT = "#2456d6"
GREETING = {
    "zh": "您好，请问有什么可以帮您？",
    "en": "Hello! How can we help?",
}
LOCALES = ("zh", "en")
_BASE62 = string.digits + string.ascii_letters
_KEY_LENGTH = 32


class Merchant(Value, frozen=True):
    id: MerchantId
    name: str
    locale: str
    time_zone: str
    accent: str
    greeting: Mapping[str, str]
    version: int
    bot_on: bool = False  # does the bot speak first?

    def wire(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "locale": self.locale,
            "time_zone": self.time_zone,
            "branding": {"accent": self.accent},
            "greeting": dict(self.greeting),
            "bot_on": self.bot_on,
            "version": self.version,
        }


class Widget(Value, frozen=True):
    """`key` stands in the page's tag: a name, not a secret. The allowed origins hold the door."""

    key: str
    allowed_origins: tuple[str, ...]
    version: int

    def wire(self, *, origin: str) -> dict[str, Any]:
        """`origin` is the desk's own, which serves the widget's script."""
        tag = f'<script async src="{origin}/v1.js" data-key="{self.key}"></script>'
        return {
            "key": self.key,
            "allowed_origins": list(self.allowed_origins),
            "snippet": tag,
            "version": self.version,
        }


def new_widget_key() -> str:
    return "wk_" + "".join(secrets.choice(_BASE62) for _ in range(_KEY_LENGTH))


def is_widget_key(text: str) -> bool:
    head, _, rest = text.partition("_")
    return head == "wk" and len(rest) == _KEY_LENGTH and all(letter in _BASE62 for letter in rest)


def check_time_zone(name: str) -> None:
    """A zone of the IANA database, by its own name."""
    try:
        zone_of(name)
    except (KeyError, OSError, ValueError) as error:  # absent, a folder of zones, no name at all
        raise Invalid("There is no such time zone.", pointer="/time_zone", rule="zone") from error
