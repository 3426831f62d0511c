"""Refusals a caller can understand.

    Refused
    ├── Invalid          the input breaks a rule (pointer and rule are told, the value never is)
    ├── Unauthenticated  nobody is signed in, or the session has ended
    ├── Forbidden        somebody is, but may not
    ├── NotFound         absent, or somebody else's: the same answer
    ├── Gone             a single-use link that was used or has expired
    ├── Conflict         the thing is in another state than the verb needs
    ├── Stale            it changed since the caller read it (If-Match)
    └── Busy             too much at once; `retry_after` seconds
        └── Unavailable  what it needs cannot be reached just now; nothing was done

Everything else is unexpected, flies to the top and is logged once.
"""

from typing import Any, ClassVar


def problem_of(code: str, status: int, title: str, detail: str) -> dict[str, Any]:
    return {
        "type": f"/problems/{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
    }


class Refused(Exception):  # noqa: N818 - the house's own word for it
    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400
    title: ClassVar[str] = "Refused"

    def __init__(self, detail: str, **extra: Any) -> None:
        """`extra` goes into the answer as it stands (pointer, rule, retry_after, expected)."""
        super().__init__(detail)
        self.detail = detail
        self.extra = extra

    def problem(self) -> dict[str, Any]:
        """The body of its problem details (RFC 9457)."""
        return problem_of(self.code, self.status, self.title, self.detail) | self.extra


class Invalid(Refused):
    code, status, title = "invalid", 422, "The request breaks a rule"


class Malformed(Refused):
    code, status, title = "malformed", 400, "The request cannot be read"


class Unauthenticated(Refused):
    code, status, title = "unauthenticated", 401, "Sign in first"


class Forbidden(Refused):
    code, status, title = "forbidden", 403, "Not allowed"


class NotFound(Refused):
    code, status, title = "not_found", 404, "Not found"


class Gone(Refused):
    code, status, title = "gone", 410, "No longer valid"


class Conflict(Refused):
    code, status, title = "conflict", 409, "Conflict"


class Stale(Refused):
    code, status, title = "stale", 412, "Changed in the meantime"


class PreconditionRequired(Refused):
    code, status, title = "precondition_required", 428, "If-Match is required"


class TooLarge(Refused):
    code, status, title = "too_large", 413, "Too large"


class UnsupportedMediaType(Refused):
    code, status, title = "unsupported_media_type", 415, "Send JSON"


class Busy(Refused):
    code, status, title = "busy", 429, "Too many requests"


class Unavailable(Busy):
    status, title = 503, "Not available just now"


class UnknownSession(Refused):
    """The sending session is not among the conversation's senders: hello, sync, then send again."""

    code, status, title = "unknown_session", 409, "Unknown sending session"


class OutOfOrder(Refused):
    """A sender's counter skipped ahead; `expected` tells the number that is due."""

    code, status, title = "out_of_order", 409, "Out of order"
