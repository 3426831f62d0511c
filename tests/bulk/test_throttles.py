"""AWS throttles a third of all calls: nothing is lost, and hardly anybody notices."""

import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import botocore.endpoint
import pytest

from tests.delivery.cloud import Cloud, Line, standing
from tests.delivery.frames import say
from tests.delivery.story import Story, heard
from tests.memory.dynamodb import Refusal

SHARE, MESSAGES = 0.3, 300
AGAIN = 0.5  # seconds until a client sends again what was refused as a fault or as busy


class Throttles:
    """`waited` adds up what botocore sleeps before it tries again."""

    def __init__(self) -> None:
        self.chance = random.Random(9)  # noqa: S311
        self.waited = 0.0
        self.refused: Counter[str] = Counter()

    def sleep(self, seconds: float) -> None:
        self.waited += seconds

    def __call__(self, when: str, service: str, operation: str, params: Mapping[str, Any]) -> None:
        if when == "after" or self.chance.random() >= SHARE:
            return
        refusal = self._refusal(service, operation, params)
        if refusal is not None:
            self.refused[refusal.code] += 1
            raise refusal

    def _refusal(self, service: str, operation: str, params: Mapping[str, Any]) -> Refusal | None:
        if service == "kms":
            return Refusal("ThrottlingException", "Rate exceeded")
        if service != "dynamodb":
            return None
        if operation == "TransactWriteItems" and self.chance.random() < 0.5:
            reasons = [{"Code": "TransactionConflict"} for _ in params["TransactItems"]]
            return Refusal("TransactionCanceledException", "conflict", CancellationReasons=reasons)
        return Refusal("ProvisionedThroughputExceededException", "slow down")


@pytest.fixture
def throttles(monkeypatch: pytest.MonkeyPatch) -> Throttles:
    made = Throttles()
    monkeypatch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=made.sleep))
    return made


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with standing(far=True) as made:
        yield made


def sent(line: Line, frame: dict[str, Any], throttles: Throttles) -> float:
    """Seconds until it is acknowledged, by a client that sends it again."""
    began, waited = time.perf_counter(), throttles.waited
    line.cloud.clock.advance(1)
    for again in range(20):
        if line.ask(frame)["t"] == "said":
            return time.perf_counter() - began + throttles.waited - waited + again * AGAIN
    raise AssertionError("it is never acknowledged")


def test_r09_a_third_of_all_calls_throttled_loses_nothing_and_takes_less_than_3_s(
    cloud: Cloud, throttles: Throttles
) -> None:
    story = Story(cloud, cloud.merchant())
    first, second = story.visitor()
    conversation = story.says(first, "begin")["conversation"]
    story.settle()
    session = story.session(first, conversation)
    frames = [say(session, n, f"m{n}", conversation) for n in range(1, MESSAGES + 1)]

    with cloud.aws.crossed_by(throttles):
        took = []
        for frame in frames:
            if frame["n"] % 50 == 0:
                cloud.house.vault._keys._cache.clear()
            took.append(sent(first, frame, throttles))
        story.settle()

    wanted = ["begin", *(f"m{n}" for n in range(1, MESSAGES + 1))]
    assert story.texts(first, conversation) == wanted
    assert set(heard(second, conversation)) == set(wanted)
    assert story.mappings.of("fan_out").dead == []
    assert {"ThrottlingException", "TransactionCanceledException"} <= throttles.refused.keys()
    assert throttles.refused.total() > MESSAGES / 2
    assert sorted(took)[round(len(took) * 0.99) - 1] < 3, sorted(took)[-20:]
