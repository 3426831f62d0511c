"""Short signed tokens: base64url(JSON) and a MAC. The secret comes from the vault, per merchant."""

import base64
import hashlib
import hmac
import json
from typing import Any

_MAC_BYTES = 32


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sign(secret: bytes, claims: dict[str, Any]) -> str:
    body = json.dumps(claims, separators=(",", ":"), sort_keys=True).encode()
    return f"{_encode(body)}.{_encode(hmac.digest(secret, body, hashlib.sha256))}"


def peek(token: str) -> dict[str, Any]:
    """The claims before anything is proven: only to find whose secret proves them. {} if unreadable."""
    try:
        claims = json.loads(_decode(token.partition(".")[0]))
    except (ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}


def verify(secret: bytes, token: str) -> dict[str, Any] | None:
    """The claims of a token that this secret signed; None for any other."""
    body, _, mac = token.partition(".")
    try:
        data, given = _decode(body), _decode(mac)
    except ValueError:
        return None
    # The text itself must be the one spelling, so that a token has no twins.
    if len(given) != _MAC_BYTES or (_encode(data), _encode(given)) != (body, mac):
        return None
    if not hmac.compare_digest(given, hmac.digest(secret, data, hashlib.sha256)):
        return None
    claims: dict[str, Any] = json.loads(data)
    return claims
