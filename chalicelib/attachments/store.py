"""Uploads come into a bucket of their own, by a form that we signed; what is said is a copy elsewhere.

So whoever still holds a form can change nothing that was looked at. Signing calls nobody; the guard
is asked all the same, since a client prepares what it signs as it prepares a call.
"""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError
from botocore.signers import S3PostPresigner

from chalicelib.attachments.model import HEAD_BYTES, LINK_EXPIRES, UPLOAD_EXPIRES, File
from chalicelib.attachments.names import disposition
from chalicelib.table import keys
from chalicelib.table.desk import Desk

POST = {"method": "POST", "body": b"", "auth_path": None}
ABSENT = frozenset({"NoSuchKey", "AccessDenied", "404"})


class AttachmentStore:
    """`client` makes an S3 client when first needed: one whose signatures name region and time."""

    def __init__(self, *, client: Callable[[], Any], uploads: str, files: str) -> None:
        self._client = client
        self._uploads = uploads
        self._files = files

    def form(self, desk: Desk, upload: str, size: int) -> dict[str, Any]:
        """A form that takes exactly so many bytes, to exactly this place."""
        client, place = self._client(), self._upload(desk, upload)
        bucket, key = place["Bucket"], place["Key"]
        # The client's own way makes a form as if it made a bucket, which no guard lets pass.
        url = client.generate_presigned_url("put_object", Params=place).partition("?")[0]
        form: dict[str, Any] = S3PostPresigner(client._request_signer).generate_presigned_post(  # noqa: SLF001
            {**POST, "url": url.removesuffix(key), "headers": {}, "context": {}},
            {"key": key},
            [{"bucket": bucket}, {"key": key}, ["content-length-range", size, size]],
            int(UPLOAD_EXPIRES.total_seconds()),
        )
        return form

    def head(self, desk: Desk, upload: str) -> tuple[bytes, int, str] | None:
        """The first bytes, the size, and the tag of what lies there now; None where nothing does."""
        try:
            found = self._client().get_object(
                **self._upload(desk, upload), Range=f"bytes=0-{HEAD_BYTES - 1}"
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in ABSENT:
                return None
            raise
        size = int(found["ContentRange"].rpartition("/")[2])
        return found["Body"].read(), size, found["ETag"]

    def keep(self, desk: Desk, upload: str, file: File, *, tag: str) -> None:
        """Just what was looked at, under our own name for its type."""
        self._client().copy_object(
            **self._place(desk, file.id),
            CopySource=self._upload(desk, upload),
            CopySourceIfMatch=tag,
            MetadataDirective="REPLACE",
            ContentType=file.type,
            ContentDisposition="attachment",
        )

    def forget(self, desk: Desk, file: str) -> None:
        """Out of reach at once; the bucket's own rule ends its bytes, as of all that was replaced."""
        self._client().delete_object(**self._place(desk, file))

    def put(self, desk: Desk, file: File, data: bytes) -> None:
        self._client().put_object(
            **self._place(desk, file.id),
            Body=data,
            ContentType=file.type,
            ContentDisposition="attachment",
        )

    def content(self, desk: Desk, file: str) -> bytes:
        found: bytes = self._client().get_object(**self._place(desk, file))["Body"].read()
        return found

    def link(self, desk: Desk, file: File) -> str:
        """Good for a few minutes, for reading this one object, as we name and describe it."""
        place = self._place(desk, file.id)
        described = {
            "ResponseContentType": file.type,
            "ResponseContentDisposition": disposition(file.name, inline=file.kind.inline),
        }
        url: str = self._client().generate_presigned_url(
            "get_object",
            Params={**place, **described},
            ExpiresIn=int(LINK_EXPIRES.total_seconds()),
        )
        return url

    def _upload(self, desk: Desk, upload: str) -> dict[str, str]:
        key = keys.upload(desk, desk.caller.id, upload)
        return {"Bucket": self._uploads, "Key": keys.object_path(key)}

    def _place(self, desk: Desk, file: str) -> dict[str, str]:
        return {"Bucket": self._files, "Key": keys.object_path(keys.attachment(desk, file))}
