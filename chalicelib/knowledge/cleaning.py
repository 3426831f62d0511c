"""Text as it may lie in an article: plain. What comes as HTML leaves its words and loses the rest.

The text is shown as text everywhere; that no element is left in it as well means that a reader who
forgets so shows words all the same.
"""

import re
import unicodedata
from html.parser import HTMLParser

# Names that mean an element wherever they stand between brackets; `a < b` and `<3` mean none.
_NAMES = (
    "a|abbr|address|applet|article|aside|audio|b|base|blockquote|body|br|button|canvas|caption"
    "|center|cite|code|col|colgroup|data|dd|del|details|dfn|dialog|dir|div|dl|dt|em|embed"
    "|fieldset|figcaption|figure|font|footer|form|frame|frameset|h1|h2|h3|h4|h5|h6|head|header|hr"
    "|html|i|iframe|img|input|ins|kbd|label|legend|li|link|main|map|mark|marquee|math|menu|meta"
    "|meter|nav|noframes|noscript|object|ol|optgroup|option|output|p|param|picture|pre|progress|q"
    "|s|samp|script|section|select|slot|small|source|span|strike|strong|style|sub|summary|sup|svg"
    "|table|tbody|td|template|textarea|tfoot|th|thead|time|title|tr|track|tt|u|ul|var|video|wbr"
    "|xml|xmp"
)
_ELEMENT = re.compile(
    rf"</?(?:{_NAMES})(?=[\s/>])|<[^<>]*\son\w+\s*=|<!--|<!doctype|<\?xml",
    re.IGNORECASE,
)
# The parser takes quadratic time over these, and stops at a declaration that it cannot read, as word
# processors leave them behind (`<![if !supportLists]>`); none of them holds words.
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_DECLARATION = re.compile(r"<[!?][^<>]*>?")
_UNFINISHED = re.compile(r"<(?=[A-Za-z/][^<>]*(?:<|\Z))")
_SILENT = re.compile("script|style|head|template|noscript|iframe")
_BLOCKS = re.compile(
    "address|article|aside|blockquote|dd|div|dl|dt|fieldset|figure|footer|form|h1|h2|h3|h4|h5|h6"
    "|header|hr|li|main|nav|ol|p|pre|section|table|tr|ul|br"
)
# Controls, and marks that turn the reading direction and so make a text look like another one.
_CONTROLS = [*range(9), *range(11, 32), *range(127, 160)]
_DROPPED = dict.fromkeys([*_CONTROLS, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
_SPACES = re.compile(r"[ \t\u00a0]+")
_EMPTY_LINES = re.compile(r"\n{3,}")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "body":  # a head that nobody closed ends here
            self._silent.clear()
        if _SILENT.fullmatch(tag):
            self._silent.append(tag)
        self._line(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._line(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        self._line(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)

    def _line(self, tag: str) -> None:
        if _BLOCKS.fullmatch(tag):
            self.found.append("\n")


def has_elements(text: str) -> bool:
    return _ELEMENT.search(text) is not None


def _words_of(html: str) -> str:
    words = _Words()
    plain = _DECLARATION.sub(" ", _COMMENT.sub("", html))
    words.feed(_UNFINISHED.sub(" ", plain))
    words.close()
    return "".join(words.found)


def clean(text: str) -> str:
    """The same text, were it cleaned again: what one element hid inside another is found as well."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.translate(_DROPPED)
    while has_elements(text):
        words = _words_of(text).translate(_DROPPED)
        text = words if len(words) < len(text) else _ELEMENT.sub(" ", text)
    lines = [_SPACES.sub(" ", each).strip() for each in text.split("\n")]
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def line(text: str) -> str:
    """On one line."""
    return " ".join(clean(text).split())
