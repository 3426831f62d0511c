"""Per-merchant data keys: made and unwrapped by the region's KMS key, cached for a limited time.

The encryption context (merchant, purpose, epoch) binds a wrapped key to its owner: KMS refuses to
unwrap one merchant's key under another's name.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from chalicelib.core.clock import Clock, to_wire
from chalicelib.core.ids import MerchantId
from chalicelib.table import keys, writes
from chalicelib.table.keys import Key
from chalicelib.vault.items import DataKeyItem

CACHE_SECONDS = 300.0
CACHE_SIZE = 1_000
PURPOSE = "field"


class _Owner:
    def __init__(self, merchant: str) -> None:
        self.merchant = merchant


class DataKeys:
    """Plain data keys by owner and epoch. `kms` is a KMS client, made when first needed."""

    def __init__(
        self,
        *,
        kms: Callable[[], Any],
        key_arn: str,
        clock: Clock,
        ticks: Callable[[], float] = time.monotonic,
        cache_seconds: float = CACHE_SECONDS,
    ) -> None:
        self._kms = kms
        self._key_arn = key_arn
        self._clock = clock
        self._ticks = ticks
        self._cache_seconds = cache_seconds
        self._cache: OrderedDict[tuple[str, int], tuple[float, bytes]] = OrderedDict()
        self._lock = threading.Lock()

    def current_epoch(self, owner: str) -> int:  # noqa: ARG002 - rotation comes with a second epoch
        return 1

    def get(self, owner: str, epoch: int) -> bytes:
        """The plain key; the platform's own comes into being at first use."""
        with self._lock:
            held = self._cache.get((owner, epoch))
            if held is not None and held[0] > self._ticks():
                self._cache.move_to_end((owner, epoch))
                return held[1]
            plain = self._load(owner, epoch)
            self._cache[(owner, epoch)] = (self._ticks() + self._cache_seconds, plain)
            while len(self._cache) > CACHE_SIZE:
                self._cache.popitem(last=False)
            return plain

    def create(self, owner: str) -> None:
        """A first key for a new merchant; does nothing where there is one already."""
        answer = self._kms().generate_data_key(
            KeyId=self._key_arn, KeySpec="AES_256", EncryptionContext=_context(owner, 1)
        )
        item = DataKeyItem.at(
            _key(owner, 1),
            epoch=1,
            scheme="kms",
            wrapping_key=self._key_arn,
            wrapped=answer["CiphertextBlob"],
            created_at=to_wire(self._clock()),
        )
        try:
            writes.create(item)
        except writes.ConditionFailed:
            return

    def _load(self, owner: str, epoch: int) -> bytes:
        item = DataKeyItem.find(_key(owner, epoch))
        if item is None and owner == keys.PLATFORM:
            self.create(owner)
            item = DataKeyItem.find(_key(owner, epoch), consistent=True)
        if item is None:
            raise MissingKey(owner, epoch)
        answer = self._kms().decrypt(
            KeyId=item.wrapping_key,
            CiphertextBlob=item.wrapped,
            EncryptionContext=_context(owner, epoch),
        )
        plain: bytes = answer["Plaintext"]
        return plain


class MissingKey(Exception):  # noqa: N818
    """The owner has no data key of that epoch: never made, or destroyed."""

    def __init__(self, owner: str, epoch: int) -> None:
        super().__init__(f"no data key of epoch {epoch}")
        self.owner = owner


def _context(owner: str, epoch: int) -> dict[str, str]:
    return {"merchant": owner, "purpose": PURPOSE, "epoch": str(epoch)}


def _key(owner: str, epoch: int) -> Key:
    if owner == keys.PLATFORM:
        return keys.platform_data_key(PURPOSE, epoch)
    return keys.data_key(_Owner(MerchantId(owner)), PURPOSE, epoch)
