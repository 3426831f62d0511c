"""The web apps' files on their way to the bucket: each with its type and how long it may be kept."""

import hashlib
import json
import mimetypes
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HASHED = re.compile(r"[.-][A-Za-z0-9_-]{8,}\.(js|css|woff2?|svg|png|webp|map)$")
FOREVER = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300, stale-while-revalidate=86400"
NEVER = "no-cache"
CONFIG = "config.json"
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".json": "application/json"}
TEXT = ("text/", "application/json", "image/svg+xml")


@dataclass(frozen=True, slots=True)
class File:
    key: str
    content: bytes
    content_type: str
    cache_control: str


def content_type(key: str) -> str:
    guessed = (
        TYPES.get(Path(key).suffix) or mimetypes.guess_type(key)[0] or "application/octet-stream"
    )
    return f"{guessed}; charset=utf-8" if guessed.startswith(TEXT) else guessed


def cache_control(key: str) -> str:
    if key in {"v1.js", "form.js"}:
        return SHORT
    if "/assets/" in f"/{key}" and HASHED.search(key):
        return FOREVER
    return NEVER


def files(dist: Path, config: dict[str, Any]) -> list[File]:
    """Pages come last, so that none is served before what it names."""
    contents = {
        path.relative_to(dist).as_posix(): path.read_bytes()
        for path in dist.rglob("*")
        if path.is_file()
    }
    if not contents:
        raise FileNotFoundError(f"{dist} holds no files: build the web apps first")
    contents[CONFIG] = json.dumps(config, sort_keys=True).encode()
    ordered = sorted(contents, key=lambda key: (cache_control(key) != FOREVER, key))
    return [File(key, contents[key], content_type(key), cache_control(key)) for key in ordered]


def send(s3: Any, bucket: str, wanted: list[File]) -> int:
    """Sends what is new or changed. Files of earlier releases stay: open pages may still ask for them."""
    held = {
        entry["Key"]: entry["ETag"].strip('"')
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        for entry in page.get("Contents", [])
    }
    changed = [f for f in wanted if held.get(f.key) != _etag(f.content)]
    for file in changed:
        s3.put_object(
            Bucket=bucket,
            Key=file.key,
            Body=file.content,
            ContentType=file.content_type,
            CacheControl=file.cache_control,
        )
    return len(changed)


def _etag(content: bytes) -> str:
    """S3's own mark of an object sent in one part and encrypted with its own keys."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def invalidate(cloudfront: Any, distribution_id: str) -> None:
    cloudfront.create_invalidation(
        DistributionId=distribution_id,
        InvalidationBatch={
            "Paths": {"Quantity": 1, "Items": ["/*"]},
            "CallerReference": str(time.time_ns()),
        },
    )


def configuration(parameters: dict[str, str], outputs: dict[str, str]) -> dict[str, Any]:
    """What the web apps are told at run time."""
    return {"origin": parameters["DeskOrigin"], "socket_url": outputs["SocketUrl"]}
