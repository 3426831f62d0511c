"""AWS's signature, version 4, worked out anew from its description: nothing of botocore is asked."""

import base64
import hashlib
import hmac
import json
import os
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), hashlib.sha256)


def _key(scope: str) -> bytes:
    key = f"AWS4{os.environ['AWS_SECRET_ACCESS_KEY']}".encode()
    for part in scope.split("/"):
        key = _hmac(key, part)
    return key


def _scope(credential: str) -> str:
    return credential.partition("/")[2]


def policy_stands(fields: dict[str, str]) -> bool:
    wanted = _hmac(_key(_scope(fields["x-amz-credential"])), fields["policy"]).hex()
    return hmac.compare_digest(wanted, fields["x-amz-signature"])


def conditions(fields: dict[str, str]) -> dict[str, Any]:
    return json.loads(base64.b64decode(fields["policy"]))  # type: ignore[no-any-return]


def link_stands(url: str, method: str = "GET") -> bool:
    """Whether whoever knows the secret would have signed just this request."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    given = query.pop("X-Amz-Signature")
    pairs = sorted((quote(n, safe="-_.~"), quote(v, safe="-_.~")) for n, v in query.items())
    canonical = "\n".join(
        (
            method,
            parts.path,
            "&".join(f"{name}={value}" for name, value in pairs),
            f"host:{parts.netloc}\n",
            query["X-Amz-SignedHeaders"],
            "UNSIGNED-PAYLOAD",
        )
    )
    scope = _scope(query["X-Amz-Credential"])
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    to_sign = "\n".join(("AWS4-HMAC-SHA256", query["X-Amz-Date"], scope, digest))
    return hmac.compare_digest(_hmac(_key(scope), to_sign).hex(), given)
