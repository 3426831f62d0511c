"""An inbox: one configured channel of one merchant, with its address, its settings and its secrets."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from chalicelib.core.clock import to_wire
from chalicelib.core.ids import ALPHABET
from chalicelib.core.values import Value, field


class Channel(StrEnum):
    """By which somebody talks. The widget needs no inbox: it has its own settings."""

    WIDGET = "widget"
    WEBHOOK = "webhook"
    FORM = "form"
    EMAIL = "email"


class State(StrEnum):
    ON = "on"
    OFF = "off"  # by its merchant
    DISABLED = "disabled"  # by us: see `why`


MOST = 50
# An inbox's key is also the local part of its mail address: small letters and digits.
KEY_LENGTH = 26
_ALPHABET = ALPHABET.lower()
SECRET_BYTES = 32
MOST_SECRETS = 2
# So long the secret before the newest stands, unless it is taken away.
OVERLAP = timedelta(hours=24)
# What has secrets of its own; the others prove themselves otherwise.
SIGNED = frozenset({Channel.WEBHOOK})
# What is answered by mail, and takes mail at its address.
MAILED = frozenset({Channel.EMAIL, Channel.FORM})


class Secret(Value, frozen=True):
    """`until`: when it ends; None for the newest."""

    text: str
    made_at: datetime
    until: datetime | None = None

    def stands(self, now: datetime) -> bool:
        return self.until is None or now < self.until

    def wire(self) -> dict[str, Any]:
        """Never the secret itself: its end tells which one it is."""
        until = to_wire(self.until) if self.until else None
        return {
            "hint": self.text.rstrip("=")[-4:],
            "made_at": to_wire(self.made_at),
            "until": until,
        }


class Inbox(Value, frozen=True):
    """`secrets`: the newest first. `settings`: as the contract of its channel has let them pass."""

    id: str
    channel: Channel
    name: str
    key: str
    settings: Mapping[str, Any]
    created_at: datetime
    version: int
    state: State = State.ON
    why: str = ""
    secrets: tuple[Secret, ...] = field(default_factory=tuple)

    @property
    def has_bot(self) -> bool:
        return bool(self.settings.get("bot", self.channel is Channel.WEBHOOK))

    @property
    def makes_tickets(self) -> bool:
        return self.settings.get("makes") == "ticket"

    def standing(self, now: datetime) -> list[str]:
        return [secret.text for secret in self.secrets if secret.stands(now)]

    def wire(self, *, origin: str, domain: str) -> dict[str, Any]:
        """`origin`: the desk's own; `domain`: where its mail comes in."""
        found: dict[str, Any] = {
            "id": self.id,
            "channel": str(self.channel),
            "name": self.name,
            "state": str(self.state),
            "why": self.why or None,
            "settings": dict(self.settings),
            "created_at": to_wire(self.created_at),
            "version": self.version,
        }
        match self.channel:
            case Channel.EMAIL:
                return {**found, "address": self.address(domain)}
            case Channel.FORM:
                return {**found, **self._page(origin)}
        told = [secret.wire() for secret in self.secrets]
        return {**found, "url": f"{origin}/in/{self.channel}/{self.key}", "secrets": told}

    def _page(self, origin: str) -> dict[str, Any]:
        """Of a form: our own, and the line that puts it into another."""
        tag = f'<script async src="{origin}/form.js" data-key="{self.key}"></script>'
        return {"url": f"{origin}/form/?k={self.key}", "key": self.key, "snippet": tag}

    def address(self, domain: str) -> str:
        return f"{self.key}@{domain}"


def new_key() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(KEY_LENGTH))


def is_key(text: str) -> bool:
    return len(text) == KEY_LENGTH and all(letter in _ALPHABET for letter in text)


def with_secret(inbox_secrets: tuple[Secret, ...], fresh: Secret) -> tuple[Secret, ...]:
    """The fresh one first; the one before ends after the overlap, older ones at once."""
    kept = tuple(
        Secret(each.text, each.made_at, each.until or fresh.made_at + OVERLAP)
        for each in inbox_secrets[: MOST_SECRETS - 1]
    )
    return (fresh, *kept)
