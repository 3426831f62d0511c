"""Dollars for messages, from measured work and a table of prices. Pure.

A function's duration is modelled: its processor time, measured here, stretched by the share of a
processor that its memory buys (Lambda gives one vCPU at 1,769 MB), plus a wait for every call that it
makes. What is assumed rather than measured is a named field with its value.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

MILLION = 1_000_000
FULL_CPU_MB = 1_769
WAIT_MS = 5.0  # assumed: one call to DynamoDB, SQS, KMS or API Gateway within the region
GB = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Prices:
    """us-east-1, on demand, arm64; dollars. First month of storage with recovery points included."""

    invocation: float = 0.20 / MILLION
    gb_second: float = 0.000_013_333_4
    write_unit: float = 0.625 / MILLION
    read_unit: float = 0.125 / MILLION
    socket_message: float = 1.00 / MILLION
    connection_minute: float = 0.25 / MILLION
    queue_request: float = 0.40 / MILLION
    log_byte: float = 0.50 / GB
    key_call: float = 0.03 / 10_000
    key_month: float = 1.00
    egress_byte: float = 0.09 / GB
    stored_byte: float = 0.45 / GB


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a process asks for once in minutes and keeps: keys."""

    key_calls: float = 0
    read_units: float = 0
    round_trips: float = 0


@dataclass(frozen=True, slots=True)
class Misses:
    """How many of a process's messages find a merchant's, and a customer's, keys not there yet."""

    merchant: float = 0.02
    customer: float = 0.1


@dataclass(frozen=True, slots=True)
class Work:
    """What one message asks of one function; `batch` of them share an invocation and its log."""

    cpu_ms: float
    round_trips: float
    memory_mb: int
    write_units: float
    read_units: float
    log_bytes: float
    queue_requests: float = 0
    batch: float = 1
    fetched: Fetched = field(default_factory=Fetched)

    def milliseconds(self, misses: Misses, wait_ms: float = WAIT_MS) -> int:
        """Of one invocation as billed: whole milliseconds."""
        stretch = max(1.0, FULL_CPU_MB / self.memory_mb)
        calls = self.round_trips + misses.customer * self.fetched.round_trips
        return max(1, ceil((self.cpu_ms * stretch + calls * wait_ms) * self.batch))


@dataclass(frozen=True, slots=True)
class Traffic:
    """What goes over the sockets and stays in the table, and who works for it."""

    works: Sequence[Work]
    inbound: float
    pushes: float
    push_bytes: float
    ack_bytes: float
    stored_bytes: float
    connection_minutes: float


@dataclass(frozen=True, slots=True)
class Bill:
    lines: dict[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        return sum(self.lines.values())

    def times(self, count: float) -> "Bill":
        return Bill({name: dollars * count for name, dollars in self.lines.items()})


def _run(work: Work, misses: Misses, at: Prices) -> float:
    seconds = work.milliseconds(misses) / 1_000
    return (at.invocation + seconds * work.memory_mb / 1_024 * at.gb_second) / work.batch


def bill(traffic: Traffic, misses: Misses, prices: Prices | None = None) -> Bill:
    """Of this traffic once. Every frame that comes in is answered by one that goes out."""
    at, works = prices or Prices(), traffic.works
    reads = sum(each.read_units + misses.customer * each.fetched.read_units for each in works)
    calls = sum(misses.merchant * each.fetched.key_calls for each in works)
    return Bill(
        {
            "inbound": traffic.inbound * at.socket_message,
            "acknowledgement and pushes": (traffic.inbound + traffic.pushes) * at.socket_message,
            "connection minutes": traffic.connection_minutes * at.connection_minute,
            "functions": sum(_run(each, misses, at) for each in works),
            "writes": sum(each.write_units for each in works) * at.write_unit,
            "reads": reads * at.read_unit,
            "queues": sum(each.queue_requests for each in works) * at.queue_request,
            "logs": sum(each.log_bytes / each.batch for each in works) * at.log_byte,
            "keys": calls * at.key_call,
            "egress": (traffic.push_bytes + traffic.ack_bytes) * at.egress_byte,
            "storage": traffic.stored_bytes * at.stored_byte,
        }
    )
