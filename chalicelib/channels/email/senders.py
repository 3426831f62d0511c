"""Who wrote a mail, and whether every reader of it would say so: nothing else may be vouched for."""

import re
from email.message import Message

from chalicelib.channels.email.addresses import TOKEN, Address, addresses, is_address, kept
from chalicelib.channels.email.envelope import Envelope
from chalicelib.channels.email.headers import charset_of, raw_values, value
from chalicelib.channels.email.parsing import MOST_HEADER_BYTES, end_of_headers
from chalicelib.core.plain import one_line

MOST_OF_ONE = 1_000  # characters of a header that names one sender, whoever reads it
_FROM = re.compile(rb"(?:\A|[\r\n])from[ \t]*:", re.IGNORECASE)
_ANYBODY = re.compile(r"[^\s<>,;:()]*@[^\s<>,;:()]*")


def sender_of(message: Message, envelope: Envelope) -> Address:
    """Without an address, where a mail and its envelope name none: a bounce's `From:` may be bare words."""
    if found := addresses(message, "from", "sender"):
        return found[0]
    told = envelope.sender or ""
    name = one_line(value(message, "from")).strip("<> ")
    return Address(told if is_address(told) else "", name)


def is_of_one(message: Message, raw: bytes, sender: Address) -> bool:
    """The server that checked it must have meant the same: headers are counted as the laxest reader would."""
    head = raw[: end_of_headers(raw) or MOST_HEADER_BYTES]
    is_named_once = len(_FROM.findall(head)) == 1 and _sole(message) == sender.email
    return is_named_once and sender.email != ""


def _sole(message: Message) -> str:
    """The address that stands in `From:`, and no other beside it; what is quoted or a comment is a name."""
    (raw,) = raw_values(message, "from")[:1] or [""]
    if not 0 < len(raw) <= MOST_OF_ONE:
        return ""
    tokens = TOKEN.findall(kept(raw, charset_of(message, raw)))
    plainly = (each for each in tokens if each[0] + each[-1] not in {'""', "()"})
    found = {each for token in plainly for each in _ANYBODY.findall(token)}
    return found.pop() if len(found) == 1 else ""
