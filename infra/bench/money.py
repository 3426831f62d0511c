"""Dollars per million one-way messages, from measured work and a table of prices. Pure.

A function's duration is modelled: its processor time, measured here, stretched by the share of a
processor that its memory buys (Lambda gives one vCPU at 1,769 MB), plus a wait for every call that it
makes. What is assumed rather than measured is a named field with its value.
"""

from dataclasses import dataclass, field
from math import ceil

MILLION = 1_000_000
FULL_CPU_MB = 1_769
WAIT_MS = 5.0  # assumed: one call to DynamoDB or API Gateway within the region
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
    log_byte: float = 0.50 / GB
    key_call: float = 0.03 / 10_000
    egress_byte: float = 0.09 / GB
    stored_byte: float = 0.45 / GB


@dataclass(frozen=True, slots=True)
class Work:
    """One invocation of one function."""

    cpu_ms: float
    round_trips: float
    memory_mb: int
    write_units: float
    read_units: float
    log_bytes: float

    def milliseconds(self, wait_ms: float = WAIT_MS) -> int:
        """As billed: whole milliseconds."""
        stretch = max(1.0, FULL_CPU_MB / self.memory_mb)
        return max(1, ceil(self.cpu_ms * stretch + self.round_trips * wait_ms))


@dataclass(frozen=True, slots=True)
class Load:
    """What is said of the traffic. `batch`: messages per invocation of fan_out."""

    rate: float
    batch: float
    connection_minutes: float
    key_misses: float = 0.02


@dataclass(frozen=True, slots=True)
class Message:
    """One message on its way: the door's work, a batch of fan_out's work, and what leaves."""

    door: Work
    fan_out: Work
    pushes: float
    push_bytes: float
    ack_bytes: float
    stored_bytes: float


@dataclass(frozen=True, slots=True)
class Bill:
    lines: dict[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        return sum(self.lines.values())


def _run(work: Work, prices: Prices) -> float:
    seconds = work.milliseconds() / 1_000
    return prices.invocation + seconds * work.memory_mb / 1_024 * prices.gb_second


def bill(message: Message, load: Load, prices: Prices | None = None) -> Bill:
    """Per million messages."""
    at = prices or Prices()
    door, fan_out, share = message.door, message.fan_out, 1 / load.batch
    one = {
        "inbound": at.socket_message,
        "acknowledgement and pushes": (1 + message.pushes) * at.socket_message,
        "connection minutes": load.connection_minutes * at.connection_minute,
        "functions": _run(door, at) + _run(fan_out, at) * share,
        "writes": (door.write_units + fan_out.write_units * share) * at.write_unit,
        "reads": (door.read_units + fan_out.read_units * share) * at.read_unit,
        "logs": (door.log_bytes + fan_out.log_bytes * share) * at.log_byte,
        "keys": load.key_misses * at.key_call,
        "egress": (message.pushes * message.push_bytes + message.ack_bytes) * at.egress_byte,
        "storage": message.stored_bytes * at.stored_byte,
    }
    return Bill({name: dollars * MILLION for name, dollars in one.items()})
