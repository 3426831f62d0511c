"""Sealing: AES-256-GCM under the owner's data key, bound to the place where the value lies.

Blob: version (1 byte) · whose key · nonce (12) · ciphertext and tag. Under the owner's data key the
version is 1 and the key's epoch follows (4 bytes); under a customer's own key it is 2 and the customer
follows (16), or 3 and nothing, where the place itself names the customer. The associated data names both, table (or bucket), owner, partition key, sort key and
attribute: a value that is moved anywhere else, or under another key, fails to open. Where a value is ever
replaced by a later one and must not come back, it names the state of its item as well.
"""

import hashlib
import hmac
import os
from collections import OrderedDict

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chalicelib.core.clock import Clock, utc_now
from chalicelib.core.ids import ID_BYTES, id_bytes, id_of_bytes
from chalicelib.core.values import Value
from chalicelib.table.keys import PLATFORM, Key
from chalicelib.table.writes import Operation
from chalicelib.vault.customer_keys import CustomerKeys, Erased
from chalicelib.vault.data_keys import FIRST, DataKeys

OWNERS, CUSTOMERS, NAMED = 1, 2, 3
_HEADERS = {OWNERS: 5, CUSTOMERS: 1 + ID_BYTES, NAMED: 1}
_NONCE = 12
_SEPARATOR = "\x1f"
_CIPHERS = 6_000


class Unsealable(Exception):  # noqa: N818
    """What lies in the table was not sealed for this place. An alarm, never a caller's refusal."""


class Place(Value, frozen=True):
    """Where a sealed value lies, whose it is, and which customer's words it holds, if any's.

    `state`: what its item says in the clear of how it got there; nothing for what is written once.
    `named`: whoever opens it knows the customer, so that the value need not say it. It is theirs alone:
    once they are erased, nothing is sealed there.
    """

    owner: str
    key: Key
    attribute: str
    customer: str = ""
    state: str = ""
    named: bool = False

    def bound(self, version: int, under: str) -> bytes:
        parts = (
            str(version),
            under,
            self.key.table,
            self.owner,
            self.key.pk,
            self.key.sk,
            self.attribute,
            *([self.state] if self.state else ()),
        )
        return _SEPARATOR.join(parts).encode()


class Vault:
    """Seals and opens, and derives the owner's other secrets: look-up hashes, signing keys."""

    def __init__(self, data_keys: DataKeys, *, clock: Clock = utc_now) -> None:
        self._keys = data_keys
        self.customers = CustomerKeys(
            wrap=lambda owner, key, name, raw: self.seal_bytes(Place(owner, key, name), raw),
            unwrap=lambda owner, key, name, blob: self.open_bytes(Place(owner, key, name), blob),
            clock=clock,
        )
        self._ciphers: OrderedDict[bytes, AESGCM] = OrderedDict()

    def create(self, owner: str) -> None:
        self._keys.create(owner)

    def rotating(self, owner: str) -> tuple[int, list[Operation]]:
        """A new epoch of the owner's data key; `rotated` once it is stored."""
        return self._keys.rotating(owner)

    def rotated(self, owner: str) -> None:
        self._keys.forget(owner)

    def seal(self, place: Place, text: str) -> bytes:
        return self.seal_bytes(place, text.encode())

    def open(self, place: Place, blob: bytes) -> str:
        return self.open_bytes(place, blob).decode()

    def seal_bytes(self, place: Place, data: bytes) -> bytes:
        """A customer's words under their own key; after its end, what is still to be said, the owner's, and
        Erased where nothing is.
        """
        nonce = os.urandom(_NONCE)
        own = self._customers_key(place) if place.customer else None
        if own is not None:
            version, whose = (NAMED, b"") if place.named else (CUSTOMERS, id_bytes(place.customer))
            header, bound = bytes((version,)) + whose, place.bound(version, place.customer)
        else:
            epoch = self._keys.current_epoch(place.owner)
            own = self._keys.get(place.owner, epoch)
            header, bound = bytes((OWNERS,)) + epoch.to_bytes(4), place.bound(OWNERS, str(epoch))
        return header + nonce + self._cipher(own).encrypt(nonce, data, bound)

    def _customers_key(self, place: Place) -> bytes | None:
        try:
            return self.customers.get(place.owner, place.customer)
        except Erased:
            if place.named:
                raise
            return None

    def open_bytes(self, place: Place, blob: bytes) -> bytes:
        """Erased where it was sealed under a customer's key that is no more."""
        header = _HEADERS.get(blob[0] if blob else 0)
        if header is None or len(blob) < header + _NONCE:
            raise Unsealable("unknown format")
        key, bound = self._key_and_bound(place, blob[0], blob[1:header])
        nonce, body = blob[header : header + _NONCE], blob[header + _NONCE :]
        try:
            return self._cipher(key).decrypt(nonce, body, bound)
        except InvalidTag as error:
            raise Unsealable(f"not sealed for {place.attribute} here") from error

    def _key_and_bound(self, place: Place, version: int, under: bytes) -> tuple[bytes, bytes]:
        if version == OWNERS:
            epoch = int.from_bytes(under)
            return self._keys.get(place.owner, epoch), place.bound(OWNERS, str(epoch))
        customer = place.customer if version == NAMED else id_of_bytes(under)
        # The platform has no customers: what says so was put there.
        whose = customer and place.owner != PLATFORM
        key = self.customers.get(place.owner, customer) if whose else None
        if key is None:
            raise Unsealable("under the key of nobody here")
        return key, place.bound(version, customer)

    def seal_at(self, owner: str, key: Key, attribute: str, text: str) -> bytes:
        return self.seal(Place(owner, key, attribute), text)

    def open_at(self, owner: str, key: Key, attribute: str, blob: bytes) -> str:
        return self.open(Place(owner, key, attribute), blob)

    def secret(self, owner: str, purpose: str) -> bytes:
        """A key for one purpose, derived from the owner's first data key (HKDF's expand step)."""
        root = self._keys.get(owner, FIRST)
        return hmac.digest(root, f"manydesk{_SEPARATOR}{purpose}\x01".encode(), hashlib.sha256)

    def lookup(self, owner: str, purpose: str, value: str) -> str:
        """Keyed hash for exact look-ups of a sealed value: equality shows, nothing else."""
        key = self.secret(owner, f"lookup:{purpose}")
        return hmac.digest(key, value.encode(), hashlib.sha256).hex()[:40]

    def _cipher(self, key: bytes) -> AESGCM:
        cipher = self._ciphers.get(key)
        if cipher is None:
            cipher = self._ciphers[key] = AESGCM(key)
            while len(self._ciphers) > _CIPHERS:
                self._ciphers.popitem(last=False)
        return cipher
