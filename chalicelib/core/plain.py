"""Words of others within a text of ours: nothing in them ends a line, hides, or turns its direction."""

import unicodedata

# They join letters and parts of pictures; whoever takes them out changes what was said.
_JOINERS = frozenset("\u200c\u200d")
_HIDDEN = frozenset({"Cc", "Cf", "Cs"})


def lines(text: str) -> list[str]:
    """Its lines, by all that any reader takes for the end of one; none of them for no words."""
    return [
        "".join(each for each in line.expandtabs(4) if _is_shown(each)).rstrip()
        for line in text.splitlines()
    ]


def one_line(text: str) -> str:
    return " ".join(" ".join(lines(text)).split())


def _is_shown(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) not in _HIDDEN
