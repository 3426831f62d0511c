"""What a file is, by its first bytes alone: neither its name nor what its sender calls it counts."""

import re

import filetype

from chalicelib.attachments.kinds import KINDS

# The library's names for what we call otherwise.
ALIASES = {"audio/x-wav": "audio/wav", "video/x-m4v": "video/mp4"}
# What a browser or a shell would run, wherever in the beginning it stands.
ACTIVE = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|script|svg|iframe|object|embed|meta|\?php)\b"
    rb"|<\?php|javascript:",
    re.IGNORECASE,
)
STARTS = (b"#!", b"MZ", b"\x7fELF", b"@echo", b"<?xml")
ENCODINGS = ("utf-8", "gb18030")


def kind_of(head: bytes) -> str | None:
    """One of the kinds that may be attached; None for everything else, and for two kinds in one."""
    if not head or ACTIVE.search(head) or head.startswith(STARTS):
        return None
    found = filetype.guess_mime(head)
    if found is None:
        return "text/plain" if _is_text(head) else None
    kind = ALIASES.get(found, found)
    return kind if kind in KINDS else None


def _is_text(head: bytes) -> bool:
    if head.translate(None, b"\t\n\r\f") != bytes(b for b in head if b >= ord(" ")):
        return False
    return any(_decodes(head, encoding) for encoding in ENCODINGS)


def _decodes(head: bytes, encoding: str) -> bool:
    """The head may end within a character."""
    for cut in range(4):
        try:
            head[: len(head) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
