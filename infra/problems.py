"""What API Gateway answers by itself, before any function runs, in the same words as our own errors."""

import json
from typing import Any

# Gateway's own kind of response: status, our code, title.
PROBLEMS = {
    "DEFAULT_4XX": (400, "malformed", "The request cannot be read"),
    "DEFAULT_5XX": (500, "internal", "Something broke on our side"),
    "BAD_REQUEST_BODY": (400, "malformed", "The request cannot be read"),
    "BAD_REQUEST_PARAMETERS": (400, "malformed", "The request cannot be read"),
    "UNAUTHORIZED": (401, "unauthenticated", "Sign in first"),
    "ACCESS_DENIED": (403, "forbidden", "Not allowed"),
    # What the gateway calls a missing token is a path or method that no route has.
    "MISSING_AUTHENTICATION_TOKEN": (404, "not_found", "Not found"),
    "RESOURCE_NOT_FOUND": (404, "not_found", "Not found"),
    "REQUEST_TOO_LARGE": (413, "too_large", "Too large"),
    "UNSUPPORTED_MEDIA_TYPE": (415, "unsupported_media_type", "Send JSON"),
    "THROTTLED": (429, "busy", "Too many requests"),
    "QUOTA_EXCEEDED": (429, "busy", "Too many requests"),
}
RETRY_SECONDS = 2


def _response(status: int, code: str, title: str) -> dict[str, Any]:
    problem: dict[str, Any] = {
        "type": f"/problems/{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": f"{title}.",
    }
    headers = {"gatewayresponse.header.Content-Type": "'application/problem+json'"}
    if code == "busy":
        problem["retry_after"] = RETRY_SECONDS
        headers["gatewayresponse.header.Retry-After"] = f"'{RETRY_SECONDS}'"
    return {
        "statusCode": str(status),
        "responseParameters": headers,
        "responseTemplates": {"application/json": json.dumps(problem)},
    }


def gateway_responses() -> dict[str, Any]:
    return {kind: _response(*problem) for kind, problem in PROBLEMS.items()}
