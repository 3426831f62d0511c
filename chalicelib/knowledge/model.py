"""An entry of the knowledge: a question with its answer, or an article; as drafted and as published."""

import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.core.clock import to_wire
from chalicelib.core.errors import Conflict, Invalid
from chalicelib.core.values import Value, replace

LOCALES = ("zh", "en")
MAX_TITLE, MAX_BODY, MAX_CATEGORY = 300, 20_000, 80
MAX_ALTERNATIVES, MAX_KEYWORDS, MAX_KEYWORD = 20, 30, 60
# What one merchant's knowledge may hold: the index is searched whole, in the memory of a function.
# Measured on 5,000 Chinese questions with answers: 1.8 MB of text, 8.4 MB of index, 50 MB in memory.
MAX_ENTRIES, MAX_TEXT = 10_000, 6 * 1024**2


class Kind(StrEnum):
    FAQ = "faq"
    ARTICLE = "article"


class Status(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CHANGED = "changed"


class Content(Value, frozen=True):
    """What people wrote, as plain text."""

    kind: Kind
    title: str
    body: str
    alternatives: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    category: str = ""

    def wire(self) -> dict[str, Any]:
        return {
            "kind": str(self.kind),
            "title": self.title,
            "body": self.body,
            "alternatives": list(self.alternatives),
            "keywords": list(self.keywords),
            "category": self.category,
        }

    def to_json(self) -> str:
        return json.dumps(self.wire(), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Content":
        return cls.of(json.loads(text))

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Content":
        """From whole wire values, as they are."""
        return cls(
            kind=Kind(values["kind"]),
            title=values["title"],
            body=values["body"],
            alternatives=tuple(values["alternatives"]),
            keywords=tuple(values["keywords"]),
            category=values["category"],
        )

    @property
    def size(self) -> int:
        return len(self.to_json().encode())


class Entry(Value, frozen=True):
    """`published_version` is the version whose content the bot may use; None where there is none."""

    id: str
    locale: str
    content: Content
    version: int
    created_at: datetime
    updated_at: datetime
    published_version: int | None = None
    published_at: datetime | None = None
    brought_by: str = ""  # the last import that wrote it

    @property
    def status(self) -> Status:
        if self.published_version is None:
            return Status.DRAFT
        return Status.PUBLISHED if self.published_version == self.version else Status.CHANGED

    def wire(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "locale": self.locale,
            **self.content.wire(),
            "status": str(self.status),
            "published_at": to_wire(self.published_at) if self.published_at else None,
            "created_at": to_wire(self.created_at),
            "updated_at": to_wire(self.updated_at),
            "version": self.version,
        }


def published(entry: Entry, at: datetime) -> Entry:
    return replace(entry, published_version=entry.version, published_at=at)


def unpublished(entry: Entry) -> Entry:
    return replace(entry, published_version=None, published_at=None)


class Fault(Value, frozen=True):
    """What one field breaks; never what stands in it."""

    pointer: str
    rule: str
    detail: str


def faults(content: Content) -> list[Fault]:
    found = [
        Fault(f"/{name}", "minLength", "Nothing is left of it as plain text.")
        for name in ("title", "body")
        if not getattr(content, name)
    ]
    for name, most in (("title", MAX_TITLE), ("body", MAX_BODY), ("category", MAX_CATEGORY)):
        if len(getattr(content, name)) > most:
            found.append(Fault(f"/{name}", "maxLength", f"At most {most} characters."))
    for name, items, most in (
        ("alternatives", MAX_ALTERNATIVES, MAX_TITLE),
        ("keywords", MAX_KEYWORDS, MAX_KEYWORD),
    ):
        texts = getattr(content, name)
        if len(texts) > items:
            found.append(Fault(f"/{name}", "maxItems", f"At most {items}."))
        if any(len(text) > most for text in texts):
            found.append(Fault(f"/{name}", "maxLength", f"At most {most} characters each."))
    return found


def ensure_sound(content: Content) -> None:
    if found := faults(content):
        raise Invalid(found[0].detail, pointer=found[0].pointer, rule=found[0].rule)


def full() -> Conflict:
    most = f"{MAX_ENTRIES} entries and {MAX_TEXT // 1024**2} MB of text"
    return Conflict(f"A merchant's knowledge holds at most {most}.", rule="room")


class ImportStatus(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"


class Import(Value, frozen=True):
    """A file that was accepted whole, and how far its rows have come."""

    id: str
    rows: int
    publish: bool
    created_at: datetime
    created: int = 0
    updated: int = 0
    skipped: int = 0  # a newer import had brought the same question
    finished_at: datetime | None = None

    @property
    def applied(self) -> int:
        return self.created + self.updated + self.skipped

    @property
    def status(self) -> ImportStatus:
        if self.finished_at:
            return ImportStatus.DONE
        return ImportStatus.RUNNING if self.applied else ImportStatus.WAITING

    def wire(self) -> dict[str, Any]:
        return {
            "import": self.id,
            "status": str(self.status),
            "rows": self.rows,
            "done": self.applied,
            "created": self.created,
            "updated": self.updated,
            "skipped": self.skipped,
            "publish": self.publish,
            "created_at": to_wire(self.created_at),
            "finished_at": to_wire(self.finished_at) if self.finished_at else None,
        }


class State(Value, frozen=True):
    """`revision` counts changes of what is published, `built` those that the index has."""

    entries: int = 0
    size: int = 0
    revision: int = 0
    built: int = 0
    built_at: datetime | None = None
    published: int = 0

    def wire(self) -> dict[str, Any]:
        return {
            "entries": self.entries,
            "max_entries": MAX_ENTRIES,
            "version": self.built,
            "built_at": to_wire(self.built_at) if self.built_at else None,
            "published": self.published,
            "pending": self.built < self.revision,
        }
