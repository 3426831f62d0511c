"""HTML as deep as a person's mail is, and no deeper: every parser takes quadratic time over the rest."""

import re

DEEPEST = 400
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})(?=[\s/>])")
# These end by themselves when the next one begins, or have no end.
_SHALLOW = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "colgroup",
        "dd",
        "dt",
        "embed",
        "hr",
        "img",
        "input",
        "li",
        "link",
        "meta",
        "option",
        "p",
        "param",
        "source",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "track",
        "wbr",
        "html",
        "head",
        "body",
    ]
)


def bounded(html: str, most: int) -> str:
    """As far as it is neither longer nor deeper."""
    html = html[:most]
    depth = 0
    for found in _TAG.finditer(html):
        if found[2].lower() in _SHALLOW:
            continue
        depth = max(0, depth - 1) if found[1] else depth + 1
        if depth > DEEPEST:
            return html[: found.start()]
    return html
