"""The text of a file, from bytes: what it says of itself, or what the sender says of it."""

import codecs

from chalicelib.core.errors import Invalid

ENCODINGS = ("utf-8", "utf-16", "gb18030")
_ADVICE = "Save the file as UTF-8, or name its encoding."
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, ""),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decoded(data: bytes, encoding: str = "") -> str:
    """A byte order mark wins over what is said; without both it is UTF-8."""
    mark, marked = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", None))
    if marked is None and encoding == "utf-16":
        raise _unreadable("UTF-16 is read by its byte order mark, and there is none.")
    name = (encoding or "utf-8") if marked is None else marked
    if not name:
        raise _unreadable(f"UTF-32 is not read. {_ADVICE}")
    try:
        text = data[len(mark) :].decode(name)
    except UnicodeDecodeError as error:
        at = len(mark) + error.start
        raise _unreadable(f"Byte {at} is not {name.upper()}. {_ADVICE}") from error
    if "\0" in text:
        raise _unreadable("It holds NUL characters: no text, or UTF-16 without its mark.")
    return text


def _unreadable(detail: str) -> Invalid:
    return Invalid(detail, pointer="/content_base64", rule="encoding")
