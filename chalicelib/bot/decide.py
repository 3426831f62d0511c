"""What the bot does about what it has heard. Pure: the engine's finds are handed in."""

import math
from collections.abc import Callable, Collection, Sequence

from chalicelib.bot.hearing import Heard
from chalicelib.bot.model import Decision, Hit, Intent, Outcome, Settings
from chalicelib.bot.triage import is_keyword
from chalicelib.conversations.model import HandoffReason
from chalicelib.core.values import replace

# Options that are no entry.
PERSON, HELPFUL = "person", "helpful"
# A logistic model of "the first hit is right", fitted on half of the data. A lead counts for what it
# is a lead in: few entries leave many a question with a lone hit that has next to nothing of it.
BIAS, COVER, FIT, CORE = -2.9, 0.5, 1.5, 2.0
COVER_LEAD, CORE_LEAD = 3.4, 6.8
# A lone hit has nothing beside it: that much of a lead is all it can show.
MOST_LEAD = 0.7
# Less of the question than this, or of what the entry is about, and it would be an answer to something else.
LEAST = 0.15
ASKED = 3
# Beside the best, what has less of its score would only clutter.
WORTH_ASKING = 0.3

Find = Callable[[str, int], Sequence[Hit]]


def decide(heard: Heard, settings: Settings, *, entries: Collection[str], find: Find) -> Decision:
    """`entries`: the ids of what is published; `find` looks for a text among them."""
    chosen = _chosen(heard.choice, entries) if heard.choice and not heard.looping else None
    if chosen:  # before all that its label may sound like
        return chosen
    if heard.intent is Intent.AUTOMATIC:
        return Decision(Outcome.NOTHING, intent=heard.intent)
    if heard.looping or heard.intent is Intent.FILE:
        return replace(_hand_over(HandoffReason.NO_ANSWER), intent=heard.intent)
    if heard.intent is Intent.PERSON:
        return _hand_over(HandoffReason.ASKED)
    for keyword in settings.keywords:
        if is_keyword(heard.text, keyword.words):
            return Decision(Outcome.KEYWORD, text=keyword.reply)
    return _by_intent(heard) or _looked_up(heard, settings, entries, find)


def _chosen(choice: str, entries: Collection[str]) -> Decision | None:
    """An entry that was withdrawn meanwhile is looked for by its title, as any text."""
    if choice == PERSON:
        return _hand_over(HandoffReason.ASKED)
    if choice == HELPFUL:
        return Decision(Outcome.THANK)
    if choice in entries:
        return Decision(Outcome.ANSWER, entries=(choice,), sure=1.0, chosen=True)
    return None


def _by_intent(heard: Heard) -> Decision | None:
    match heard.intent:
        case Intent.EMPTY:
            return Decision(Outcome.NOTHING, intent=heard.intent)
        case Intent.GREETING | Intent.WHO:
            return Decision(Outcome.GREET, intent=heard.intent)
        case Intent.THANKS:
            return Decision(Outcome.THANK, intent=heard.intent)
        case Intent.SIGNS | Intent.GIBBERISH if heard.misses:
            return _hand_over(HandoffReason.NO_ANSWER)
        case Intent.SIGNS | Intent.GIBBERISH:
            return Decision(Outcome.ASK_BACK, intent=heard.intent)
    return None


def _looked_up(heard: Heard, settings: Settings, entries: Collection[str], find: Find) -> Decision:
    if not entries:
        return _hand_over(HandoffReason.NO_KNOWLEDGE)
    hits = tuple(find(heard.text, ASKED))
    sure = confidence(hits)
    looked = Decision(Outcome.HAND_OVER, hits=hits, sure=sure)
    if not hits or sure < settings.thresholds.ask:
        return replace(looked, reason=HandoffReason.NO_ANSWER)
    if sure >= settings.thresholds.answer and min(hits[0].cover, hits[0].core) >= LEAST:
        return replace(looked, outcome=Outcome.ANSWER, entries=(hits[0].entry,))
    if heard.misses:
        return replace(looked, reason=HandoffReason.LOW_CONFIDENCE)
    near = [hit.entry for hit in hits if hit.score >= WORTH_ASKING * hits[0].score]
    return replace(looked, outcome=Outcome.ASK_BACK, entries=tuple(near))


def confidence(hits: Sequence[Hit]) -> float:
    """How likely the first hit is the right one."""
    if not hits or hits[0].score <= 0:
        return 0.0
    best = hits[0]
    lead = min(MOST_LEAD, 1 - (hits[1].score / best.score if len(hits) > 1 else 0.0))
    cover = (COVER + COVER_LEAD * lead) * best.cover
    core = (CORE + CORE_LEAD * lead) * best.core
    return 1 / (1 + math.exp(-(BIAS + cover + FIT * best.fit + core)))


def _hand_over(reason: HandoffReason) -> Decision:
    return Decision(Outcome.HAND_OVER, reason=reason)
