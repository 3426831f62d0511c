"""A person who signs in, and their membership in a merchant."""

import unicodedata
from typing import Any

from chalicelib.core.ids import MerchantId, PersonId
from chalicelib.core.values import Value

CAPACITY = 5


class Person(Value, frozen=True):
    """`epoch` is part of every session: raising it ends all of them at once."""

    id: PersonId
    name: str
    email: str
    locale: str
    version: int
    epoch: int

    def wire(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "email": self.email,
            "locale": self.locale,
            "version": self.version,
        }


class Membership(Value, frozen=True):
    """`capacity`: how many conversations, of all merchants together, one is given here."""

    merchant: MerchantId
    person: PersonId
    role: str
    version: int
    teams: frozenset[str] = frozenset()
    capacity: int = CAPACITY


class Member(Value, frozen=True):
    """A membership together with the person, as colleagues see them; `load` is a count alone."""

    person: Person
    membership: Membership
    presence: str = "offline"
    load: int = 0

    @property
    def role(self) -> str:
        return self.membership.role

    @property
    def version(self) -> int:
        return self.membership.version

    def wire(self) -> dict[str, Any]:
        return {
            "person": self.person.id,
            "name": self.person.name,
            "email": self.person.email,
            "role": self.role,
            "teams": sorted(self.membership.teams),
            "capacity": self.membership.capacity,
            "load": self.load,
            "version": self.version,
            "presence": self.presence,
        }


def normalised(email: str) -> str:
    """The one spelling of an address: what is looked up is also what is written to.

    Letters that fold to the same one must lead to the same mailbox, so mail goes to this spelling
    and never to the one that was typed.
    """
    return unicodedata.normalize("NFKC", email).strip().lower()
