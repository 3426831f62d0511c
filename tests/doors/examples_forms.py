"""Good requests for forms. Theirs is sent sooner than a person could: it is answered, and kept nowhere."""

from collections.abc import Callable, Mapping

from tests.doors.example import Example
from tests.doors.world import Shop

FORM: Mapping[str, Callable[[Shop], str]] = {"key": lambda shop: shop.form}

EXAMPLES: dict[str, Example] = {
    "GET /v1/forms/{key}": Example(path=FORM),
    "POST /v1/forms/{key}": Example(
        202,
        path=FORM,
        body=lambda shop: {
            "token": shop.form_token,
            "submission_id": "0123456789abcdef",
            "fields": {"name": "Guest", "email": "guest@guest.example", "message": "Hello"},
            "consent": True,
            "locale": "en",
            "website": "",
            "files": [],
        },
    ),
    "POST /v1/forms/{key}/files": Example(
        201, path=FORM, body=lambda shop: {"token": shop.form_token, "size": 10}
    ),
    "POST /v1/forms/{key}/files/{upload}": Example(
        404,
        path={**FORM, "upload": lambda _: "1" * 26},
        body=lambda shop: {"token": shop.form_token, "name": "a.png"},
    ),
}
