"""Dollars of messages and of a whole conversation, from what this run measured and what `loads` states.

A function's time was measured at one invocation of it; one with more calls or fewer is taken to cost so
much more or less. Not in any figure: opening the widget and signing in (REST and $connect), search, mail,
what SQS, DynamoDB and S3 ask KMS for by themselves (by their documentation once in minutes, not for every
message), and X-Ray.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from infra.bench import units
from infra.bench.chain import Run
from infra.bench.duel import Result
from infra.bench.handlers import ONE
from infra.bench.loads import LOOKING_ON, Load
from infra.bench.money import Bill, Fetched, Traffic, Work, bill
from infra.bench.recording import once
from infra.bench.story import BACK, DOOR, TO_AGENT, Leg
from infra.bench.trace import Step
from infra.mappings import logical
from infra.parts import Template

LOG_EVENT_BYTES = 26  # what CloudWatch adds to each line
MEASURED = {DOOR: "say", "fan_out": ONE}


def memory_of(template: Template, function: str) -> int:
    own = template["Resources"].get(function, {}).get("Properties", {})
    return int(own.get("MemorySize", template["Globals"]["Function"]["MemorySize"]))


def logged(result: Result) -> float:
    return result.log_bytes + result.log_lines * LOG_EVENT_BYTES


def kept(step: Step) -> Step:
    """Without what is fetched once in minutes."""
    return Step([call for call in step.calls if not once(call)])


def fetched(step: Step) -> Fetched:
    calls = [call for call in step.calls if once(call)]
    key_calls = sum(call.service == "kms" for call in calls)
    return Fetched(key_calls, sum(call.reads for call in calls), len(calls))


@dataclass(frozen=True)
class Ledger:
    """Prices legs: `usual` is the step at which each function's time was measured."""

    template: Template
    results: Mapping[str, Result]
    usual: Mapping[str, Step]

    def work(self, run: Run, load: Load) -> Work:
        step, result = kept(run.step), self.results[MEASURED.get(run.function, run.function)]
        usual = kept(self.usual[run.function]).round_trips
        fans = run.function == "fan_out"
        looking_on = LOOKING_ON if fans and step.of("PostToConnection") else 0.0
        trips = step.round_trips + looking_on
        memory = memory_of(self.template, logical(run.function))
        sends, taken = len(step.of("SendMessage")), 2 if "messageId" in _record(run) else 0
        return Work(
            cpu_ms=result.ours_ms * (1 + trips) / (1 + usual),
            round_trips=trips,
            memory_mb=memory,
            write_units=step.writes,
            read_units=step.reads,
            log_bytes=logged(result),
            queue_requests=sends + taken,
            batch=load.batch if fans else 1.0,
            fetched=fetched(run.step),
        )

    def traffic(self, legs: Sequence[Leg], load: Load) -> Traffic:
        runs = [run for leg in legs for run in leg.runs]
        said = [leg.said for leg in legs if leg.said]
        posts = [post for run in runs for post in run.step.of("PostToConnection")]
        fans = [run for run in runs if run.step.of("PostToConnection")]
        pushed = [len(post.request["Data"]) for post in posts]
        more = LOOKING_ON * len(fans)
        return Traffic(
            works=[self.work(run, load) for run in runs],
            inbound=len(legs),
            pushes=len(pushed) + more,
            push_bytes=sum(pushed) + more * (mean(pushed) if pushed else 0),
            ack_bytes=sum(len(json.dumps(each)) for each in said),
            stored_bytes=sum(stored(leg) for leg in legs),
            connection_minutes=load.connection_minutes * len(said),
        )

    def price(self, legs: Sequence[Leg], load: Load) -> Bill:
        return bill(self.traffic(legs, load), load.misses)


def _record(run: Run) -> dict[str, object]:
    records = run.event.get("Records")
    return dict(records[0]) if records else {}


def stored(leg: Leg) -> int:
    """Bytes that a leg has added to the tables."""
    images = [image for run in leg.runs for call in run.step.calls for image in call.images]
    return sum(
        units.item_size(new) - units.item_size(old) + (0 if old else units.STORAGE_OVERHEAD)
        for _, old, new in images
        if new
    )


def own_way(legs: Sequence[Leg]) -> list[Leg]:
    """The messages' own: the door that takes each, and the push of it."""
    return [
        Leg(leg.title, [leg.runs[0], *leg.of("fan_out")[:1]], leg.said) for leg in legs if leg.said
    ]


def one(legs: Sequence[Leg], title: str) -> Leg:
    """The one in the middle of its kind."""
    found = [leg for leg in legs if leg.title == title]
    return found[len(found) // 2]


def both_ways(legs: Sequence[Leg]) -> list[Leg]:
    return [one(legs, TO_AGENT), one(legs, BACK)]
