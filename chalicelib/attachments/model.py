"""A file in a conversation, and how much of such there may be."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chalicelib.attachments.kinds import KINDS, Kind, Part
from chalicelib.core.ids import new_id
from chalicelib.core.values import Value

HEAD_BYTES = 8_192  # what is looked at of a file
MAX_BYTES = 20 * 1024 * 1024
MOST_IN_A_MESSAGE = 10
# How much one caller may upload in a day.
MOST_A_DAY: Mapping[bool, int] = {True: 100, False: 2_000}  # by whether it is a visitor
UPLOAD_EXPIRES = timedelta(minutes=5)
LINK_EXPIRES = timedelta(minutes=5)
TOKEN_EXPIRES = timedelta(hours=20)  # it is said by then, or uploaded again
# So long a file stays that nobody says: well beyond the last moment at which it could be said.
UNSAID_STAYS = timedelta(days=1)
# And one that a submission has named, which is kept for three weeks where it cannot be read at once.
TAKEN_STAYS = timedelta(days=23)


class File(Value, frozen=True):
    """What a message keeps of an attachment; the name is sealed with the message's words."""

    id: str
    name: str
    type: str
    size: int

    @property
    def kind(self) -> Kind:
        """One that a later version of the code allowed is only ever saved."""
        return KINDS.get(self.type, Kind(Part.FILE, ()))

    def wire(self) -> dict[str, Any]:
        about = {"id": self.id, "name": self.name, "mime": self.type, "size": self.size}
        return {"type": str(self.kind.part), **about}


def new_file(name: str, kind: str, size: int) -> File:
    return File(new_id(), name, kind, size)
