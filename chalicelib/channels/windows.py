"""Reply windows: for how long, and how often, may be answered after a customer's last word.

Providers change them, so they are data with the day from which they hold; a merchant may set one at an
inbox whose other end has a window of its own.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.core.clock import to_wire
from chalicelib.core.values import Value
from chalicelib.inboxes.model import Channel, Inbox


class Window(Value, frozen=True):
    """`messages`: at most so many within it; 0 for as many as one likes."""

    length: timedelta
    messages: int = 0


class Opening(Value, frozen=True):
    """How a window stands just now. `left`: None where they are not counted."""

    closes_at: datetime
    left: int | None

    def is_open(self, now: datetime) -> bool:
        return now < self.closes_at and self.left != 0

    def wire(self) -> dict[str, Any]:
        return {"closes_at": to_wire(self.closes_at), "left": self.left}


Dated = Sequence[tuple[datetime, Window | None]]
_EVER = datetime(2020, 1, 1, tzinfo=UTC)
# Oldest first. These three answer whenever they like.
RULES: Mapping[Channel, Dated] = {
    Channel.WEBHOOK: ((_EVER, None),),
    Channel.FORM: ((_EVER, None),),
    Channel.EMAIL: ((_EVER, None),),
}


def window_of(inbox: Inbox, now: datetime, rules: Mapping[Channel, Dated] = RULES) -> Window | None:
    """The merchant's own where there is one, else the channel's of today."""
    own = inbox.settings.get("window")
    if own:
        return Window(timedelta(hours=own["hours"]), own.get("messages", 0))
    held = [window for since, window in rules.get(inbox.channel, ()) if since <= now]
    return held[-1] if held else None


def opening(window: Window, last_word: datetime | None, answered: int) -> Opening:
    """`answered`: messages that went out since the customer's last word."""
    if last_word is None:
        return Opening(_EVER, 0)
    left = max(window.messages - answered, 0) if window.messages else None
    return Opening(last_word + window.length, left)
