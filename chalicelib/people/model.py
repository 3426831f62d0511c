"""A person who signs in, and their membership in a merchant."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from chalicelib.core.ids import MerchantId, PersonId


@dataclass(frozen=True, slots=True)
class Person:
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


@dataclass(frozen=True, slots=True)
class Membership:
    merchant: MerchantId
    person: PersonId
    role: str
    version: int


@dataclass(frozen=True, slots=True)
class Member:
    """A membership together with the person, as colleagues see them."""

    person: Person
    role: str
    version: int
    presence: str = "offline"

    def wire(self) -> dict[str, Any]:
        return {
            "person": self.person.id,
            "name": self.person.name,
            "email": self.person.email,
            "role": self.role,
            "version": self.version,
            "presence": self.presence,
        }


def normalised(email: str) -> str:
    """The one spelling of an address: what is looked up is also what is written to.

    Letters that fold to the same one must lead to the same mailbox, so mail goes to this spelling
    and never to the one that was typed.
    """
    return unicodedata.normalize("NFKC", email).strip().lower()
