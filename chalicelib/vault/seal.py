"""Sealing: AES-256-GCM under the owner's data key, bound to the place where the value lies.

Blob: version (1 byte) · key epoch (4) · nonce (12) · ciphertext and tag. The associated data names
table (or bucket), owner, partition key, sort key, attribute and epoch: a value that is moved anywhere else, or
rolled back to another epoch's key, fails to open.
"""

import hashlib
import hmac
import os
from collections import OrderedDict
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chalicelib.table.keys import Key
from chalicelib.vault.data_keys import DataKeys

VERSION = 1
_HEADER = 5
_NONCE = 12
_SEPARATOR = "\x1f"
_CIPHERS = 1_000


class Unsealable(Exception):  # noqa: N818
    """What lies in the table was not sealed for this place. An alarm, never a caller's refusal."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value lies, and whose it is."""

    owner: str
    key: Key
    attribute: str

    def bound(self, epoch: int) -> bytes:
        parts = (
            str(VERSION),
            str(epoch),
            self.key.table,
            self.owner,
            self.key.pk,
            self.key.sk,
            self.attribute,
        )
        return _SEPARATOR.join(parts).encode()


class Vault:
    """Seals and opens, and derives the owner's other secrets: look-up hashes, signing keys."""

    def __init__(self, data_keys: DataKeys) -> None:
        self._keys = data_keys
        self._ciphers: OrderedDict[bytes, AESGCM] = OrderedDict()

    def create(self, owner: str) -> None:
        self._keys.create(owner)

    def seal(self, place: Place, text: str) -> bytes:
        return self.seal_bytes(place, text.encode())

    def open(self, place: Place, blob: bytes) -> str:
        return self.open_bytes(place, blob).decode()

    def seal_bytes(self, place: Place, data: bytes) -> bytes:
        epoch = self._keys.current_epoch(place.owner)
        nonce = os.urandom(_NONCE)
        cipher = self._cipher(self._keys.get(place.owner, epoch))
        header = bytes((VERSION,)) + epoch.to_bytes(4)
        return header + nonce + cipher.encrypt(nonce, data, place.bound(epoch))

    def open_bytes(self, place: Place, blob: bytes) -> bytes:
        if len(blob) < _HEADER + _NONCE or blob[0] != VERSION:
            raise Unsealable("unknown format")
        epoch = int.from_bytes(blob[1:_HEADER])
        cipher = self._cipher(self._keys.get(place.owner, epoch))
        nonce, body = blob[_HEADER : _HEADER + _NONCE], blob[_HEADER + _NONCE :]
        try:
            return cipher.decrypt(nonce, body, place.bound(epoch))
        except InvalidTag as error:
            raise Unsealable(f"not sealed for {place.attribute} here") from error

    def seal_at(self, owner: str, key: Key, attribute: str, text: str) -> bytes:
        return self.seal(Place(owner, key, attribute), text)

    def open_at(self, owner: str, key: Key, attribute: str, blob: bytes) -> str:
        return self.open(Place(owner, key, attribute), blob)

    def secret(self, owner: str, purpose: str) -> bytes:
        """A key for one purpose, derived from the owner's first data key (HKDF's expand step)."""
        root = self._keys.get(owner, 1)
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
