"""A file in a conversation: which kinds there may be, and what stands for one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from chalicelib.core.ids import new_id

HEAD_BYTES = 8_192  # what is looked at of a file
MAX_BYTES = 20 * 1024 * 1024
MOST_IN_A_MESSAGE = 10
# How much one caller may upload in a day.
MOST_A_DAY: Mapping[bool, int] = {True: 100, False: 2_000}  # by whether it is a visitor
UPLOAD_EXPIRES = timedelta(minutes=5)
LINK_EXPIRES = timedelta(minutes=5)
TOKEN_EXPIRES = timedelta(hours=20)  # what was uploaded and is not said by then is gone


class Part(StrEnum):
    """As the channels' common message model has them."""

    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Kind:
    """`inline`: a browser shows it by itself and runs nothing of it; the rest is only ever saved."""

    part: Part
    extensions: tuple[str, ...]
    inline: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS: Mapping[str, Kind] = {
    "image/png": Kind(Part.IMAGE, ("png",), inline=True),
    "image/jpeg": Kind(Part.IMAGE, ("jpg", "jpeg"), inline=True),
    "image/gif": Kind(Part.IMAGE, ("gif",), inline=True),
    "image/webp": Kind(Part.IMAGE, ("webp",), inline=True),
    "audio/mpeg": Kind(Part.AUDIO, ("mp3",), inline=True),
    "audio/ogg": Kind(Part.AUDIO, ("ogg", "oga", "opus"), inline=True),
    "audio/wav": Kind(Part.AUDIO, ("wav",), inline=True),
    "video/mp4": Kind(Part.VIDEO, ("mp4", "m4v"), inline=True),
    "video/webm": Kind(Part.VIDEO, ("webm",), inline=True),
    "application/pdf": Kind(Part.FILE, ("pdf",), inline=True),
    f"{_OFFICE}wordprocessingml.document": Kind(Part.FILE, ("docx",)),
    f"{_OFFICE}spreadsheetml.sheet": Kind(Part.FILE, ("xlsx",)),
    f"{_OFFICE}presentationml.presentation": Kind(Part.FILE, ("pptx",)),
    "application/msword": Kind(Part.FILE, ("doc",)),
    "application/vnd.ms-excel": Kind(Part.FILE, ("xls",)),
    "application/vnd.ms-powerpoint": Kind(Part.FILE, ("ppt",)),
    "text/plain": Kind(Part.FILE, ("txt", "csv", "log", "md")),
}


@dataclass(frozen=True, slots=True)
class File:
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
