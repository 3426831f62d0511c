"""Per-merchant data keys: made and unwrapped by the region's KMS key, cached for a limited time.

The encryption context (merchant, purpose, epoch) binds a wrapped key to its owner: KMS refuses to
unwrap one merchant's key under another's name. The first epoch's item says which epoch is written
under; a process learns of a new one when its cache runs out, and reads every epoch at once.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.core.clock import Clock, to_wire
from chalicelib.core.errors import Unavailable
from chalicelib.core.ids import MerchantId
from chalicelib.core.values import Value
from chalicelib.table import keys, writes
from chalicelib.table.keys import Key
from chalicelib.vault.items import DataKeyItem

CACHE_SECONDS = 300.0
CACHE_SIZE = 1_000
PURPOSE = "field"
FIRST = 1
# What KMS says when it is the one that cannot; a wrong context or a missing right is a fault of ours.
_DOWN = frozenset(
    {
        *("KMSInternalException", "DependencyTimeoutException", "KeyUnavailableException"),
        *("ThrottlingException", "LimitExceededException", "ServiceUnavailableException"),
        *("KMSInvalidStateException", "InternalFailure", "ServiceUnavailable"),
    }
)


class _Owner:
    def __init__(self, merchant: str) -> None:
        self.merchant = merchant


class _Held(Value, frozen=True):
    until: float
    plain: bytes
    current: int  # the epoch written under, where this is the first


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
        self._cache: OrderedDict[tuple[str, int], _Held] = OrderedDict()
        self._lock = threading.Lock()

    def current_epoch(self, owner: str) -> int:
        return self._get(owner, FIRST).current

    def get(self, owner: str, epoch: int) -> bytes:
        """The plain key; the platform's own comes into being at first use."""
        return self._get(owner, epoch).plain

    def _get(self, owner: str, epoch: int) -> _Held:
        with self._lock:
            held = self._cache.get((owner, epoch))
            if held is not None and held.until > self._ticks():
                self._cache.move_to_end((owner, epoch))
                return held
            loaded = self._load(owner, epoch)
            self._cache[(owner, epoch)] = loaded
            while len(self._cache) > CACHE_SIZE:
                self._cache.popitem(last=False)
            return loaded

    def create(self, owner: str) -> None:
        """A first key for a new merchant; does nothing where there is one already."""
        try:
            writes.create(self._made(owner, FIRST))
        except writes.ConditionFailed:
            return

    def rotating(self, owner: str) -> tuple[int, list[writes.Operation]]:
        """The next epoch, and what makes it the one written under; the older ones stay for reading."""
        first = self._find(owner, FIRST)
        before = int(first.current or FIRST)
        unmoved = (
            DataKeyItem.current == before if first.current else DataKeyItem.current.does_not_exist()
        )
        pointing = writes.Change(
            DataKeyItem.at(first.key), [DataKeyItem.current.set(before + 1)], unmoved, "data_key"
        )
        made = writes.Put(self._made(owner, before + 1), label="data_key")
        return before + 1, [made, pointing]

    def forget(self, owner: str) -> None:
        """Whoever has just rotated writes under the new epoch at once."""
        with self._lock:
            self._cache.pop((owner, FIRST), None)

    def _made(self, owner: str, epoch: int) -> DataKeyItem:
        answer = _asked(
            lambda: self._kms().generate_data_key(
                KeyId=self._key_arn, KeySpec="AES_256", EncryptionContext=_context(owner, epoch)
            )
        )
        return DataKeyItem.at(
            _key(owner, epoch),
            epoch=epoch,
            scheme="kms",
            wrapping_key=self._key_arn,
            wrapped=answer["CiphertextBlob"],
            created_at=to_wire(self._clock()),
        )

    def _find(self, owner: str, epoch: int) -> DataKeyItem:
        """A key made a moment ago by another process may not be seen by a cheap read yet."""
        key = _key(owner, epoch)
        item = DataKeyItem.find(key) or DataKeyItem.find(key, consistent=True)
        if item is None:
            raise MissingKey(owner, epoch)
        return item

    def _load(self, owner: str, epoch: int) -> _Held:
        try:
            item = self._find(owner, epoch)
        except MissingKey:
            if owner != keys.PLATFORM:
                raise
            self.create(owner)
            item = self._find(owner, epoch)
        answer = _asked(
            lambda: self._kms().decrypt(
                KeyId=item.wrapping_key,
                CiphertextBlob=item.wrapped,
                EncryptionContext=_context(owner, epoch),
            )
        )
        until = self._ticks() + self._cache_seconds
        return _Held(until, answer["Plaintext"], int(item.current or FIRST))


def _asked(call: Callable[[], Any]) -> Any:
    """Without the key nothing is opened, and nothing is stored: it is refused, and tried again."""
    try:
        return call()
    except BotoCoreError as error:
        raise _unavailable() from error
    except ClientError as error:
        status = error.response["ResponseMetadata"].get("HTTPStatusCode", 0)
        if error.response["Error"]["Code"] in _DOWN or status >= 500:  # noqa: PLR2004
            raise _unavailable() from error
        raise


def _unavailable() -> Unavailable:
    return Unavailable("The keys cannot be reached; try again.", retry_after=5, retry_ms=5_000)


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
