"""What people write, as an entry keeps it: plain text. Who only reads entries needs none of this."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.core.values import replace
from chalicelib.knowledge.cleaning import clean, line
from chalicelib.knowledge.model import Content, Entry, Kind


def changed(entry: Entry, values: Mapping[str, Any], at: datetime) -> Entry:
    content = cleaned({**entry.content.wire(), **values})
    return replace(entry, content=content, version=entry.version + 1, updated_at=at)


def cleaned(values: Mapping[str, Any]) -> Content:
    """Of values that a contract has passed: plain text, no wording twice, no empty ones."""
    return Content(
        kind=Kind(values.get("kind", Kind.FAQ)),
        title=line(values["title"]),
        body=clean(values["body"]),
        alternatives=_distinct(values.get("alternatives", ())),
        keywords=_distinct(values.get("keywords", ())),
        category=line(values.get("category", "")),
    )


def _distinct(texts: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(plain for text in texts if (plain := line(text))))
