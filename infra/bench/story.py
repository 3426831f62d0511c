"""A whole conversation: the bot answers, hands over, somebody is given it, both talk, it is resolved.

Every leg is one thing that somebody does, with all the functions that it sets off.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from infra.bench.answers import QUESTION, give_knowledge
from infra.bench.chain import Chain, Run
from infra.bench.play import Actor, Play
from infra.bench.texts import Typical
from infra.bench.theatre import Theatre
from infra.bench.trace import Step

ASKS = "I want to talk to a person"
DOOR = "door"
TO_AGENT, BACK = "customer's message to the agent", "agent's message back"
FIRST, TO_BOT, HANDED = "first message", "question to the bot", "asking for a person"
SEEN, PING_AGENT, PING_VISITOR = "seen mark", "agent's ping", "visitor's ping"
OPENED, RESOLVED = "opened by the agent", "resolved by the agent"


@dataclass(frozen=True, slots=True)
class Leg:
    """`runs` begins with the door that let it in; `said` is what the door answered, if anything."""

    title: str
    runs: list[Run]
    said: dict[str, Any] = field(default_factory=dict)

    @property
    def door(self) -> Step:
        return self.runs[0].step

    def of(self, function: str) -> list[Run]:
        return [run for run in self.runs if run.function == function]


class Story:
    """`legs` in their order. Each door's and function's keys are cold, so that both costs show."""

    def __init__(self, theatre: Theatre, typical: Typical) -> None:
        self._theatre, self._typical = theatre, typical
        self.scene, self._chain = Play(theatre), Chain(theatre)
        self.legs: list[Leg] = []

    def say(self, title: str, actor: Actor, text: str) -> None:
        scene = self.scene
        self._theatre.forget_keys()
        step = scene.say(actor, text)
        event = actor.event(scene.words(actor, text))
        self.legs.append(Leg(title, self._runs(step, event), scene.said))

    def _runs(self, step: Step, event: dict[str, Any]) -> list[Run]:
        return [Run(DOOR, event, step), *self._chain.after(step)]

    def talk(self, turns: Iterable[int]) -> None:
        scene, typical = self.scene, self._typical
        for turn in turns:
            self._theatre.clock.advance(typical.gap)
            scene.ping(scene.agent)  # a silent agent would lose the conversation
            if turn % 2:
                self.say(BACK, scene.agent, typical.agent)
            else:
                self.say(TO_AGENT, scene.customer, typical.customer)

    def without_bot(self) -> list[Leg]:
        """The first message is given to the agent who is there; what follows are the messages of both."""
        scene = self.scene
        for actor in (scene.customer, scene.agent):
            scene.hello(actor)
        self.say(FIRST, scene.customer, self._typical.customer)
        self.open()
        self.talk(range(1, self._typical.turns))
        return self.legs

    def with_bot(self) -> list[Leg]:
        scene = self.scene
        give_knowledge(self._theatre, scene.agent.desk.merchant)
        for actor in (scene.customer, scene.agent):
            scene.hello(actor)
        self.say(FIRST, scene.customer, "Hello")
        self._theatre.clock.advance(self._typical.gap)
        self.say(TO_BOT, scene.customer, QUESTION)
        self._theatre.clock.advance(self._typical.gap)
        self.say(HANDED, scene.customer, ASKS)
        self.open()
        self.talk(range(1, self._typical.turns))
        self._resolved()
        return self.legs

    def beside(self) -> list[Leg]:
        """What comes with messages and is none: after `without_bot`, while both are still there."""
        scene, first = self.scene, len(self.legs)
        self._step(SEEN, lambda: scene.seen(scene.agent, scene.said["seq"]))
        self._theatre.clock.advance(60)
        self._step(PING_AGENT, lambda: scene.ping(scene.agent))
        self._step(PING_VISITOR, lambda: scene.ping(scene.customer))
        beside, self.legs = self.legs[first:], self.legs[:first]
        return beside

    def _step(self, title: str, act: Callable[[], Step]) -> None:
        self._theatre.forget_keys()
        self.legs.append(Leg(title, self._runs(act(), {})))

    def open(self) -> None:
        """Who is given it reads it, and may answer from then on."""
        self._step(OPENED, lambda: self.scene.sync(self.scene.agent, join=True))

    def _resolved(self) -> None:
        """Over REST: the session's own check and limits are left out."""
        desk, assignment = self.scene.agent.desk, self._theatre.house.assignment

        def resolve() -> Step:
            with self._theatre.trace.step() as step, desk.open(front=True):
                assignment.resolve(desk, conversation=str(self.scene.conversation))
            return step

        self._step(RESOLVED, resolve)
