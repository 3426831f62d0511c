"""A text in pieces that a channel takes: never cut within what a reader sees as one sign."""

import regex

from chalicelib.channels.model import Unit, size_of

_SIGN = regex.compile(r"\X")
_GOOD_CUTS = ("\n", "。", ". ", "，", " ")


def pieces(text: str, most: int, unit: Unit = Unit.CHARACTERS) -> list[str]:
    """Joined they are the text again. Cut at a line's end, else a sentence's, else between two signs."""
    found: list[str] = []
    rest = text
    while size_of(rest, unit) > most:
        head = _fitting(rest, most, unit)
        found.append(head)
        rest = rest[len(head) :]
    return [*found, rest] if rest else found


def _fitting(text: str, most: int, unit: Unit) -> str:
    """As many whole signs as fit; of one that is larger by itself, as many characters."""
    taken, used = 0, 0
    for sign in _SIGN.finditer(text[: most + 1]):
        size = size_of(sign[0], unit)
        if used + size > most:
            break
        taken, used = sign.end(), used + size
    return _well_cut(text[:taken]) if taken else _characters(text, most, unit)


def _well_cut(head: str) -> str:
    """In its second half, so that no text becomes many small ones."""
    for mark in _GOOD_CUTS:
        cut = head.rfind(mark) + len(mark)
        if cut > max(len(head) // 2, len(mark) - 1):
            return head[:cut]
    return head


def _characters(text: str, most: int, unit: Unit) -> str:
    taken = 1
    while taken < len(text) and size_of(text[: taken + 1], unit) <= most:
        taken += 1
    return text[:taken]
