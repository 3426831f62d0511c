"""Mail as SES has kept it, in a bucket of its own, sealed by nobody's key: only until each inbox has its copy."""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.table import guard, keys
from chalicelib.vault.objects import Absent

# Who may list a bucket is told what is not there. What is forbidden is a fault, and comes again.
_ABSENT = "NoSuchKey"


class Originals:
    """Under the name of nobody, as long as it is not known whose they are."""

    def __init__(self, *, client: Callable[[], Any], bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def read(self, name: str) -> bytes:
        """Absent for what was forgotten, or lay there for too long."""
        with guard.scope(merchant=keys.PLATFORM):
            try:
                found = self._client().get_object(**self._where(name))
            except ClientError as error:
                if error.response["Error"]["Code"] == _ABSENT:
                    raise Absent from error
                raise
            return bytes(found["Body"].read())

    def forget(self, name: str) -> None:
        with guard.scope(merchant=keys.PLATFORM):
            self._client().delete_object(**self._where(name))

    def _where(self, name: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": keys.object_path(keys.incoming_mail(name))}
