"""A mail's HTML as elements that open and close each other properly, no deeper than a person's mail is.

Parsers take quadratic time and memory over elements that nest without end, or that are opened again in
each paragraph: sixty letters a line are enough to fill any machine. So what they get is this: known
elements alone, each closed where it ends, nothing left open. Every letter is looked at once; whatever is
too deep stays as its words.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from chalicelib.channels.email.elements import (
    BLOCKS,
    CELLS,
    FORMATS,
    KNOWN,
    OF_TABLES,
    ROWS,
    SILENT,
    VOID,
)

DEEPEST, MOST_FORMATS, MOST_ATTRIBUTES = 100, 20, 30
_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*+)")
_ATTRIBUTE = re.compile(r"[\s/]*+([^\s/>=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>]*+)))?")
_WRITTEN = re.compile(r"[a-zA-Z][a-zA-Z-]{0,40}")
_ENDS = {name: re.compile(rf"</{name}\b", re.IGNORECASE | re.ASCII) for name in SILENT}
# An element that begins ends these, as far out as those.
_ENDED: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    **dict.fromkeys(BLOCKS, (frozenset({"p"}), CELLS | {"table"})),
    "li": (frozenset({"li"}), frozenset({"ul", "ol", *CELLS})),
    **dict.fromkeys(("dt", "dd"), (frozenset({"dt", "dd"}), frozenset({"dl", *CELLS}))),
    **dict.fromkeys(CELLS, (CELLS, frozenset({"table"}))),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    **dict.fromkeys({*ROWS, "colgroup"}, (ROWS | {"colgroup"}, frozenset({"table"}))),
    "a": (frozenset({"a"}), CELLS),
}
_NOTHING: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


class Open(NamedTuple):
    """Values as they were written, their references unread."""

    name: str
    attributes: dict[str, str]


class Close(NamedTuple):
    name: str


class Words(NamedTuple):
    """As they were written, their references unread."""

    text: str


Token = Open | Close | Words


def written(html: str, most: int) -> str:
    """The same as HTML that every parser reads in linear time."""
    return "".join(map(_written, tokens(html, most)))


def _written(token: Token) -> str:
    match token:
        case Words(text):
            return text.replace("<", "&lt;")
        case Close(name):
            return f"</{name}>"
        case Open(name, attributes):
            said = (f' {each}="{value}"' for each, value in attributes.items())
            return f"<{name}{''.join(said)}>".replace("\0", "")


def tokens(html: str, most: int) -> Iterator[Token]:
    """Of its first `most` characters."""
    opened: list[str] = []
    for token in _tokens(html[:most]):
        match token:
            case Words():
                yield token
            case Close(name):
                yield from _closed(opened, frozenset({name}), _walls(name))
            case Open(name):
                yield from _closed(opened, *_ENDED.get(name, _NOTHING))
                if _fits(opened, name):
                    yield token
                    if name not in VOID:
                        opened.append(name)
    yield from map(Close, reversed(opened))


def _walls(name: str) -> frozenset[str]:
    """What is closed from within a cell is in the cell, but for parts of its table."""
    return frozenset() if name in OF_TABLES | {"table"} else CELLS


def _closed(opened: list[str], names: frozenset[str], walls: frozenset[str]) -> Iterator[Close]:
    """Closes the innermost of the names and all within it, unless a wall stands before it."""
    if names.isdisjoint(opened):
        return
    for at in range(len(opened) - 1, -1, -1):
        if opened[at] in names:
            yield from map(Close, reversed(opened[at:]))
            del opened[at:]
            return
        if opened[at] in walls:
            return


def _fits(opened: list[str], name: str) -> bool:
    inner = opened[-1] if opened else ""
    if name in OF_TABLES:
        return "table" in opened and inner in OF_TABLES | {"table"} and len(opened) < DEEPEST
    if inner in {"table", "tr", "colgroup"} | ROWS:
        return False
    formats = sum(each in FORMATS for each in opened) if name in FORMATS else 0
    return name in VOID or (len(opened) < DEEPEST and formats < MOST_FORMATS)


def _tokens(html: str) -> Iterator[Token]:
    """One after the other; what is not closed at the end is not read, as in any browser."""
    at = 0
    while at < len(html):
        sign = html.find("<", at)
        if sign != at:
            yield Words(html[at : sign if sign > 0 else len(html)])
            if sign < 0:
                return
        found = _NAME.match(html, sign)
        if found is None:
            at = _beyond(html, sign)
            if at == sign + 1:
                yield Words("<")
            continue
        name = found[1].lower()
        attributes, at = _attributes(html, found.end())
        if name in SILENT and html[sign + 1] != "/":
            end = _ENDS[name].search(html, at)
            at = end.start() if end else len(html)
        elif name in KNOWN:
            yield Close(name) if html[sign + 1] == "/" else Open(name, attributes)


def _beyond(html: str, sign: int) -> int:
    """The end of a comment or a declaration; of a mere `<`, the next character."""
    if html.startswith("<!--", sign):
        end = html.find("-->", sign + 2)
        return end + 3 if end >= 0 else len(html)
    if html.startswith(("<!", "<?", "</"), sign):
        end = html.find(">", sign)
        return end + 1 if end >= 0 else len(html)
    return sign + 1


def _attributes(html: str, at: int) -> tuple[dict[str, str], int]:
    attributes: dict[str, str] = {}
    while found := _ATTRIBUTE.match(html, at):
        name = found[1].lower()
        if len(attributes) < MOST_ATTRIBUTES and _WRITTEN.fullmatch(name):
            value = found[2] or found[3] or found[4] or ""
            attributes.setdefault(name, value.replace('"', "&quot;"))
        at = found.end()
    end = html.find(">", at)
    return attributes, end + 1 if end >= 0 else len(html)
