"""Ten thousand random histories of the policy over a model of the store: nobody above capacity.

The model keeps the rule that the store's one transaction keeps: a claim holds if the conversation
still waits and its person has room, both as they are at that moment. Workers choose from a picture
that may be old by then. `tests/desk/test_assignment_races.py` plays the same on the store itself.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from chalicelib.assignment.policy import Candidate, choose
from chalicelib.core.ids import PersonId

HISTORIES, STEPS = 10_000, 40
MERCHANTS, PEOPLE = ("A", "B"), tuple(PersonId(f"p{n}") for n in range(4))
BEGIN = datetime(2026, 3, 2, tzinfo=UTC)


@dataclass
class Model:
    chance: random.Random
    capacity: dict[tuple[str, PersonId], int] = field(default_factory=dict)
    there: set[tuple[str, PersonId]] = field(default_factory=set)
    held: dict[PersonId, set[str]] = field(default_factory=lambda: {p: set() for p in PEOPLE})
    assigned_at: dict[PersonId, datetime] = field(default_factory=dict)
    holder: dict[str, PersonId | None] = field(default_factory=dict)
    pictures: list[tuple[str, dict[PersonId, Candidate]]] = field(default_factory=list)
    now: datetime = BEGIN
    beyond: set[PersonId] = field(default_factory=set)
    claims: int = 0
    refused: int = 0

    def candidates(self, merchant: str) -> dict[PersonId, Candidate]:
        return {
            person: Candidate(
                person,
                len(self.held[person]),
                self.capacity[merchant, person],
                assigned_at=self.assigned_at.get(person),
            )
            for person in PEOPLE
            if (merchant, person) in self.there
        }

    def claim(self, person: PersonId, conversation: str, *, beyond: bool = False) -> bool:
        """What the transaction does, or does not."""
        capacity = self.capacity[conversation[0], person]
        if self.holder[conversation] or not (beyond or len(self.held[person]) < capacity):
            self.refused += 1
            return False
        self.holder[conversation] = person
        self.held[person].add(conversation)
        self.assigned_at[person] = self.now
        self.claims += 1
        if beyond:
            self.beyond.add(person)
        elif person not in self.beyond:
            assert len(self.held[person]) <= capacity
        return True

    def free(self, conversation: str, *, gone: bool = False) -> None:
        if person := self.holder[conversation]:
            self.held[person].discard(conversation)
        self.holder[conversation] = None
        if gone:
            del self.holder[conversation]

    # --- steps

    def arrives(self) -> None:
        self.holder[f"{self.chance.choice(MERCHANTS)}{self.now.timestamp():.0f}"] = None

    def looks(self) -> None:
        """A worker reads who is there; what it then does may come much later."""
        merchant = self.chance.choice(MERCHANTS)
        self.pictures.append((merchant, self.candidates(merchant)))

    def gives(self) -> None:
        """A worker goes on with its picture, taking note of whom it finds full."""
        if not self.pictures:
            return
        merchant, picture = self.chance.choice(self.pictures)
        waiting = [c for c, holder in self.holder.items() if c[0] == merchant and not holder]
        for conversation in waiting[:2]:
            while choice := choose(picture.values()):
                if self.claim(choice.person, conversation):
                    picture[choice.person] = picture[choice.person].given(self.now)
                    break
                full = picture[choice.person]
                picture[choice.person] = Candidate(full.person, full.capacity, full.capacity)

    def takes(self) -> None:
        if waiting := [c for c, holder in self.holder.items() if not holder]:
            beyond = self.chance.random() < 0.05
            self.claim(self.chance.choice(PEOPLE), self.chance.choice(waiting), beyond=beyond)

    def ends(self) -> None:
        if self.holder:
            conversation = self.chance.choice(list(self.holder))
            self.free(conversation, gone=self.chance.random() < 0.7)

    def comes_or_goes(self) -> None:
        self.there ^= {(self.chance.choice(MERCHANTS), self.chance.choice(PEOPLE))}

    def check(self) -> None:
        for person, held in self.held.items():
            most = max(self.capacity[merchant, person] for merchant in MERCHANTS)
            assert person in self.beyond or len(held) <= most
        assert {c: p for p, held in self.held.items() for c in held} == {
            c: p for c, p in self.holder.items() if p
        }


def played(seed: int) -> Model:
    chance = random.Random(seed)  # noqa: S311
    model = Model(chance)
    for merchant in MERCHANTS:
        for person in PEOPLE:
            model.capacity[merchant, person] = chance.randrange(1, 4)
            if chance.random() < 0.7:
                model.there.add((merchant, person))
    steps = (
        [model.arrives] * 5
        + [model.looks] * 2
        + [model.gives] * 4
        + [model.takes, model.ends, model.ends, model.comes_or_goes]
    )
    for _ in range(STEPS):
        model.now += timedelta(seconds=1)
        chance.choice(steps)()
        model.check()
    return model


def test_nobody_is_above_capacity_in_ten_thousand_random_histories() -> None:
    claims = refused = beyond = 0
    for seed in range(HISTORIES):
        model = played(seed)
        claims, refused = claims + model.claims, refused + model.refused
        beyond += bool(model.beyond)

    assert claims > 5 * HISTORIES  # the histories do assign,
    assert refused > HISTORIES / 10  # do meet full people and lost races,
    assert 0 < beyond < HISTORIES / 5  # and only seldom go beyond on purpose
