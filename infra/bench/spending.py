"""The rows of messages and conversations: what each function is asked for, and the dollars of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from infra.bench import bills
from infra.bench.bills import Ledger, one
from infra.bench.counting import counts, standing, stated
from infra.bench.duel import Result
from infra.bench.loads import LOADS, Load
from infra.bench.money import MILLION, Bill
from infra.bench.rows import Row
from infra.bench.story import (
    FIRST,
    HANDED,
    PING_AGENT,
    PING_VISITOR,
    RESOLVED,
    SEEN,
    TO_AGENT,
    TO_BOT,
    Leg,
)
from infra.bench.texts import Typical
from infra.bench.trace import Step
from infra.parts import fragments, join

BAR, BAR_RATE = 8.3, 5.0
WHY_FIRST = (
    "a first message writes ten units, later ones move the lists and note when a letter is due"
)
# Minutes between two pings of a visitor; an agent, who talks to so many at once, pings every minute.
VISITOR_PINGS, AT_ONCE = 4, 4


@dataclass(frozen=True, slots=True)
class Told:
    """`talk` is a conversation without the bot, `whole` one that the bot begins; then what is no message."""

    talk: Sequence[Leg]
    whole: Sequence[Leg]
    beside: Sequence[Leg]
    typical: Typical

    def usual(self) -> Mapping[str, Step]:
        """Where each function's time was measured."""
        there, asked = one(self.talk, TO_AGENT), one(self.whole, TO_BOT)
        runs = [*there.runs, *asked.of("relay"), *asked.of("reply_bot")]
        return {run.function: run.step for run in [*runs, *self.talk[0].of("assign")]}


def rows(told: Told, results: dict[str, Result]) -> Iterator[Row]:
    ledger = Ledger(join(fragments()), results, told.usual())
    both = bills.both_ways(told.talk)
    for leg in (*both, *(one(told.whole, title) for title in (TO_BOT, HANDED, RESOLVED))):
        yield from counts(leg)
    for load in LOADS:
        yield from stated(load)
        yield from _one_way(ledger, told, load)
        yield from _whole(ledger, told, load)
    yield from _kinds(ledger, told)
    yield from standing()


def _one_way(ledger: Ledger, told: Told, load: Load) -> Iterator[Row]:
    there, back = bills.both_ways(told.talk)
    at, bound = f"at {load.rate:g}/s", BAR if load.rate == BAR_RATE else None
    first = ledger.price([there], load)
    yield Row(f"a million: {there.title}, {at}", _total(first), "$", bound)
    if bound:
        lines = first.times(MILLION).lines
        yield from (Row(f"… of that {name}", dollars, "$") for name, dollars in lines.items())
    yield Row(f"a million: {back.title}, {at}", _total(ledger.price([back], load)), "$", bound)
    own = bills.own_way(told.talk)
    title = f"a million one-way messages, mean of a conversation, {at}: door and fan_out"
    yield Row(title, _total(ledger.price(own, load)) / len(own), "$", bound, WHY_FIRST)
    with_rest = _total(ledger.price(told.talk, load)) / len(own)
    yield Row("… with relay, queue, assignment and the agent's opening it", with_rest, "$")


def _total(made: Bill) -> float:
    return made.total * MILLION


def _whole(ledger: Ledger, told: Told, load: Load) -> Iterator[Row]:
    """From the first message to its end; then with what is no message."""
    said = sum(bool(leg.said) for leg in told.whole)
    answered = sum(len(leg.of("reply_bot")) for leg in told.whole)
    title = (
        f"a thousand conversations at {load.rate:g}/s: {said} messages, {answered} of the bot's, "
        "handed over, assigned, resolved"
    )
    talked = ledger.price(told.whole, load).total
    yield Row(title, talked * 1_000, "$")
    yield Row("… a million of their messages", talked * MILLION / (said + answered), "$")
    minutes = told.typical.turns * told.typical.gap / 60
    times = {
        SEEN: told.typical.turns,
        PING_AGENT: minutes / AT_ONCE,
        PING_VISITOR: minutes / VISITOR_PINGS,
    }
    beside = sum(
        ledger.price([one(told.beside, kind)], load).total * count for kind, count in times.items()
    )
    yield Row("… with each message's seen mark, and pings", (talked + beside) * 1_000, "$")


def _kinds(ledger: Ledger, told: Told) -> Iterator[Row]:
    """Each thing that somebody does, with all that it sets off."""
    load = next(each for each in LOADS if each.rate == BAR_RATE)
    kinds = {
        FIRST: told.talk[0],
        f"{FIRST}, to the bot": told.whole[0],
        **{title: one(told.whole, title) for title in (TO_BOT, HANDED, RESOLVED)},
        **{leg.title: leg for leg in told.beside},
    }
    for kind, leg in kinds.items():
        functions = ", ".join(dict.fromkeys(run.function for run in leg.runs))
        yield Row(f"a million: {kind}, all of it ({functions})",
                  _total(ledger.price([leg], load)), "$")  # fmt: skip
