from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.core.errors import NotFound
from chalicelib.core.ids import is_id
from chalicelib.core.rights import Right
from chalicelib.edge.routes import Answer, Asked, Routes, Who, versioned
from chalicelib.people.model import Member

if TYPE_CHECKING:
    from chalicelib.people.service import PeopleService

routes: Routes[PeopleService] = Routes("people")


@routes.patch("/person", who=Who.SIGNED_IN, body="change_person")
def change_person(people: PeopleService, asked: Asked) -> Answer:
    changed = people.change_profile(asked.desk, version=asked.version, values=asked.body)
    return versioned(changed.wire())


@routes.get("/people", who=Right.READ, query=("cursor", "limit"))
def list_people(people: PeopleService, asked: Asked) -> Answer:
    page = people.members(asked.desk, cursor=asked.cursor, limit=asked.limit).map(Member.wire)
    return Answer({"items": page.items, "next": page.next})


@routes.patch("/people/{person}", who=Right.PEOPLE, body="change_member")
def change_member(people: PeopleService, asked: Asked) -> Answer:
    changed = people.change_member(
        asked.desk, person=_id(asked), values=asked.body, version=asked.version
    )
    return versioned(changed.wire())


@routes.delete("/people/{person}", who=Right.PEOPLE)
def remove_member(people: PeopleService, asked: Asked) -> Answer:
    people.remove(asked.desk, person=_id(asked))
    return Answer(status=204)


def _id(asked: Asked) -> str:
    if not is_id(asked.path["person"]):
        raise NotFound("There is no such member.")
    return asked.path["person"]
