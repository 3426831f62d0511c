"""A mail's HTML as it may be shown: no script, no form, no address that tells the sender it was read.

What comes out is shown in a sandboxed frame without rights besides; each alone would do.
"""

import re

import nh3

from chalicelib.channels.email.nesting import bounded
from chalicelib.core.values import Value

MOST = 500_000  # characters of HTML that are looked at
TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "center",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "li",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "tt",
        "u",
        "ul",
    ]
)
ATTRIBUTES = {
    "*": {
        "align",
        "valign",
        "dir",
        "lang",
        "title",
        "width",
        "height",
        "bgcolor",
        "color",
        "style",
    },
    "a": {"href"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "font": {"color", "size", "face"},
    "table": {"border", "cellpadding", "cellspacing"},
    "ol": {"start"},
}
# Nothing that lies over other things, and nothing that fetches.
STYLES = frozenset(
    [
        "color",
        "background-color",
        "font-size",
        "font-weight",
        "font-style",
        "font-family",
        "text-align",
        "text-decoration",
        "line-height",
        "margin",
        "margin-left",
        "margin-right",
        "margin-top",
        "margin-bottom",
        "padding",
        "padding-left",
        "padding-right",
        "padding-top",
        "padding-bottom",
        "border",
        "border-left",
        "border-right",
        "border-top",
        "border-bottom",
        "border-collapse",
        "border-color",
        "border-style",
        "border-width",
        "width",
        "height",
        "max-width",
        "vertical-align",
        "white-space",
        "list-style-type",
    ]
)
_URL_IN_STYLE = re.compile(r"url\s*\(|expression\s*\(|@import|\\", re.IGNORECASE)


class Shown(Value, frozen=True):
    """`held`: how many remote images were taken out. `cids`: the parts of the mail it shows."""

    html: str
    held: int
    cids: tuple[str, ...]


def shown(html: str) -> Shown:
    """Images of the mail itself keep their `cid:`; those of elsewhere go to `data-held` until asked for."""
    held: list[str] = []
    cids: list[str] = []

    def filtered(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "style":
            return None if _URL_IN_STYLE.search(value) else value
        if (tag, attribute) != ("img", "src"):
            return value
        if value.lower().startswith("cid:"):
            cids.append(value[4:])
            return value
        held.append(value)
        return None

    clean = nh3.clean(
        bounded(html, MOST),
        tags=set(TAGS),
        clean_content_tags={"script", "style", "title", "template", "noscript", "iframe", "object"},
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=filtered,
        filter_style_properties=set(STYLES),
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )
    return Shown(clean, len(held), tuple(dict.fromkeys(cids)))
