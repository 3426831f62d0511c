"""Sealed objects of the bucket: compressed, then bound to their path as values are to their item."""

import zlib
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.table import keys
from chalicelib.table.keys import Key
from chalicelib.vault.seal import Place, Vault

# To somebody who may not list a bucket, S3 calls what is not there forbidden.
_ABSENT = frozenset({"NoSuchKey", "AccessDenied"})
PASSING = "keep=briefly"  # the bucket's lifecycle removes what nobody came back for


class Absent(Exception):  # noqa: N818
    """The object is not there any more."""


class Objects:
    """`client` makes an S3 client when first needed."""

    def __init__(self, *, client: Callable[[], Any], bucket: str, vault: Vault) -> None:
        self._client = client
        self._bucket = bucket
        self._vault = vault

    def put(
        self, owner: str, key: Key, data: bytes, *, passing: bool = False, customer: str = ""
    ) -> None:
        """`customer`: whose it is; it ends with their key."""
        place = Place(owner, key, "object", customer)
        body = self._vault.seal_bytes(place, zlib.compress(data))
        tags = {"Tagging": PASSING} if passing else {}
        self._client().put_object(Body=body, **self._where(key), **tags)

    def get(self, owner: str, key: Key) -> bytes:
        try:
            blob: bytes = self._client().get_object(**self._where(key))["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                raise Absent from error
            raise
        return zlib.decompress(self._vault.open_bytes(Place(owner, key, "object"), blob))

    def delete(self, key: Key) -> None:
        self._client().delete_object(**self._where(key))

    def _where(self, key: Key) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": keys.object_path(key)}
