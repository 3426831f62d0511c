"""Which kinds of files there may be; everything else is refused."""

from collections.abc import Mapping
from enum import StrEnum

from chalicelib.core.values import Value


class Part(StrEnum):
    """As the channels' common message model has them."""

    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"


class Kind(Value, frozen=True):
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
