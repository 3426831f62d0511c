"""Lambda's event source mappings as its documentation has them, with the template's own settings.

A stream: one shard, in order. A batch that fails is tried again, split in two where the mapping says
so; what a function reports as failed is tried again from the first such record on. Out of retries, the
position of what is left goes to the failure destination, and the shard goes on. Where the
documentation does not say whether a batch is split that fails at its first record, it is not: so the
records behind a poisoned one share its fate, which is the harder case.

A queue: messages that failed are seen again after the visibility timeout, until they were received
too often and are set aside.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from infra.mappings import QUEUE, STREAM, Source, sources
from infra.parts import Template, fragments, join
from tests.delivery.cloud import Cloud, Died, queue_url
from tests.memory.services import Sent
from tests.memory.streams import events

Record = dict[str, Any]
RETRY_SECONDS = 1.0  # what a test takes a retry of a stream's batch to cost


@cache
def template() -> Template:
    return join(fragments())


@dataclass
class Stream:
    """`done` and `dead` by sequence number; `waited` is how long the shard stood still."""

    source: Source
    at: int = 0
    waited: float = 0
    invocations: list[list[str]] = field(default_factory=list)
    dead: list[dict[str, Any]] = field(default_factory=list)

    @property
    def function(self) -> str:
        return self.source.function

    @property
    def table(self) -> str:
        return self.source.name

    def run(self, cloud: Cloud) -> None:
        """Read the stream to its end; what the function writes comes into it as well."""
        table = cloud.aws.dynamodb.tables[self.table]
        while self.at < len(table.log):
            fresh = events(table, after=self.at)
            wanted = [record for record in fresh if self.source.takes(record)]
            batch = wanted[: self.source.batch]
            last = batch[-1] if len(wanted) > len(batch) else fresh[-1]
            self._work(cloud, batch)
            self.at = int(last["dynamodb"]["SequenceNumber"])

    def _work(self, cloud: Cloud, batch: list[Record]) -> None:
        tries = self.source.said["MaximumRetryAttempts"] + 1
        while batch and tries:
            tries -= 1
            failed = self._first_failed(cloud, batch)
            if failed is None:
                return
            cloud.clock.advance(RETRY_SECONDS)
            self.waited += RETRY_SECONDS
            if failed < 0 and self.source.said["BisectBatchOnFunctionError"] and len(batch) > 1:
                half = len(batch) // 2
                self._work(cloud, batch[:half])  # splitting does not count as a retry
                self._work(cloud, batch[half:])
                return
            batch = batch[max(failed, 0) :]
        if batch:
            self._give_up(batch)

    def _first_failed(self, cloud: Cloud, batch: list[Record]) -> int | None:
        """Its place in the batch; -1 where the function broke; None where all is well."""
        numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
        self.invocations.append(numbers)
        try:
            answer = cloud.invoke(self.function, {"Records": batch})
        except (Exception, Died):  # noqa: BLE001 - whatever it is, the invocation failed
            return -1
        failed = [each["itemIdentifier"] for each in answer["batchItemFailures"]]
        return min(map(numbers.index, failed)) if failed else None

    def _give_up(self, batch: list[Record]) -> None:
        numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
        position = {"startSequenceNumber": numbers[0], "endSequenceNumber": numbers[-1]}
        about = {"condition": "RetryAttemptsExhausted", "functionArn": self.function}
        info = {**position, "batchSize": len(batch), "streamArn": self.table}
        self.dead.append({"requestContext": about, "DDBStreamBatchInfo": info})

    def again(self, cloud: Cloud, letter: Mapping[str, Any]) -> Any:
        """What an operator does with a dead letter of a stream: read it there and hand it in."""
        info = letter["DDBStreamBatchInfo"]
        first, last = int(info["startSequenceNumber"]), int(info["endSequenceNumber"])
        lying = events(cloud.aws.dynamodb.tables[self.table], after=first - 1)[: last - first + 1]
        return cloud.invoke(self.function, {"Records": lying})


@dataclass
class Queue:
    name: str
    source: Source
    most: int
    visibility: float
    invocations: list[list[str]] = field(default_factory=list)
    dead: list[Sent] = field(default_factory=list)

    def waiting(self, cloud: Cloud) -> list[Sent]:
        return cloud.aws.sqs.queues.setdefault(queue_url(self.name), [])

    def poll(self, cloud: Cloud) -> bool:
        """One batch of what is visible now; False where there is none."""
        waiting, now = self.waiting(cloud), cloud.clock().timestamp()
        batch = _visible(waiting, now)[: self.source.batch]
        for message in batch:
            message.received += 1
            message.ready = now + self.visibility
        if batch:
            failed = self._failed(cloud, batch)
            for message in batch:
                if message.id not in failed:
                    waiting.remove(message)
                elif message.received >= self.most:
                    waiting.remove(message)
                    self.dead.append(message)
        return bool(batch)

    def _failed(self, cloud: Cloud, batch: list[Sent]) -> set[str]:
        self.invocations.append([message.id for message in batch])
        try:
            answer = cloud.invoke(
                self.source.function, {"Records": [_event(each) for each in batch]}
            )
        except (Exception, Died):  # noqa: BLE001 - whatever it is, the invocation failed
            return {message.id for message in batch}
        return {each["itemIdentifier"] for each in answer["batchItemFailures"]}

    def redrive(self, cloud: Cloud) -> None:
        """SQS's message move task."""
        for message in self.dead:
            message.received, message.ready = 0, 0
        self.waiting(cloud).extend(self.dead)
        self.dead.clear()


def _visible(waiting: list[Sent], now: float) -> list[Sent]:
    """Of a group, nothing that stands behind one which is with somebody, or failed just now."""
    held = {each.group for each in waiting if each.group and each.ready > now}
    return [each for each in waiting if each.ready <= now and each.group not in held]


def _event(message: Sent) -> dict[str, Any]:
    return {
        "messageId": message.id,
        "body": message.body,
        "eventSource": "aws:sqs",
        "attributes": {
            "ApproximateReceiveCount": str(message.received),
            **({"MessageGroupId": message.group} if message.group else {}),
        },
        "messageAttributes": {},
    }


def _of_template(kind: str) -> list[Source]:
    return [source for source in sources(template()) if source.kind == kind]


def streams() -> list[Stream]:
    return [Stream(source) for source in _of_template(STREAM)]


def queues() -> list[Queue]:
    found = []
    for source in _of_template(QUEUE):
        queue = template()["Resources"][source.reads]["Properties"]
        most = queue["RedrivePolicy"]["maxReceiveCount"]
        found.append(Queue(source.name.upper(), source, most, queue["VisibilityTimeout"]))
    return found


@dataclass
class Mappings:
    """Everything that polls, until there is nothing left to do."""

    streams: list[Stream] = field(default_factory=streams)
    queues: list[Queue] = field(default_factory=queues)

    @classmethod
    def from_now_on(cls, cloud: Cloud) -> "Mappings":
        """What the streams have told already is left aside."""
        made = cls()
        for stream in made.streams:
            stream.at = len(cloud.aws.dynamodb.tables[stream.table].log)
        return made

    def run(self, cloud: Cloud, *, rounds: int = 200) -> None:
        for _ in range(rounds):
            before = cloud.aws.calls
            for stream in self.streams:
                stream.run(cloud)
            while sum(queue.poll(cloud) for queue in self.queues):
                pass
            if cloud.aws.calls == before:
                return
        raise AssertionError("the functions give each other work without end")

    def wait(self, cloud: Cloud) -> float | None:
        """Seconds until a message is seen again; None where no queue holds any."""
        now = cloud.clock().timestamp()
        ready = [each.ready - now for queue in self.queues for each in queue.waiting(cloud)]
        return max(0.0, min(ready)) if ready else None

    def of(self, function: str) -> Stream:
        """The desk's stream to a function."""
        return next(s for s in self.streams if (s.function, s.table) == (function, "desk"))

    def queue(self, name: str) -> Queue:
        return next(queue for queue in self.queues if queue.name == name)
