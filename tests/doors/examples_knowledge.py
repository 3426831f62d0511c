"""Good requests for the routes of the knowledge."""

import json
from collections.abc import Callable, Mapping

from tests.doors.example import Example
from tests.doors.world import Shop

ENTRY: Mapping[str, Callable[[Shop], str]] = {"entry": lambda shop: shop.entry}
LINE = {"question": "Do you ship to islands?", "answer": "Yes, in three days.", "keywords": ["x"]}

EXAMPLES: dict[str, Example] = {
    "GET /v1/knowledge": Example(),
    "POST /v1/knowledge": Example(
        201,
        body=lambda _: {
            "kind": "article",
            "locale": "en",
            "title": "Opening hours",
            "body": "From ten to six.",
            "alternatives": ["When are you open?"],
            "keywords": ["hours"],
            "category": "Shop",
        },
    ),
    "GET /v1/knowledge/state": Example(),
    "GET /v1/knowledge/search": Example(),
    "POST /v1/knowledge/publish": Example(202, body=lambda _: {}),
    "POST /v1/knowledge/import": Example(
        202,
        body=lambda _: {
            "format": "jsonl",
            "text": json.dumps(LINE),
            "encoding": "utf-8",
            "locale": "en",
            "publish": True,
        },
    ),
    "GET /v1/knowledge/imports/{import}": Example(path={"import": lambda shop: shop.imported}),
    "GET /v1/knowledge/{entry}": Example(path=ENTRY),
    "PATCH /v1/knowledge/{entry}": Example(
        path=ENTRY,
        body=lambda _: {
            "kind": "faq",
            "title": "Renamed",
            "body": "Otherwise.",
            "alternatives": ["Why?"],
            "keywords": ["other"],
            "category": "Else",
        },
        headers={"if-match": '"1"'},
    ),
    "DELETE /v1/knowledge/{entry}": Example(204, path=ENTRY),
    "POST /v1/knowledge/{entry}/publish": Example(path=ENTRY, body=lambda _: {"version": 1}),
    "POST /v1/knowledge/{entry}/unpublish": Example(path=ENTRY, body=lambda _: {"version": 1}),
}
