"""How much of a history one answer may carry."""

import json
from typing import Any

# A history answer stays well under the 128 KB of a message.
MAX_HISTORY_BYTES = 90_000
# What a message may carry beside its parts.
MORE = ("event", "tried", "quote", "amended")


def fitting(messages: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], bool]:
    """As many as one answer may carry; texts of 8,000 characters fill it early."""
    kept: list[dict[str, Any]] = []
    size = 0
    for message in messages:
        size += _bytes(message) + 400
        if kept and size > MAX_HISTORY_BYTES:
            return kept, False
        kept.append(message)
    return kept, True


def _bytes(message: dict[str, Any]) -> int:
    """Its texts; whatever else it carries is small, and rare enough to be counted as it is."""
    texts = sum(len(part.get("text", "").encode()) for part in message.get("parts", ()))
    rest = {name: message[name] for name in MORE if name in message}
    options = [part["options"] for part in message.get("parts", ()) if "options" in part]
    return texts + (len(json.dumps([rest, options])) if rest or options else 0)
