"""Units and round trips of one message, and of what comes with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import mean
from typing import Any

from infra.bench import units
from infra.bench.play import Play
from infra.bench.rows import Row
from infra.bench.texts import Typical
from infra.bench.theatre import Theatre
from infra.bench.trace import Step

MAX_WRITES, MAX_READS, MAX_TRIPS = 4.5, 1, 2
QUIET_SECONDS = 301.0  # after which the next message moves the lists
DELIVERED = 10
SESSIONS = 2  # a customer's connection was lost that often


@dataclass(slots=True)
class Played:
    """The steps of a conversation by what they are; then a whole one at its pace, but for its first.

    `messages` are those of both sides; `said` is an acknowledgement.
    """

    steps: dict[str, Step] = field(default_factory=dict)
    messages: list[Step] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)

    @property
    def following(self) -> Step:
        return self.steps["following message"]


def play(theatre: Theatre, typical: Typical) -> Played:
    """A customer is answered: every kind of step once."""
    scene, clock, played = Play(theatre), theatre.clock, Played()
    steps = played.steps
    scene.hello(scene.customer)
    scene.hello(scene.agent)
    steps["first message"] = scene.say(scene.customer, typical.customer)
    steps["taken by an agent"] = scene.take()
    scene.sync(scene.agent, join=True)
    clock.advance(1)
    scene.say(scene.agent, typical.agent)
    steps["following message"] = scene.say(scene.customer, typical.customer)
    steps["seen mark"] = scene.seen(scene.agent, scene.said["seq"])
    steps["repeated message"] = scene.say(scene.customer, typical.customer, again=True)
    steps["agent's reply"] = scene.say(scene.agent, typical.agent)
    steps["note"] = scene.say(scene.agent, typical.agent, "note")
    clock.advance(QUIET_SECONDS)
    steps["message that moves the lists"] = scene.say(scene.customer, typical.customer)
    steps["sync of an open conversation, visitor"] = scene.sync(scene.customer)
    steps["sync of an open conversation, agent"] = scene.sync(scene.agent)
    steps["fan_out of 1 message"] = scene.deliver([played.following])
    steps["fan_out of a seen mark"] = scene.deliver([steps["seen mark"]])
    many = [scene.say(scene.customer, typical.customer) for _ in range(DELIVERED)]
    steps[f"fan_out of {DELIVERED} messages"] = scene.deliver(many)
    played.said = scene.said
    _bot_first(theatre, typical, played)
    _whole_dialogue(theatre, typical, played)
    return played


def _bot_first(theatre: Theatre, typical: Typical, played: Played) -> None:
    """The bot answers, hands over, and an agent gets it: a head with all that one can hold."""
    scene, steps = Play(theatre), played.steps
    scene.switch_bot_on()
    for actor in (scene.customer, scene.agent):
        scene.hello(actor)
    scene.say(scene.customer, typical.customer)
    steps["message to the bot"] = scene.say(scene.customer, typical.customer)
    steps["bot's answer"] = scene.bot_answers(typical.agent)
    scene.say(scene.customer, typical.customer)
    steps["handed over by the bot"] = scene.handed_over(typical.agent)
    steps["assigned to an agent"] = scene.given_to_agent()
    scene.sync(scene.agent, join=True)
    scene.say(scene.agent, typical.agent)
    for _ in range(SESSIONS):
        scene.hello(scene.customer)
        scene.sync(scene.customer, join=True)
    name = "message to the holder, after bot, team and ticket"
    steps[name] = scene.say(scene.customer, typical.customer)


def _whole_dialogue(theatre: Theatre, typical: Typical, played: Played) -> None:
    """Turn by turn at the typical pace; an agent takes it after the first message."""
    scene = Play(theatre)
    for actor in (scene.customer, scene.agent):
        scene.hello(actor)
    scene.say(scene.customer, typical.customer)
    scene.take()
    scene.sync(scene.agent, join=True)
    for turn in range(1, typical.turns):
        theatre.clock.advance(typical.gap)
        by_agent = bool(turn % 2)
        actor, text = (
            (scene.agent, typical.agent) if by_agent else (scene.customer, typical.customer)
        )
        played.messages.append(scene.say(actor, text))


def rows(played: Played, typical: Typical) -> Iterator[Row]:
    for name, step in played.steps.items():
        bounded = name == "following message"
        yield Row(f"{name}: write units", step.writes, "WRU", MAX_WRITES if bounded else None)
        yield Row(f"{name}: read units", step.reads, "RRU", MAX_READS if bounded else None)
        trips = "round trips before the answer" if "fan_out" not in name else "calls to AWS"
        yield Row(f"{name}: {trips}", step.round_trips, "calls", MAX_TRIPS if bounded else None)
    pace = f"{typical.turns} messages, one each {typical.gap:.0f} s"
    average = mean(step.writes for step in played.messages)
    yield Row(f"message after the first, mean of {pace}: write units", average, "WRU", MAX_WRITES)
    yield from _sizes(played.following)


def _sizes(step: Step) -> Iterator[Row]:
    ((_, before, after), (_, _, message)) = sorted(
        step.of("TransactWriteItems")[0].images, key=lambda image: image[1] is None
    )
    head = max(units.item_size(before), units.item_size(after))
    yield Row("conversation head as stored", head, "bytes", units.WRITE_BYTES)
    yield Row("message as stored", units.item_size(message), "bytes", units.WRITE_BYTES)
