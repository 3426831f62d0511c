"""Any history of customer, two tabs, agent, supervisor and bot keeps what docs/delivery.md promises."""

import os
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.delivery.cloud import Cloud, standing
from tests.delivery.play import FAQ, Play, Shop

EXAMPLES, STEPS = int(os.environ.get("HISTORIES") or 6), int(os.environ.get("STEPS") or 20)
names = st.sampled_from(("tab1", "tab2", "agent", "supervisor"))
staff = st.sampled_from(("agent", "supervisor"))
words = st.sampled_from((FAQ[0][0], "人工", "hello", "多久?"))


class Histories(RuleBasedStateMachine):
    shop: ClassVar[Shop]

    @initialize()
    def begin(self) -> None:
        self.play = Play(self.shop)
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
            self.play.check_acknowledged()

    def teardown(self) -> None:
        if hasattr(self, "play"):
            self.play.settle()


def played(cloud: Cloud) -> None:
    Histories.shop = Shop(cloud)
    bounded = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=EXAMPLES < 100,  # the same ones in every short run
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    case = Histories.TestCase
    case.settings = bounded
    case("runTest").runTest()


def test_r04_what_is_acknowledged_is_durable_in_one_order_and_seen_after_any_history() -> None:
    with standing() as cloud:
        played(cloud)
