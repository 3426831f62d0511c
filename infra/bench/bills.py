"""Dollars per million one-way messages, from what this run measured and what is stated here.

Stated: a visitor and the agent who holds the conversation each have one socket open, and three in ten
messages have one more agent looking on. Lambda polls a shard four times a second and splits what it
finds among four lanes, so that a batch holds a sixteenth of a second's messages, one at the least; the
messages of a batch share the invocation and nothing else. Agents wait at their sockets, so the fewer
messages there are, the more connection minutes fall on each.
"""

import json
from collections.abc import Iterator
from statistics import mean

from infra.bench import money, units
from infra.bench.costs import Played
from infra.bench.duel import Result
from infra.bench.handlers import ONE
from infra.bench.money import Load, Message, Prices, Work
from infra.bench.rows import Row
from infra.bench.trace import Step
from infra.parts import Template, fragments, join

BAR, BAR_RATE = 8.3, 5.0
LANES_A_SECOND = 16
LOOKING_ON = 0.3
MINUTES = {0.1: 4.0, 5.0: 2.0, 50.0: 2.0}
LOG_EVENT_BYTES = 26  # what CloudWatch adds to each line


def loads() -> list[Load]:
    return [
        Load(rate, max(1.0, rate / LANES_A_SECOND), minutes) for rate, minutes in MINUTES.items()
    ]


def memory_of(template: Template, function: str) -> int:
    own = template["Resources"].get(function, {}).get("Properties", {})
    return int(own.get("MemorySize", template["Globals"]["Function"]["MemorySize"]))


def logged(result: Result) -> float:
    return result.log_bytes + result.log_lines * LOG_EVENT_BYTES


def door(played: Played, result: Result, memory: int) -> Work:
    """Units and calls of a whole conversation's messages, its first included."""
    said = [played.steps["first message"], *played.messages]
    return Work(
        cpu_ms=result.ours_ms,
        round_trips=mean(step.round_trips for step in said),
        memory_mb=memory,
        write_units=mean(step.writes for step in said),
        read_units=mean(step.reads for step in said),
        log_bytes=logged(result),
    )


def fan_out(step: Step, result: Result, memory: int, batch: float) -> Work:
    """One message's delivery, once for every message of the batch; one more who looks on at times."""
    posts = len(step.of("PostToConnection"))
    more = 1 + LOOKING_ON / step.round_trips
    return Work(
        cpu_ms=result.ours_ms * more * batch,
        round_trips=(step.round_trips + LOOKING_ON) * batch,
        memory_mb=memory,
        write_units=step.writes * batch,
        read_units=step.reads * batch,
        log_bytes=logged(result) if posts else 0.0,
    )


def message(played: Played, results: dict[str, Result], load: Load) -> Message:
    template = join(fragments())
    delivered = played.steps["fan_out of 1 message"]
    posts = delivered.of("PostToConnection")
    stored = next(
        new for _, old, new in played.following.of("TransactWriteItems")[0].images if not old
    )
    return Message(
        door=door(played, results["say"], memory_of(template, "WebsocketMessage")),
        fan_out=fan_out(delivered, results[ONE], memory_of(template, "FanOut"), load.batch),
        pushes=len(posts) + LOOKING_ON,
        push_bytes=mean(len(post.request["Data"]) for post in posts),
        ack_bytes=len(json.dumps(played.said)),
        stored_bytes=units.item_size(stored) + units.STORAGE_OVERHEAD,
    )


def rows(played: Played, results: dict[str, Result]) -> Iterator[Row]:
    for load in loads():
        measured = message(played, results, load)
        made = money.bill(measured, load)
        stated = (
            f"batches of {load.batch:.1f}, {measured.pushes:.1f} pushes, "
            f"{load.connection_minutes:.0f} connection minutes"
        )
        title = f"a million one-way messages at {load.rate:g}/s ({stated})"
        yield Row(title, made.total, "$", BAR if load.rate == BAR_RATE else None)
        if load.rate == BAR_RATE:
            yield from (
                Row(f"… of that {name}", dollars, "$") for name, dollars in made.lines.items()
            )
            yield Row("… door, billed per message", measured.door.milliseconds(), "ms")
            yield Row("… fan_out, billed per batch", measured.fan_out.milliseconds(), "ms")
    yield _seen(played)


def _seen(played: Played) -> Row:
    """A seen mark is no message and not in the bill above; it is billed beside."""
    at, mark, told = Prices(), played.steps["seen mark"], played.steps["fan_out of a seen mark"]
    pushes = len(told.of("PostToConnection"))
    one = (
        (1 + pushes) * at.socket_message
        + mark.writes * at.write_unit
        + (mark.reads + told.reads) * at.read_unit
    )
    title = "a million seen marks, without their functions' time (not measured)"
    return Row(title, one * money.MILLION, "$")
