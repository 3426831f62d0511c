"""Which passwords are too easy to guess: by rule, so that no long list is needed.

Refused are the holder's own address or its first part, a common word (`common.txt`) however it is
decorated with figures, signs and look-alikes, few different characters, and runs along a keyboard
or the alphabet.
"""

import re
from functools import cache
from pathlib import Path

MIN_LENGTH = 10
MAX_LENGTH = 128
_FEWEST_DIFFERENT = 5
_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
_COLUMNS = ("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol", "0p")
_ZIGZAGS = ("1q2w3e4r5t6y7u8i9o0p", "qawsedrftgyhujikolp", "azsxdcfvgbhnjmk")
_LOOK_ALIKES = str.maketrans("013457@$!|", "oieastasil")
_RUN_SHARE = 0.6


@cache
def _common() -> frozenset[str]:
    text = (Path(__file__).parent / "common.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


@cache
def _neighbours() -> frozenset[str]:
    lines = [
        line + line[0] if line == _ROWS[0] else line for line in (*_ROWS, *_COLUMNS, *_ZIGZAGS)
    ]
    pairs = {line[i : i + 2] for line in lines for i in range(len(line) - 1)}
    return frozenset(pairs | {pair[::-1] for pair in pairs})


def weakness(password: str, *, email: str) -> str | None:
    """The rule that a password breaks, or None."""
    lowered = password.lower()
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        return "length"
    if lowered in _own(email.lower()):
        return "own_address"
    if len(set(lowered)) < _FEWEST_DIFFERENT:
        return "repetition"
    if _is_run(lowered):
        return "run"
    return "common" if _is_common(lowered) else None


def _own(email: str) -> set[str]:
    return {email, email.replace("@", ""), email.partition("@")[0]}


def _is_run(text: str) -> bool:
    """Most steps go to a neighbouring key or letter, or stay."""
    steps = [text[i : i + 2] for i in range(len(text) - 1)]
    easy = sum(step in _neighbours() or step[0] == step[1] for step in steps)
    return easy >= _RUN_SHARE * len(steps)


def _is_common(text: str) -> bool:
    """Its letters, read plainly or through look-alikes, are common words; or it has none."""
    if not text.isascii():
        return False
    plain = re.sub(r"[^a-z]", "", text)
    undecorated = re.sub(r"^[^a-z]+|[^a-z]+$", "", text)
    seen = re.sub(r"[^a-z]", "", undecorated.translate(_LOOK_ALIKES))
    disguised = re.sub(r"[^a-z]", "", text.translate(_LOOK_ALIKES))
    return any(_all_common(letters) for letters in (plain, seen, disguised))


def _all_common(letters: str) -> bool:
    """Whether the letters are one common word, or two of them in a row."""
    if not letters or letters in _common():
        return True
    cuts = range(1, len(letters))
    return any(letters[:cut] in _common() and letters[cut:] in _common() for cut in cuts)
