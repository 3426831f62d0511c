"""The words of a mail that has them as HTML only, with its quotes marked as mail programs mark them."""

import re
from html import unescape

from chalicelib.channels.email.elements import BLOCKS, CELLS, VOID
from chalicelib.channels.email.markup import Open, Words, tokens

# The elements of mail programs that hold the quoted mail and nothing else.
_QUOTES = re.compile(
    r"\b(?:gmail_quote|gmail_extra|yahoo_quoted|moz-cite-prefix|qmbox|ntes_not_fresh_mail|foxmail_quote|isReplyContent|replyQuote|zmail_extra)\b"
)
MOST = 500_000
_BREAKS = BLOCKS | {"br", "hr"}
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_EMPTY = re.compile(r"\n{3,}")


class _Page:
    """Text in lines; inside a quote each begins with `> `."""

    def __init__(self) -> None:
        self.lines: list[list[str]] = [[]]
        self.quotes = self.kept = 0  # how many quotes, how many `pre` are open

    def say(self, text: str) -> None:
        first, *rest = text.split("\n") if self.kept else [text]
        self._on_line(first)
        for line in rest:
            self.lines.append([])
            self._on_line(line)

    def _on_line(self, text: str) -> None:
        if said := _SPACES.sub(" ", text):
            self.lines[-1] += ["> ", said] if self.quotes and not self.lines[-1] else [said]


def words_of(html: str) -> str:
    page = _Page()
    opened: list[tuple[bool, bool]] = []  # does it quote, does it keep its lines
    for token in tokens(html, MOST):
        if isinstance(token, Words):
            page.say(unescape(token.text))
            continue
        if token.name in _BREAKS:
            page.lines.append([])
        if isinstance(token, Open) and token.name not in VOID:
            if token.name in CELLS and page.lines[-1]:
                page.lines[-1].append(" ")
            opened.append((_quotes(token), token.name == "pre"))
            page.quotes += opened[-1][0]
            page.kept += opened[-1][1]
        elif not isinstance(token, Open):
            quotes, kept = opened.pop()
            page.quotes -= quotes
            page.kept -= kept
    lines = ("".join(line).strip() for line in page.lines)
    return _EMPTY.sub("\n\n", "\n".join(lines)).strip()


def _quotes(token: Open) -> bool:
    given = f"{token.attributes.get('class', '')} {token.attributes.get('id', '')}"
    return token.name == "blockquote" or _QUOTES.search(given) is not None
