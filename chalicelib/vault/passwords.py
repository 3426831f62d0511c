"""Passwords at rest: argon2id (19 MiB, two passes, one lane), as OWASP advises.

Verifying takes as long for nobody as for somebody, so that an answer's time tells nothing.
"""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB = 19_456
PASSES = 2
LANES = 1


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher  # only who signs in pays for the import

    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


@cache
def _nobodys() -> str:
    return hashed("nobody has this password")


def hashed(password: str) -> str:
    return _hasher().hash(password)


def matches(held: str | None, password: str) -> bool:
    """Whether a password is the one whose hash is held; never where none is held."""
    from argon2.exceptions import VerifyMismatchError

    nobodys = _nobodys()  # a process makes it once, whoever is the first to come
    try:
        _hasher().verify(held or nobodys, password)
    except VerifyMismatchError:
        return False
    return held is not None


def outdated(held: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(held)
