"""Problem details (RFC 9457) for every refusal, those that Chalice makes itself included."""

import json
from collections.abc import Mapping
from typing import Any

from chalice.app import Response

from chalicelib.core.errors import Refused, problem_of

MEDIA_TYPE = "application/problem+json"
_OURS = {
    400: ("malformed", "The request cannot be read"),
    401: ("unauthenticated", "Sign in first"),
    403: ("forbidden", "Not allowed"),
    404: ("not_found", "Not found"),
    405: ("method_not_allowed", "Method not allowed"),
    415: ("unsupported_media_type", "Send JSON"),
}
BASE_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def problem(
    code: str,
    *,
    status: int,
    title: str,
    detail: str,
    extra: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    body = problem_of(code, status, title, detail) | dict(extra or {})
    return Response(
        json.dumps(body, ensure_ascii=False),
        status_code=status,
        headers={"Content-Type": MEDIA_TYPE, **BASE_HEADERS, **(headers or {})},
    )


def of_refusal(refusal: Refused) -> Response:
    after = refusal.extra.get("retry_after")
    return problem(
        refusal.code,
        status=refusal.status,
        title=refusal.title,
        detail=refusal.detail,
        extra=refusal.extra,
        headers={"Retry-After": str(after)} if after else None,
    )


def of_fault() -> Response:
    return problem(
        "internal",
        status=500,
        title="Something broke on our side",
        detail="It has been logged; nothing was half-written. Try again.",
    )


def restyled(response: Response) -> Response:
    """What Chalice answered by itself, in our form; an answer of ours passes as it is."""
    media = response.headers.get("Content-Type", "")
    if response.status_code < 400 or MEDIA_TYPE in str(media):  # noqa: PLR2004 - first error status
        return response
    code, title = _OURS.get(response.status_code, ("internal", "Something broke on our side"))
    kept = {k: str(v) for k, v in response.headers.items() if k.lower() == "allow"}
    return problem(code, status=response.status_code, title=title, detail=title + ".", headers=kept)
