"""Text from a mail's bytes, as charsets are in life: wrongly named, unnamed, or unknown.

Chinese clients say gb2312 and send GBK or GB18030, say big5 and send HKSCS; each wider set reads the
narrower one's bytes. GB18030 reads Big5 and Shift-JIS as rubbish without an error, so it is guessed last.
"""

import re
from collections.abc import Iterator

import chardet

# Asked of the guesser: more than that decides nothing and costs time.
LOOKED_AT = 4_096
WIDER = {
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "chinese": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "cp950": "big5hkscs",
    **dict.fromkeys(("shift_jis", "shift-jis"), "cp932"),
    **dict.fromkeys(("ks_c_5601-1987", "euc-kr"), "cp949"),
    "iso-8859-1": "cp1252",
    **dict.fromkeys(("us-ascii", "ascii"), "utf-8"),
}
# What hides text from whoever reads the bytes.
REFUSED = frozenset({"utf-7", "utf7", "unicode-1-1-utf-7", "x-unicode-1-1-utf-7"})
# Where neither the mail nor the bytes say what they are.
USUAL = {"zh": "gb18030", "zh-hans": "gb18030", "zh-hant": "big5hkscs", "ja": "cp932"}
_NAME = re.compile(r"[a-z0-9._:-]{1,40}")
_CODECS = frozenset(
    {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "hz", "big5hkscs", "big5", "cp932"}
    | {"cp949", "iso-2022-jp", "iso-2022-kr", "euc-jp", "koi8-r", "koi8-u", "tis-620", "macroman"}
    | {f"cp{page}" for page in (437, 850, 866, 874, *range(1250, 1259))}
    | {f"iso-8859-{part}" for part in (*range(2, 12), *range(13, 17))}
    | {f"windows-{page}" for page in (874, *range(1250, 1259))}
)


def decoded(data: bytes, declared: str = "", *, locale: str = "") -> str:
    """Never raises. `locale`: of the merchant, whose customers write as is usual there."""
    said = codec_of(declared)
    for codec in _candidates(said, data, locale):
        if codec and (text := _strict(data, codec)) is not None:
            return text
    return data.decode(said or "gb18030", errors="replace")


def _candidates(said: str, data: bytes, locale: str) -> Iterator[str]:
    """One after the other: guessing costs more than all the rest of a mail."""
    yield said
    yield "utf-8"
    yield _guessed(data)
    yield USUAL.get(locale.lower(), "")


def codec_of(declared: str) -> str:
    """How we read what calls itself so: a wider codec, or nothing for what we do not know."""
    name = declared.partition(";")[0].strip().strip("\"'").lower()
    if not _NAME.fullmatch(name) or name in REFUSED:
        return ""
    codec = WIDER.get(name, name)
    return codec if codec in _CODECS else ""


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _guessed(data: bytes) -> str:
    if data.isascii():
        return ""
    return codec_of(chardet.detect(data[:LOOKED_AT])["encoding"] or "")
