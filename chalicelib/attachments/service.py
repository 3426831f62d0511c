"""Files on their way into a conversation: a form to upload by, a look at what came, a link to read by.

What was looked at travels as a signed token to the message that says it, so that saying costs no
further call; a token is good for its own uploader alone. A moment in the index of what is due stands
for each file that is still to be said; the message's own transaction takes it away.
"""

from collections.abc import Callable
from typing import Any

from chalicelib.attachments.model import (
    HEAD_BYTES,
    LINK_EXPIRES,
    MAX_BYTES,
    MOST_A_DAY,
    TAKEN_STAYS,
    UNSAID_STAYS,
    UPLOAD_EXPIRES,
    File,
    new_file,
)
from chalicelib.attachments.names import clean
from chalicelib.attachments.store import AttachmentStore
from chalicelib.attachments.tokens import file_of, token_of
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Busy, Invalid, NotFound
from chalicelib.core.ids import is_id, new_id
from chalicelib.due.model import Entry, Kind
from chalicelib.due.service import DueService
from chalicelib.table import windows, writes
from chalicelib.table.desk import Desk

DAY = 86_400
Count = Callable[..., int]


class AttachmentsService:
    def __init__(
        self,
        *,
        store: AttachmentStore,
        due: DueService,
        secret: Callable[[str], bytes],
        clock: Clock,
        count: Count = windows.add,
    ) -> None:
        self._store = store
        self._due = due
        self._secret = secret
        self._clock = clock
        self._count = count

    def begin(self, desk: Desk, *, size: int) -> dict[str, Any]:
        self._ensure_within_the_day(desk)
        upload = new_id()
        form = self._store.form(desk, upload, size)
        return {"id": upload, **form, "expires_in": int(UPLOAD_EXPIRES.total_seconds())}

    def _ensure_within_the_day(self, desk: Desk) -> None:
        window = windows.window_of(self._clock(), DAY)
        subject = f"{desk.merchant}|{desk.caller.id}"
        used = self._count("uploads", subject, window=window, seconds=DAY)
        if used > MOST_A_DAY[desk.caller.is_visitor]:
            left = window + DAY - int(self._clock().timestamp())
            raise Busy("Too many files in one day.", rule="uploads", retry_after=left + 1)

    def arrived(self, desk: Desk, *, upload: str, name: str) -> dict[str, Any]:
        """What came is looked at, and kept where no form reaches."""
        from chalicelib.attachments.detection import kind_of  # loads a matcher for each type

        found = self._store.head(desk, upload) if is_id(upload) else None
        if found is None:
            raise NotFound("Nothing was uploaded.")
        head, size, tag = found
        kind = kind_of(head)
        if kind is None:
            raise Invalid("Files of this kind cannot be sent.", pointer="/name", rule="type")
        if size > MAX_BYTES:
            raise Invalid("The file is too large.", pointer="/size", rule="maximum")
        file = new_file(clean(name, kind), kind, size)
        until = self._clock() + UNSAID_STAYS
        writes.transact(self._due.put(desk, kind=Kind.FILE, subject=file.id, at=until))
        self._store.keep(desk, upload, file, tag=tag)
        return {"attachment": self.token(desk, file), **file.wire()}

    def keep(self, desk: Desk, *, name: str, data: bytes) -> File | None:
        """What came by a channel, for the message it came with; None for what cannot be sent here."""
        from chalicelib.attachments.detection import kind_of

        kind = kind_of(data[:HEAD_BYTES]) if len(data) <= MAX_BYTES else None
        if kind is None:
            return None
        file = new_file(clean(name, kind), kind, len(data))
        until = self._clock() + UNSAID_STAYS
        writes.transact(self._due.put(desk, kind=Kind.FILE, subject=file.id, at=until))
        self._store.put(desk, file, data)
        return file

    def token(self, desk: Desk, file: File) -> str:
        secret = self._secret(desk.merchant)
        return token_of(secret, file, by=desk.caller.id, now=self._clock())

    def file_of(self, desk: Desk, token: str, *, pointer: str, said: bool = False) -> File:
        """`said`: what was said in time may be asked about later."""
        secret, now = self._secret(desk.merchant), None if said else self._clock()
        return file_of(secret, token, by=desk.caller.id, now=now, pointer=pointer)

    def taken(self, desk: Desk, file: File) -> writes.Operation:
        """For who has promised to say it, and may be late; fails by the label `due` where it is gone or said."""
        until = self._clock() + TAKEN_STAYS
        return self._due.postponed(desk, kind=Kind.FILE, subject=file.id, at=until)

    def saying(self, desk: Desk, file: File) -> writes.Operation:
        """For the transaction of a message that says it: the file stays."""
        return self._due.dropped(desk, kind=Kind.FILE, subject=file.id)

    def forget(self, desk: Desk, entry: Entry) -> None:
        """Nobody has said it, and nobody can any more."""
        self._store.forget(desk, entry.subject)
        writes.transact(self._due.done(desk, entry))

    def content(self, desk: Desk, file: str) -> bytes:
        """For a letter that takes it along."""
        return self._store.content(desk, file)

    def link(self, desk: Desk, file: File) -> dict[str, Any]:
        """Whoever asks has shown that they may read the message."""
        expires_in = int(LINK_EXPIRES.total_seconds())
        return {"url": self._store.link(desk, file), "expires_in": expires_in}
