"""The bot: what it can decide, how a merchant has set it up, what its engine has to be able to do."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol

from chalicelib.conversations.model import HandoffReason
from chalicelib.core.values import Value, field

Model = Mapping[str, Any]


class Intent(StrEnum):
    """What kind of thing a customer has said, before anything is looked up."""

    EMPTY = "empty"
    FILE = "file"  # files, and no word with them
    SIGNS = "signs"  # emoji and punctuation
    GIBBERISH = "gibberish"
    AUTOMATIC = "automatic"  # another machine's answer
    PERSON = "person"  # asks for a person
    WHO = "who"  # asks whether this is one
    GREETING = "greeting"
    THANKS = "thanks"
    QUESTION = "question"


class Outcome(StrEnum):
    ANSWER = "answer"
    ASK_BACK = "ask_back"
    HAND_OVER = "hand_over"
    GREET = "greet"
    THANK = "thank"
    KEYWORD = "keyword"
    NOTHING = "nothing"


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


class Hit(Value, frozen=True):
    """Shares of what words say, the rare ones more than the common ones.

    `cover`: how much of the question the entry's best wording has; `fit`: of the wording, the question;
    `core`: `fit` on average of its three nearest wordings, or as many as it has; what an entry is about
    stands in most of them.
    """

    entry: str
    score: float
    cover: float
    fit: float
    core: float


class Encode(Protocol):
    """A model of entries, as JSON."""

    def __call__(self, entries: Iterable[Source]) -> dict[str, Any]: ...


class Retrieve(Protocol):
    """The `k` best entries for a text, best first."""

    def __call__(self, model: Model, text: str, locale: str, k: int) -> list[Hit]: ...


class Triage(Protocol):
    def __call__(self, text: str) -> Intent: ...


class Decision(Value, frozen=True):
    """`entries`: the one answered with, or those asked back. `hits`: what was looked at, with `sure`."""

    outcome: Outcome
    entries: tuple[str, ...] = ()
    reason: HandoffReason | None = None
    text: str = ""  # a keyword's own reply
    intent: Intent = Intent.QUESTION
    hits: tuple[Hit, ...] = ()
    sure: float = 0.0
    chosen: bool = False  # the customer named the entry


class Keyword(Value, frozen=True):
    words: tuple[str, ...]
    reply: str

    def wire(self) -> dict[str, Any]:
        return {"words": list(self.words), "reply": self.reply}


class Thresholds(Value, frozen=True):
    """How sure the bot is to be: from `answer` on it answers, from `ask` on it asks back.

    Set on one half of the data, measured on the other (`python -m infra.bench.retrieval`).
    """

    answer: float = 0.7
    ask: float = 0.15

    def wire(self) -> dict[str, float]:
        return {"answer": self.answer, "ask": self.ask}


WELCOME = {
    "zh": "您好，我是智能助手，请直接说出您的问题；需要人工时随时告诉我。",
    "en": "Hello, I am the automatic assistant. Just ask; say so whenever you want a person.",
}
UNSET = 1


class Settings(Value, frozen=True):
    """What a merchant has told its bot."""

    name: str = ""
    welcome: Mapping[str, str] = field(default_factory=lambda: dict(WELCOME))
    keywords: tuple[Keyword, ...] = ()
    thresholds: Thresholds = Thresholds()
    handoff_deadline_s: int = 120
    version: int = UNSET

    @property
    def handoff_deadline(self) -> timedelta:
        return timedelta(seconds=self.handoff_deadline_s)

    def wire(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "welcome": dict(self.welcome),
            "keywords": [each.wire() for each in self.keywords],
            "thresholds": self.thresholds.wire(),
            "handoff_deadline_s": self.handoff_deadline_s,
            "version": self.version,
        }

    def face(self) -> dict[str, Any]:
        """As customers meet it."""
        return {"name": self.name, "welcome": dict(self.welcome)}
