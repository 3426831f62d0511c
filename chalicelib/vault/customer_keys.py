"""Customers' own keys, under their merchant's: destroying one erases what was sealed under it.

A key is one small item of the table `keys`, read once per process, customer and five minutes, and
opened by the merchant's data key: no call to KMS is made for it.
"""

import os
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

from chalicelib.core.clock import Clock, to_wire
from chalicelib.table import keys, writes
from chalicelib.table.keys import Key
from chalicelib.vault.items import CustomerKeyItem

CACHE_SECONDS = 300.0
CACHE_SIZE = 5_000
ATTRIBUTE = "wrapped"
_BYTES = 32


class Erased(Exception):  # noqa: N818 - an outcome that readers show, named as people name it
    """The customer's key was destroyed: what was sealed under it is gone."""


class _Owner:
    def __init__(self, merchant: str) -> None:
        self.merchant = merchant


# Seals or opens a key at its own place, under the merchant's data key.
Wrap = Callable[[str, Key, str, bytes], bytes]


class CustomerKeys:
    def __init__(
        self,
        *,
        wrap: Wrap,
        unwrap: Wrap,
        clock: Clock,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wrap = wrap
        self._unwrap = unwrap
        self._clock = clock
        self._ticks = ticks
        # None: has no key of its own; b"": it was destroyed.
        self._cache: OrderedDict[tuple[str, str], tuple[float, bytes | None]] = OrderedDict()

    def get(self, owner: str, customer: str) -> bytes | None:
        """None where the customer is from before there were such keys. Erased where it is destroyed."""
        held = self._cache.get((owner, customer))
        live = held is not None and held[0] > self._ticks()
        key = held[1] if held and live else self._keep(owner, customer, self._load(owner, customer))
        if key == b"":
            raise Erased
        return key

    def _keep(self, owner: str, customer: str, key: bytes | None) -> bytes | None:
        self._cache[(owner, customer)] = (self._ticks() + CACHE_SECONDS, key)
        while len(self._cache) > CACHE_SIZE:
            self._cache.popitem(last=False)
        return key

    def creating(self, owner: str, customer: str) -> writes.Put:
        """A new customer's key: at hand from now on, to be stored before or with what it seals."""
        key, plain = _key(owner, customer), os.urandom(_BYTES)
        wrapped = self._wrap(owner, key, ATTRIBUTE, plain)
        item = CustomerKeyItem.at(key, wrapped=wrapped, created_at=to_wire(self._clock()))
        self._keep(owner, customer, plain)
        return writes.Put(item, label="customer_key")

    def destroying(self, owner: str, customer: str, at: datetime) -> writes.Operation:
        """For the transaction that tells of it; its label `customer_key` fails where there is none."""
        item = CustomerKeyItem.at(_key(owner, customer))
        actions = [
            CustomerKeyItem.wrapped.remove(),
            CustomerKeyItem.destroyed_at.set(to_wire(at)),
        ]
        return writes.Change(item, actions, CustomerKeyItem.wrapped.exists(), "customer_key")

    def forget(self, owner: str, customer: str) -> None:
        self._cache.pop((owner, customer), None)

    def _load(self, owner: str, customer: str) -> bytes | None:
        key = _key(owner, customer)
        item = CustomerKeyItem.find(key) or CustomerKeyItem.find(key, consistent=True)
        if item is None:
            return None
        return self._unwrap(owner, key, ATTRIBUTE, item.wrapped) if item.wrapped else b""


def _key(owner: str, customer: str) -> Key:
    return keys.customer_key(_Owner(owner), customer)
