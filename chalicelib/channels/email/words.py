"""The words of a mail that has them as HTML only, with its quotes marked as mail programs mark them."""

import re
from html.parser import HTMLParser

import nh3

from chalicelib.channels.email.nesting import bounded

# The elements of mail programs that hold the quoted mail and nothing else.
_QUOTES = re.compile(
    r"\b(?:gmail_quote|gmail_extra|yahoo_quoted|moz-cite-prefix|qmbox|ntes_not_fresh_mail|foxmail_quote|isReplyContent|replyQuote|zmail_extra)\b"
)
_SILENT = frozenset({"script", "style", "title", "template", "noscript"})
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)
MOST = 500_000
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_EMPTY = re.compile(r"\n{3,}")


class _Words(HTMLParser):
    """Text in lines; inside a quote each begins with `> `."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[list[str]] = [[]]
        self._open: list[tuple[str, bool, bool]] = []  # element, quotes, silent
        self._quoted = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._break()
        if tag in _VOID:
            return
        given = " ".join(f"{value}" for name, value in attrs if name in {"class", "id"})
        quotes = tag == "blockquote" or _QUOTES.search(given) is not None
        self._open.append((tag, quotes, tag in _SILENT))
        self._quoted += quotes
        self._silent += tag in _SILENT

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        at = next((n for n in range(len(self._open) - 1, -1, -1) if self._open[n][0] == tag), None)
        if at is None:
            return
        if tag in _BLOCKS:
            self._break()
        for _, quotes, silent in self._open[at:]:
            self._quoted -= quotes
            self._silent -= silent
        del self._open[at:]

    def handle_data(self, data: str) -> None:
        if not self._silent and (words := _SPACES.sub(" ", data)):
            if not self.lines[-1] and self._quoted:
                self.lines[-1].append("> ")
            self.lines[-1].append(words)

    def _break(self) -> None:
        self.lines.append([])


def words_of(html: str) -> str:
    """The sanitiser goes first: whatever it leaves is well-formed, and takes the parser linear time."""
    words = _Words()
    words.feed(_tidied(bounded(html, MOST)))
    words.close()
    lines = ["".join(line).strip() for line in words.lines]
    return _EMPTY.sub("\n\n", "\n".join(lines)).strip()


def _tidied(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(_BLOCKS | {"span", "font", "b", "i", "td", "th"}),
        clean_content_tags=set(_SILENT),
        attributes={"*": {"class", "id"}},
        link_rel=None,
    )
