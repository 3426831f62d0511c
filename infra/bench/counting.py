"""What a leg asks of each function, what is stated of the traffic, and what a stack costs at rest."""

from collections.abc import Iterator

from infra import mappings
from infra.bench.bills import fetched, kept
from infra.bench.loads import LOADS, LOOKING_ON, Load
from infra.bench.money import MILLION, Prices
from infra.bench.rows import Row
from infra.bench.story import DOOR, Leg
from infra.bench.trace import Step
from infra.parts import fragments, join

# A queue's pollers at rest: five of them, each asking again after twenty seconds (Lambda's own).
POLLERS, LONG_POLL_SECONDS, MONTH_SECONDS = 5, 20, 30 * 86_400
FUNCTIONS = (DOOR, "fan_out", "relay", "reply_bot", "assign")


def counts(leg: Leg) -> Iterator[Row]:
    """Nothing is said of what a function is not asked for."""
    for function in FUNCTIONS:
        runs = leg.of(function)
        whole = Step([call for run in runs for call in run.step.calls])
        step, once = kept(whole), fetched(whole)
        title = f"{leg.title}, {function}"
        yield Row(f"{title}: invocations", len(runs), "times")
        counted = {
            "write units": (step.writes, "WRU"),
            "read units": (step.reads, "RRU"),
            "calls to AWS": (step.round_trips, "calls"),
            "pushes": (len(step.of("PostToConnection")), "pushes"),
            "jobs put on a queue": (len(step.of("SendMessage")), "jobs"),
            "where keys are unknown, KMS": (once.key_calls, "calls"),
            "where keys are unknown, reads": (once.read_units, "RRU"),
        }
        yield from (Row(f"{title}: {name}", *each) for name, each in counted.items() if each[0])


def stated(load: Load) -> Iterator[Row]:
    at, misses = f"stated at {load.rate:g}/s", load.misses
    yield Row(f"{at}: messages in a batch of fan_out", load.batch, "each")
    yield Row(f"{at}: agents looking on beside the holder", LOOKING_ON, "each")
    yield Row(f"{at}: connection minutes of a message", load.connection_minutes, "minutes")
    yield Row(f"{at}: invocations without the merchant's key", misses.merchant * 100, "%")
    yield Row(f"{at}: invocations without the customer's key", misses.customer * 100, "%")


def standing() -> Iterator[Row]:
    """What a stack costs in a month in which nobody writes, and its share of a million messages."""
    queues = sum(s.kind == mappings.QUEUE for s in mappings.sources(join(fragments())))
    at = Prices()
    polled = queues * POLLERS * MONTH_SECONDS / LONG_POLL_SECONDS * at.queue_request
    yield Row(f"a month, nobody writing: empty receives of {queues} queues' pollers", polled, "$")
    yield Row("a month, nobody writing: the region's key", at.key_month, "$")
    for load in LOADS:
        share = polled / (load.rate * MONTH_SECONDS) * MILLION
        yield Row(f"… empty receives' share of a million messages at {load.rate:g}/s", share, "$")
