# ruff: noqa: T201 - what a function prints is its log
"""Runs inside the local AWS, not here: what the tests' own functions answer."""

import json
import time
from typing import Any


def rest(event: dict[str, Any], _context: object) -> dict[str, Any]:
    print("rest", event["path"])
    told = {name: event[name] for name in ("path", "headers", "body", "httpMethod")}
    told["query"] = event["multiValueQueryStringParameters"]
    return {
        "statusCode": 201,
        "headers": {"content-type": "application/json", "etag": '"7"'},
        "multiValueHeaders": {"set-cookie": ["__Host-desk=a; Secure; Path=/", "b=2"]},
        "body": json.dumps(told),
    }


def sockets(event: dict[str, Any], _context: object) -> dict[str, Any]:
    context = event["requestContext"]
    if context["eventType"] == "CONNECT":
        refused = event.get("queryStringParameters", {}) == {"refuse": "yes"}
        return {"statusCode": 403 if refused else 200}
    if context["eventType"] == "DISCONNECT":
        print("bye")
        return {"statusCode": 200}
    return {"statusCode": 200, "body": json.dumps(answer(event["body"]))}


def answer(frame: str) -> dict[str, Any]:
    began = time.time()
    if frame == "fail":
        raise ValueError("a secret of the function")
    if frame == "slow":
        time.sleep(0.6)
    print("frame", frame)
    return {"frame": frame, "began": began, "ended": time.time()}
