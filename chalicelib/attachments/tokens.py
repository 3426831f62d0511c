"""What stands for a file between its upload and its message: signed, for one uploader, for a while.

The file is called `f` in tokens of the version before; `file` says that a moment is kept until which
it has to be said. Who does not know of those cannot read it, and so leaves no moment to what was said.
"""

from datetime import datetime

from chalicelib.attachments.model import TOKEN_EXPIRES, File
from chalicelib.core import signed
from chalicelib.core.errors import Invalid


def token_of(secret: bytes, file: File, *, by: str, now: datetime) -> str:
    until = int((now + TOKEN_EXPIRES).timestamp())
    about = [file.id, file.name, file.type, file.size]
    return signed.sign(secret, {"by": by, "file": about, "x": until})


def file_of(secret: bytes, token: str, *, by: str, now: datetime | None, pointer: str) -> File:
    """None that somebody else uploaded, and none that is too old `now`."""
    claims = signed.verify(secret, token)
    if claims is None or claims["by"] != by:
        raise Invalid("This is no attachment of yours.", pointer=pointer, rule="attachment")
    if now is not None and claims["x"] < now.timestamp():
        raise Invalid("Upload the file again.", pointer=pointer, rule="expired")
    return File(*(claims.get("file") or claims["f"]))
