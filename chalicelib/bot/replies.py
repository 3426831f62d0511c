"""A decision in words: what the customer reads, what may be clicked, what the agents see of it."""

from collections.abc import Mapping
from typing import Any

from chalicelib.bot.decide import HELPFUL, PERSON
from chalicelib.bot.model import Decision, Intent, Outcome, Source
from chalicelib.bot.phrases import phrase
from chalicelib.core.values import Value

# A label is a line, an answer a message: an article's beginning, up to a paragraph.
LABEL, ANSWER = 120, 2_000
# Surer than this, and the customer is not asked whether it helped.
SURE = 0.85

Options = tuple[tuple[str, str], ...]


class Reply(Value, frozen=True):
    decision: Decision
    text: str = ""
    options: Options = ()
    tried: Mapping[str, Any] | None = None

    def wire(self) -> dict[str, Any]:
        """As the merchant's people try it."""
        looked = (self.tried or {}).get("entries", [])
        reason = self.decision.reason
        return {
            "decision": str(self.decision.outcome),
            "reason": str(reason) if reason else None,
            "text": self.text,
            "options": [{"id": each, "label": label} for each, label in self.options],
            "tried": [
                {"id": hit["entry"], "title": hit["title"], "score": hit["score"]} for hit in looked
            ],
        }


def reply(decision: Decision, *, entries: Mapping[str, Source], locale: str) -> Reply:
    return Reply(
        decision,
        _text(decision, entries, locale),
        _options(decision, entries, locale),
        _tried(decision, entries),
    )


def _text(decision: Decision, entries: Mapping[str, Source], locale: str) -> str:
    match decision.outcome:
        case Outcome.NOTHING | Outcome.KEYWORD:
            return decision.text
        case Outcome.ANSWER:
            return _beginning(entries[decision.entries[0]].body)
        case Outcome.HAND_OVER:
            of_file = decision.intent is Intent.FILE
            return phrase("file" if of_file else decision.reason or "no_answer", locale)
        case Outcome.ASK_BACK if not decision.entries:
            return phrase("rephrase", locale)
        case Outcome.GREET if decision.intent is Intent.WHO:
            return phrase("who", locale)
    return phrase(decision.outcome, locale)


def _beginning(body: str) -> str:
    if len(body) <= ANSWER:
        return body
    whole = body[:ANSWER].rpartition("\n\n")[0] or body[:ANSWER]
    return f"{whole.rstrip()}\n\n…"


def _options(decision: Decision, entries: Mapping[str, Source], locale: str) -> Options:
    match decision.outcome:
        case Outcome.ASK_BACK if decision.entries:
            asked = [(each, entries[each].title[:LABEL]) for each in decision.entries]
            return (*asked, (PERSON, phrase("none", locale)))
        case Outcome.ASK_BACK:
            return ((PERSON, phrase(PERSON, locale)),)
        case Outcome.GREET if decision.intent is Intent.WHO:
            return ((PERSON, phrase(PERSON, locale)),)
        case Outcome.ANSWER if decision.sure < SURE:
            return ((HELPFUL, phrase(HELPFUL, locale)), (PERSON, phrase(PERSON, locale)))
    return ()


def _tried(decision: Decision, entries: Mapping[str, Source]) -> dict[str, Any]:
    """The first hit with what it is sure of, the others in proportion."""
    best = decision.hits[0].score if decision.hits else 1.0
    return {
        "decision": str(decision.outcome),
        "entries": [
            {
                "entry": hit.entry,
                "title": entries[hit.entry].title[:LABEL],
                "score": round(decision.sure * hit.score / best, 2),
            }
            for hit in decision.hits
        ],
    }
