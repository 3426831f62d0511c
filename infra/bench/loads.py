"""What is said of the traffic, where nothing can measure it.

A customer and the agent who holds the conversation each have one socket open, and three in ten
messages have one more agent looking on. Lambda polls a shard of a stream four times a second and splits
what it finds among fan_out's four lanes, so that a batch holds a sixteenth of a second's messages, one
at the least; a queue's jobs come one by one, each sent, received and deleted by a request of its own.
Agents wait at their sockets, so the fewer messages there are, the more connection minutes fall on each.
Keys are kept for five minutes by each process; so many merchants are busy at once.
"""

from dataclasses import dataclass
from math import ceil

from infra.bench.money import Misses

LANES_A_SECOND = 16
LOOKING_ON = 0.3
KEPT_SECONDS = 300
BUSY_MERCHANTS = 20
SECONDS_A_MESSAGE = 30.0  # in one conversation, of either side
PROCESS_SECONDS = 0.05  # of a function's process that a message takes, at most


@dataclass(frozen=True, slots=True)
class Load:
    """What is said of the traffic."""

    rate: float
    connection_minutes: float

    @property
    def batch(self) -> float:
        """Messages per invocation of fan_out."""
        return max(1.0, self.rate / LANES_A_SECOND)

    @property
    def misses(self) -> Misses:
        """Processes that each learn every busy merchant's and customer's key once in five minutes."""
        processes = ceil(self.rate * PROCESS_SECONDS)
        conversations = max(1.0, self.rate * SECONDS_A_MESSAGE)
        each = processes / (self.rate * KEPT_SECONDS)
        merchants = min(BUSY_MERCHANTS, conversations)
        return Misses(min(1.0, each * merchants), min(1.0, each * conversations))


LOADS = (Load(0.1, 4.0), Load(5.0, 2.0), Load(50.0, 2.0))
