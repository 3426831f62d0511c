"""What the bot can decide, and what its engine has to be able to do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Model = Mapping[str, Any]


class Source(Protocol):
    """An entry of the knowledge, as far as an engine reads it."""

    @property
    def id(self) -> str: ...
    @property
    def locale(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def alternatives(self) -> Sequence[str]: ...
    @property
    def keywords(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Hit:
    """`cover`: how much of the question the entry's best wording has; `fit`: of the wording, the question."""

    entry: str
    score: float
    cover: float
    fit: float


class Encode(Protocol):
    """A model of entries, as JSON."""

    def __call__(self, entries: Iterable[Source]) -> dict[str, Any]: ...


class Retrieve(Protocol):
    """The `k` best entries for a text, best first."""

    def __call__(self, model: Model, text: str, locale: str, k: int) -> list[Hit]: ...
