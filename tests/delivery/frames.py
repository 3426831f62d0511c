"""Frames as clients word them."""

from typing import Any

Frame = dict[str, Any]


def say(session: str, n: int, text: str, conversation: str | None, **more: Any) -> Frame:
    parts = [{"type": "text", "text": text}]
    frame = {"t": "say", "conversation": conversation, "session": session, "n": n, "parts": parts}
    return {**frame, **more}
