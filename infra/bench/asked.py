"""Data for measuring the bot's engine: an entry, a question with its right answers, a set's rows."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib.bot.bm25 import retrieve
from chalicelib.bot.decide import decide
from chalicelib.bot.hearing import Heard
from chalicelib.bot.model import Decision, Hit, Intent, Model, Settings


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    locale: str
    title: str
    body: str = ""
    alternatives: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """`right`: the entries that answer it; none for an unknown question."""

    id: str
    text: str
    model: Model
    entries: frozenset[str]
    locale: str
    right: frozenset[str]


def half(name: str) -> int:
    return hashlib.sha256(name.encode()).digest()[0] % 2


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def search(asked: Asked, k: int) -> list[Hit]:
    return retrieve(asked.model, asked.text, asked.locale, k)


def decided(asked: Asked) -> Decision:
    """Asked for the first time, of a merchant that has set nothing."""
    heard = Heard(asked.text, Intent.QUESTION, asked.locale)
    found = lambda text, k: retrieve(asked.model, text, asked.locale, k)  # noqa: E731
    return decide(heard, Settings(), entries=asked.entries, find=found)


def share(count: int, of: int) -> str:
    return f"{count / of:.3f}" if of else "    -"
