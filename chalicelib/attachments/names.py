"""A file's name as it may be shown and saved: one segment, nothing hidden in it, an honest ending."""

import unicodedata
from urllib.parse import quote

from chalicelib.attachments.kinds import KINDS

MOST_CHARACTERS, MOST_BYTES = 120, 200
# Devices of Windows, whatever their ending.
RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL"} | {f"{port}{n}" for port in ("COM", "LPT") for n in range(10)}
)
FORBIDDEN = frozenset('<>:"|?*')


def clean(name: str, kind: str) -> str:
    """Ends as its content is, so that no document opens as a program."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(each for each in last if _is_shown(each))
    stem, dot, ending = " ".join(shown.split()).rstrip(" .").rpartition(".")
    if not dot:
        stem, ending = ending, ""
    endings = KINDS[kind].extensions
    if ending.lower() not in endings:
        stem, ending = ".".join(part for part in (stem, ending) if part), endings[0]
    stem = stem.strip(" .") or "file"
    if stem.split(".")[0].strip().upper() in RESERVED:
        stem = f"_{stem}"
    return f"{_shortened(stem)}.{ending}"


def _is_shown(character: str) -> bool:
    """No control, no zero width, nothing that turns the direction of the rest, no lone surrogate."""
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    return not hidden and character not in FORBIDDEN


def _shortened(stem: str) -> str:
    whole = stem[:MOST_CHARACTERS].encode()[:MOST_BYTES].decode(errors="ignore")
    return whole.strip(" .") or "file"


def disposition(name: str, *, inline: bool) -> str:
    """The header that names a download, for old readers in ASCII as well (RFC 6266)."""
    plain = "".join(each if each.isascii() and each not in '"\\%' else "_" for each in name)
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
