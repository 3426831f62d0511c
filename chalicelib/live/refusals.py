"""The frames that a client may send, by name, and what a refused one is answered."""

from typing import Any

from chalicelib.core.errors import Refused

FRAMES = ("hello", "say", "sync", "typing", "seen", "ping", "edit", "recall")


def refused(frame: dict[str, Any], refusal: Refused) -> dict[str, Any]:
    kind = frame.get("t")
    extra = {name: value for name, value in refusal.extra.items() if name != "retry_after"}
    return {
        "t": "refused",
        "of": kind if kind in FRAMES else None,
        "code": refusal.code,
        "detail": refusal.detail,
        **extra,
    }
