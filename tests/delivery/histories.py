"""Random histories of a customer with two tabs, an agent, a supervisor and the bot, each checked whole.

    python -m tests.delivery.histories [--histories 300] [--steps 50]

Each has a merchant of its own, so that one history is not another one's weather, and costs the same
however many were before it.
"""

import argparse
from collections import Counter
from typing import ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.delivery.cloud import Cloud, standing
from tests.delivery.play import FAQ, Play, Shop

names = st.sampled_from(("tab1", "tab2", "agent", "supervisor"))
staff = st.sampled_from(("agent", "supervisor"))
words = st.sampled_from((FAQ[0][0], "人工", "hello", "多久?"))


class Histories(RuleBasedStateMachine):
    cloud: ClassVar[Cloud]
    figures: ClassVar[Counter[str]]

    @initialize()
    def begin(self) -> None:
        self.play = Play(Shop(self.cloud))
        for name in self.play.people:  # everyone has a session, and the conversation stands
            self.play.compose(name, "begin")
            for _ in range(4):
                self.play.exchange(name, lost=False, unheard=False, twice=False)

    @rule(name=names, text=words, lost=st.booleans(), unheard=st.booleans(), twice=st.booleans())
    def say(self, name: str, text: str, lost: bool, unheard: bool, twice: bool) -> None:
        self.play.compose(name, text)
        self.play.exchange(name, lost=lost, unheard=unheard, twice=twice)

    @rule(name=names, text=words, twice=st.booleans())
    def say_well(self, name: str, text: str, twice: bool) -> None:
        self.play.compose(name, text)
        self.play.exchange(name, lost=False, unheard=False, twice=twice)

    @rule(name=names)
    def exchange_well(self, name: str) -> None:
        self.play.exchange(name, lost=False, unheard=False, twice=False)

    @rule()
    def deliver(self) -> None:
        self.play.deliver()

    @rule(records=st.integers(1, 30))
    def repeat(self, records: int) -> None:
        self.play.repeat(records)

    @rule(name=names)
    def drop(self, name: str) -> None:
        self.figures["drops"] += 1
        self.play.drop(name)

    @rule(name=names)
    def reconnect(self, name: str) -> None:
        self.play.reconnect(name)

    @rule(name=names)
    def reload(self, name: str) -> None:
        self.play.senders[name].reload()

    @rule(name=staff)
    def come_back_to_a_true_list(self, name: str) -> None:
        self.play.reconnect(name)
        self.play.deliver()
        self.play.check_lists(name)

    @rule(name=staff, verb=st.sampled_from(("take", "release", "resolve", "reopen")))
    def act(self, name: str, verb: str) -> None:
        self.play.act(name, verb)

    @invariant()
    def what_is_promised_holds(self) -> None:
        if hasattr(self, "play"):
            self.figures["steps"] += 1
            self.play.check_acknowledged()

    def teardown(self) -> None:
        if hasattr(self, "play"):
            self.play.settle()
            self.figures["histories"] += 1
            self.figures["acknowledged"] += len(self.play.acked)
            self.figures["stored"] += len(self.play.people["agent"].shown)


def played(histories: int, steps: int, *, at_random: bool = False) -> Counter[str]:
    """`at_random`: others each time, and a failure is told as it was found: its blob plays it again."""
    Histories.figures = Counter()
    case = Histories.TestCase
    case.settings = settings(
        max_examples=histories,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=not at_random,
        phases=set(Phase) - {Phase.shrink, Phase.explain} if at_random else set(Phase),
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    with standing() as Histories.cloud:
        case("runTest").runTest()
    return Histories.figures


def main() -> None:
    asked = argparse.ArgumentParser(description="Random histories, checked whole.")
    asked.add_argument("--histories", type=int, default=300)
    asked.add_argument("--steps", type=int, default=50)
    bounds = asked.parse_args()
    figures = played(bounds.histories, bounds.steps, at_random=True)
    print(", ".join(f"{number} {what}" for what, number in figures.items()))  # noqa: T201


if __name__ == "__main__":
    main()
