"""A mail's HTML as it may be shown, in a sandboxed frame: no script, no form, nothing that tells it was read."""

import re

import nh3

from chalicelib.channels.email.elements import KNOWN, SILENT
from chalicelib.channels.email.markup import written
from chalicelib.core.values import Value

MOST = 500_000  # characters of HTML that are looked at
MOST_SHOWN = 1_000_000  # what would become longer is not shown as HTML: its words are
_CELLS = {"colspan", "rowspan"}
ATTRIBUTES = {
    "*": {"width", "height", "align", "valign", "bgcolor", "style", "dir", "lang", "title"},
    "a": {"href"},
    "img": {"src", "alt"},
    **dict.fromkeys(("td", "th"), _CELLS),
    "font": {"color", "size", "face"},
    "table": {"border", "cellpadding", "cellspacing"},
    "ol": {"start"},
}
_SIDES = ("", "-left", "-right", "-top", "-bottom")
# Nothing that lies over other things, and nothing that fetches.
STYLES = frozenset(
    ["color", "background-color", "font-size", "font-weight", "font-style", "font-family"]
    + ["text-align", "text-decoration", "line-height", "vertical-align", "white-space"]
    + ["border-collapse", "border-color", "border-style", "border-width", "list-style-type"]
    + ["width", "height", "max-width"]
    + [f"{name}{side}" for name in ("margin", "padding", "border") for side in _SIDES]
)
_FETCHES = re.compile(r"url\s*\(|image-set|expression\s*\(|@import|\\", re.IGNORECASE)
# Whatever the sanitiser has written looks like this; words and values of its cannot.
_HELD = re.compile(r'(<img(?: [a-z-]+="[^"]*")*) src="held:')


class Shown(Value, frozen=True):
    """`held`: how many remote images it has. `cids`: the parts of the mail that it shows."""

    html: str
    held: int = 0
    cids: tuple[str, ...] = ()


def shown(html: str) -> Shown:
    """Images of the mail itself keep their `cid:`.

    Those of elsewhere have their address in `data-held`, where nothing loads it until somebody asks.
    """
    cids: dict[str, None] = {}

    def filtered(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "style":
            return None if _FETCHES.search(value) else value
        if (tag, attribute) != ("img", "src"):
            return value
        scheme, _, rest = value.strip().partition(":")
        if scheme.lower() == "cid":
            cids[rest] = None
            return f"cid:{rest}"
        return f"held:{value.strip()}" if scheme.lower() in {"http", "https"} else None

    clean, held = _HELD.subn(r'\1 data-held="', _cleaned(html, filtered))
    return Shown(clean, held, tuple(cids)) if len(clean) <= MOST_SHOWN else Shown("")


def _cleaned(html: str, filtered: object) -> str:
    return nh3.clean(
        written(html, MOST),
        tags=set(KNOWN),
        clean_content_tags=set(SILENT),
        attributes=ATTRIBUTES,
        attribute_filter=filtered,  # type: ignore[arg-type]
        filter_style_properties=set(STYLES),
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )
