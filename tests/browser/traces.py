"""Everything that the local AWS and the local stack keep, and how to find words in it."""

import base64
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from tests.stack.fixtures import Stack

CODES = ("utf-8", "utf-16-le", "utf-16-be")
URL_SAFE = bytes.maketrans(b"+/", b"-_")


def forms(text: str) -> set[bytes]:
    """A text as it stands, as JSON and addresses escape it, and in base64."""
    plain = {text.encode(code) for code in CODES}
    escaped = json.dumps(text)[1:-1]
    capital = re.sub(r"(?<=\\u)[0-9a-f]{4}", lambda found: found[0].upper(), escaped)
    twice = escaped.replace("\\", "\\\\")
    spelt = {escaped, capital, twice, quote(text)}
    return plain | {each.encode() for each in spelt} | {b for raw in plain for b in in_base64(raw)}


def in_base64(raw: bytes) -> Iterator[bytes]:
    """What stands in the base64 of whatever holds these bytes, wherever in a triple they begin."""
    for shift, first in enumerate((0, 2, 3)):
        whole = base64.b64encode(bytes(shift) + raw)
        certain = whole[first : (shift + len(raw)) * 8 // 6]
        yield certain
        yield certain.translate(URL_SAFE)


def kept(stack: Stack) -> dict[str, bytes]:
    """By place: each table, each object, each log. The web apps' own files are code, not traces."""
    return dict([*tables(stack), *objects(stack), *cloud_logs(stack), *log_files(stack)])


def pages(client: Any, operation: str, key: str, **asked: Any) -> Iterator[Any]:
    for page in client.get_paginator(operation).paginate(**asked):
        yield from page.get(key, [])


def tables(stack: Stack) -> Iterator[tuple[str, bytes]]:
    client = stack.client("dynamodb")
    for name in pages(client, "list_tables", "TableNames"):
        items = pages(client, "scan", "Items", TableName=name)
        yield f"table {name}", b"\n".join(map(flat, items))


def flat(value: Any) -> bytes:
    """Of an item every name and value, binary ones as they are."""
    if isinstance(value, dict):
        return b"\n".join(flat(name) + b"\n" + flat(inner) for name, inner in value.items())
    if isinstance(value, list):
        return b"\n".join(map(flat, value))
    return bytes(value) if isinstance(value, bytes) else str(value).encode()


def objects(stack: Stack) -> Iterator[tuple[str, bytes]]:
    client = stack.client("s3")
    for bucket in client.list_buckets()["Buckets"]:
        if bucket["Name"] == stack.outputs["WebBucket"]:
            continue
        for each in pages(client, "list_objects_v2", "Contents", Bucket=bucket["Name"]):
            got = client.get_object(Bucket=bucket["Name"], Key=each["Key"])
            yield f"object {bucket['Name']}/{each['Key']}", got["Body"].read()


def cloud_logs(stack: Stack) -> Iterator[tuple[str, bytes]]:
    client = stack.client("logs")
    for group in pages(client, "describe_log_groups", "logGroups"):
        name = group["logGroupName"]
        events = pages(client, "filter_log_events", "events", logGroupName=name)
        yield f"log group {name}", "\n".join(each["message"] for each in events).encode()


def log_files(stack: Stack) -> Iterator[tuple[str, bytes]]:
    for path in sorted(stack.place.log.rglob("*")):
        if path.is_file():
            yield f"log file {path.name}", path.read_bytes()
