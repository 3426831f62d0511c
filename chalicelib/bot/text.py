"""Words of a text, for matching: folded, stemmed lightly, Chinese by characters and their pairs."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

# Written without spaces between words: Han, kana, hangul, Thai.
DENSE = (
    r"\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    r"\u3040-\u30ff\uac00-\ud7a3\u0e00-\u0e7f"
)
# Such a class is written down sign by sign when it is compiled: once is enough.
_DENSE = re.compile(rf"([{DENSE}]+)")
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LATIN = re.compile("[A-Za-z]")
# A word of a hundred letters is no word; it would only fill the index.
LONGEST = 40
# Words that say little of what is asked: they count, but for a fraction. "how" and "when" do tell
# questions apart and are none of them.
LITTLE = frozenset(
    re.findall(
        "[a-z]+",
        "a an the of to in on at for and or is are be am was were it its this that i me my we our you"
        " your do doe did can could would will should pleas have has had there their they with so any"
        " some if just as by from not no but what dont doesnt isnt hasnt cant wont",
    )
) | frozenset("的了吗呢吧啊呀么嘛哦我你您请就都也很在是有和与个这那不没还")
_SHORT = 4
# Signs that are not seen: soft hyphens, joiners, marks of the reading direction. They part no word.
_UNSEEN = dict.fromkeys(
    [0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
)


@cache
def _to_simplified() -> Any:
    """Loaded with the first Chinese text, thirty milliseconds."""
    from opencc import OpenCC

    return OpenCC("t2s")


def han(text: str) -> int:
    """How many Chinese characters there are."""
    if text.isascii():
        return 0
    return sum("\u3400" <= sign <= "\u4dbf" or "\u4e00" <= sign <= "\u9fff" for sign in text)


def fold(text: str) -> str:
    """One form for what means the same: width, case, unseen signs, traditional characters."""
    flat = unicodedata.normalize("NFKC", text).translate(_UNSEEN).lower()
    return str(_to_simplified().convert(flat)) if han(flat) else flat


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Without the English plural, -ing and -ed and what they doubled or swallowed; no more."""
    word = word.replace("’", "'").removesuffix("'s").replace("'", "")
    if not word.isascii() or len(word) < _SHORT:
        return word
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-3] + "y" if word.endswith("ies") and len(word) > _SHORT else word[:-1]
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= _SHORT - 1 and re.search("[aeiouy]", root):
            doubled = root[-1] == root[-2] and root[-1] not in "lsz"
            word = root[:-1] if doubled else root
            break
    return word.removesuffix("e") if len(word) >= _SHORT else word


def tokens(text: str) -> Iterator[str]:
    """In the order of the text."""
    for at, part in enumerate(_DENSE.split(fold(text))):
        if at % 2:
            yield from part
            yield from (part[first : first + 2] for first in range(len(part) - 1))
        else:
            yield from (stem(word) for word in _WORDS.findall(part) if len(word) <= LONGEST)


def language_of(text: str, otherwise: str) -> str:
    """What a text is written in, as far as its script tells.

    One Chinese character is most of a word; a word or two of Latin letters stand in any language.
    """
    latin = len(_LATIN.findall(text))
    if han(text) * 3 > latin:
        return "zh"
    return "en" if len(text.split()) > 2 and latin else otherwise  # noqa: PLR2004
