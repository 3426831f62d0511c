"""The elements of HTML that a mail is made of, by how they nest. All others are taken for nothing."""

VOID = frozenset(["br", "col", "hr", "img"])
# What a reader sees begin on a line of its own.
BLOCKS = (
    frozenset({f"h{level}" for level in range(1, 7)})
    | {"address", "article", "blockquote", "center", "dd", "div", "dl", "dt", "footer", "header"}
    | {"li", "ol", "p", "pre", "section", "table", "tr", "ul"}
)
# A parser opens these again in every block that they reach into.
FORMATS = frozenset(
    ["a", "b", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"]
)
ROWS = frozenset(["thead", "tbody", "tfoot"])
CELLS = frozenset(["td", "th"])
OF_TABLES = ROWS | CELLS | {"colgroup", "col", "tr"}
KNOWN = (
    VOID
    | BLOCKS
    | FORMATS
    | OF_TABLES
    | frozenset(["abbr", "del", "ins", "q", "span", "sub", "sup"])
)
# Nothing within them is meant to be read.
SILENT = frozenset({"iframe", "noembed", "noframes", "noscript", "object"}) | {
    "script",
    "style",
    "template",
    "title",
    "xmp",
}
