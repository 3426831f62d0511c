"""KMS, S3, SQS and the socket API's management side, as far as the product calls them."""

import hashlib
import io
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.memory.dynamodb import Refusal

Params = Mapping[str, Any]
Answers = dict[str, Callable[[Params], dict[str, Any]]]


def performed(answers: Answers, service: str, operation: str, params: Params) -> dict[str, Any]:
    if operation not in answers:
        raise NotImplementedError(f"{service} {operation} is not kept here")
    return answers[operation](params)


@dataclass
class Kms:
    """Wrapped keys are names of what is kept here, bound to their encryption context."""

    wrapped: dict[bytes, tuple[bytes, dict[str, str]]] = field(default_factory=dict)

    def perform(self, operation: str, params: Params) -> dict[str, Any]:
        known: Answers = {"GenerateDataKey": self._generate, "Decrypt": self._decrypt}
        return performed(known, "KMS", operation, params)

    def _generate(self, params: Params) -> dict[str, Any]:
        blob, plain = os.urandom(64), os.urandom(32)
        self.wrapped[blob] = (plain, dict(params.get("EncryptionContext", {})))
        return {"CiphertextBlob": blob, "Plaintext": plain, "KeyId": params["KeyId"]}

    def _decrypt(self, params: Params) -> dict[str, Any]:
        plain, context = self.wrapped.get(params["CiphertextBlob"], (b"", {}))
        if not plain or context != params.get("EncryptionContext", {}):
            raise Refusal("InvalidCiphertextException", "")
        return {"Plaintext": plain, "KeyId": params.get("KeyId", "")}


@dataclass
class S3:
    objects: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def perform(self, operation: str, params: Params) -> dict[str, Any]:
        known: Answers = {
            "PutObject": self._put,
            "GetObject": self._get,
            "CopyObject": self._copy,
            "DeleteObject": self._delete,
        }
        return performed(known, "S3", operation, params)

    def _put(self, params: Params) -> dict[str, Any]:
        body = params["Body"]
        data = body.read() if hasattr(body, "read") else bytes(body)
        self.objects[params["Bucket"], params["Key"]] = data
        return {}

    def _get(self, params: Params) -> dict[str, Any]:
        whole = self._there(params["Bucket"], params["Key"])
        if "Range" not in params:
            return {"Body": io.BytesIO(whole)}
        first, last = map(int, params["Range"].removeprefix("bytes=").split("-"))
        part = whole[first : last + 1]
        told = f"bytes {first}-{first + len(part) - 1}/{len(whole)}"
        return {"Body": io.BytesIO(part), "ContentRange": told, "ETag": tag_of(whole)}

    def _copy(self, params: Params) -> dict[str, Any]:
        source = params["CopySource"]
        bucket, key = (
            (source["Bucket"], source["Key"])
            if isinstance(source, Mapping)
            else source.split("/", 1)
        )
        whole = self._there(bucket, key)
        if params.get("CopySourceIfMatch", tag_of(whole)) != tag_of(whole):
            raise Refusal("PreconditionFailed", "", status=412)
        self.objects[params["Bucket"], params["Key"]] = whole
        return {}

    def _there(self, bucket: str, key: str) -> bytes:
        if (bucket, key) not in self.objects:
            raise Refusal("NoSuchKey", "The specified key does not exist.")
        return self.objects[bucket, key]

    def _delete(self, params: Params) -> dict[str, Any]:
        self.objects.pop((params["Bucket"], params["Key"]), None)
        return {}


def tag_of(body: bytes) -> str:
    return f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'


DEDUPLICATED = 300  # seconds


@dataclass
class Sent:
    """One message of a queue: delivered again until it is deleted."""

    id: str
    body: str
    attributes: dict[str, Any]
    ready: float = 0
    received: int = 0
    group: str = ""


@dataclass
class Sqs:
    now: Callable[[], float] = lambda: 0
    queues: dict[str, list[Sent]] = field(default_factory=dict)
    sent: int = 0
    said: dict[tuple[str, str, str], float] = field(default_factory=dict)

    def perform(self, operation: str, params: Params) -> dict[str, Any]:
        return performed({"SendMessage": self._send}, "SQS", operation, params)

    def _send(self, params: Params) -> dict[str, Any]:
        """Of a queue in order: the same within five minutes is sent once, by group."""
        if "MessageGroupId" in params:
            same = ("QueueUrl", "MessageGroupId", "MessageDeduplicationId")
            name = (params[same[0]], params[same[1]], params[same[2]])
            if self.now() - self.said.get(name, float("-inf")) < DEDUPLICATED:
                return {"MessageId": "said before"}
            self.said[name] = self.now()
        self.sent += 1
        message = Sent(
            f"m{self.sent}",
            params["MessageBody"],
            dict(params.get("MessageAttributes", {})),
            self.now() + params.get("DelaySeconds", 0),
            group=params.get("MessageGroupId", ""),
        )
        self.queues.setdefault(params["QueueUrl"], []).append(message)
        return {"MessageId": message.id}


@dataclass
class Sockets:
    """The connections that the gateway holds, and what was posted to each."""

    open: dict[str, list[bytes]] = field(default_factory=dict)

    def perform(self, operation: str, params: Params) -> dict[str, Any]:
        known: Answers = {"PostToConnection": self._post, "DeleteConnection": self._delete}
        return performed(known, "the socket API", operation, params)

    def _post(self, params: Params) -> dict[str, Any]:
        self._there(params["ConnectionId"]).append(bytes(params["Data"]))
        return {}

    def _delete(self, params: Params) -> dict[str, Any]:
        self._there(params["ConnectionId"])
        del self.open[params["ConnectionId"]]
        return {}

    def _there(self, connection: str) -> list[bytes]:
        if connection not in self.open:
            raise Refusal("GoneException", "", status=410)
        return self.open[connection]
