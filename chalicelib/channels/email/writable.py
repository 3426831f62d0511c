"""An address as it may stand in a mail of ours."""

import re

_ADDRESS = re.compile(
    r"(?=.{3,254}\Z)[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9.-]+", re.ASCII | re.IGNORECASE
)


class Unaddressable(Exception):  # noqa: N818 - an outcome, named as people name it
    """No mail can be written to it: never, so it is not tried again."""


def writable(email: str) -> str:
    """A domain in any letters; what stands before it in ASCII, as SES wants it."""
    local, _, domain = email.rpartition("@")
    try:
        found = f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError as wrong:
        raise Unaddressable(email) from wrong
    if not _ADDRESS.fullmatch(found) or not local:
        raise Unaddressable(email)
    return found


def is_writable(email: str) -> bool:
    try:
        return bool(writable(email))
    except Unaddressable:
        return False
