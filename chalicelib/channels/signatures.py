"""What proves that a request comes from whom it says: one primitive for each family of providers.

All of them look at the raw bytes, try every secret that stands (while one is being replaced there are
two), compare in constant time, answer and never raise. What a signature does not cover it proves nothing
of, and says so.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from chalicelib.core.values import Value

# A clock that goes wrong by more is the sender's to mend.
TOLERANCE_SECONDS = 300
MOST_SIGNATURES = 16  # in one header: enough for any rotation
_TIME = re.compile(r"[1-9][0-9]{8,10}")
_ID = re.compile(r"[\x21-\x7e]{1,200}")
SECRET_BYTES = range(24, 65)


class Reason(StrEnum):
    """For the log and the merchant's delivery list; the sender is told nothing of it."""

    MISSING = "missing"
    MALFORMED = "malformed"
    STALE = "stale"
    MISMATCH = "mismatch"


class Verdict(Value, frozen=True):
    """`covers_body`: whether the signature says anything of what was sent. `id`: the sender's own."""

    reason: Reason | None = None
    covers_body: bool = True
    id: str = ""

    @property
    def ok(self) -> bool:
        return self.reason is None


def standard_webhook(
    headers: Mapping[str, str], body: bytes, secrets: Sequence[bytes], now: float
) -> Verdict:
    """Standard Webhooks 1.0: `id.timestamp.body` under HMAC-SHA256, over any of the `v1` signatures."""
    given = {name: headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature")}
    if not all(given.values()):
        return Verdict(Reason.MISSING)
    if not _ID.fullmatch(given["id"]) or not _TIME.fullmatch(given["timestamp"]):
        return Verdict(Reason.MALFORMED)
    signatures = [_base64(each[3:]) for each in given["signature"].split(" ") if each[:3] == "v1,"]
    known = [each for each in signatures if each is not None][:MOST_SIGNATURES]
    if not known:
        return Verdict(Reason.MALFORMED)
    signed = f"{given['id']}.{given['timestamp']}.".encode() + body
    if not matches(known, (hmac.digest(each, signed, hashlib.sha256) for each in secrets)):
        return Verdict(Reason.MISMATCH)
    if abs(now - int(given["timestamp"])) > TOLERANCE_SECONDS:
        return Verdict(Reason.STALE)
    return Verdict(id=given["id"])


def standard_webhook_headers(
    id: str,  # noqa: A002 - as the standard calls it
    body: bytes,
    secrets: Sequence[bytes],
    now: float,
) -> dict[str, str]:
    """What we send: signed with every secret that stands, the newest first."""
    at = str(int(now))
    signed = f"{id}.{at}.".encode() + body
    marks = [base64.b64encode(hmac.digest(each, signed, hashlib.sha256)) for each in secrets]
    return {
        "webhook-id": id,
        "webhook-timestamp": at,
        "webhook-signature": " ".join(f"v1,{each.decode()}" for each in marks),
    }


def matches(given: Iterable[bytes], right: Iterable[bytes]) -> bool:
    """Every pair is compared, so that the time taken tells nothing of which one it was."""
    known = list(right)
    found = False
    for each in given:
        for one in known:
            found |= hmac.compare_digest(each, one)
    return found


def _base64(text: str) -> bytes | None:
    """In its one spelling."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def secret_of(text: str) -> bytes | None:
    """A `whsec_…` in its bytes; None for what is none, or has too few."""
    data = _base64(text.removeprefix("whsec_"))
    return data if data is not None and len(data) in SECRET_BYTES else None


def secret_text(secret: bytes) -> str:
    return f"whsec_{base64.b64encode(secret).decode()}"
