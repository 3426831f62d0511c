"""Files that somebody brings to a form: theirs for as long as they have it before them, and sent with it once.

Who fills in a form is nobody that we know: what stands for them is this one showing of it, by its token.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.attachments.model import UNSAID_STAYS, File
from chalicelib.attachments.service import AttachmentsService
from chalicelib.channels.form.fields import Field, ensure_so_many_files, files_of
from chalicelib.channels.form.store import ATTEMPTS, FormStore
from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.errors import Busy, Invalid, NotFound
from chalicelib.core.values import replace
from chalicelib.table import writes
from chalicelib.table.desk import Desk


class FormUploads:
    def __init__(self, *, attachments: AttachmentsService, store: FormStore) -> None:
        self._attachments = attachments
        self._store = store

    def begin(
        self, desk: Desk, said: Mapping[str, Any], fields: Sequence[Field], size: int
    ) -> dict[str, Any]:
        """`said`: by the token of the form that is open."""
        if size > _question(fields).most_bytes:
            raise Invalid("The file is too large.", pointer="/size", rule="maximum")
        return self._attachments.begin(_as_filler(desk, said), size=size)

    def arrived(
        self, desk: Desk, said: Mapping[str, Any], fields: Sequence[Field], upload: str, name: str
    ) -> dict[str, Any]:
        _question(fields)
        return self._attachments.arrived(_as_filler(desk, said), upload=upload, name=name)

    def of(
        self,
        desk: Desk,
        said: Mapping[str, Any],
        fields: Sequence[Field],
        tokens: Sequence[str],
    ) -> tuple[File, ...]:
        """What the tokens stand for; Invalid with the place of one that is another's, or too old."""
        ensure_so_many_files(files_of(fields), len(tokens))
        if not tokens:
            return ()
        filler = _as_filler(desk, said)
        return tuple(
            self._attachments.file_of(filler, token, pointer=f"/files/{n}")
            for n, token in enumerate(tokens)
        )

    def claim(
        self, desk: Desk, inbox: str, files: Sequence[File], submission: str, now: datetime
    ) -> None:
        """They go with this submission and no other, however often it comes, and stay until it is a message."""
        until, operations = now + UNSAID_STAYS, list[writes.Operation]()
        for file in files:
            claiming = self._store.claiming(desk, inbox, file.id, submission, until)
            operations += [claiming, self._attachments.taken(desk, file)]
        for _ in range(ATTEMPTS if files else 0):
            try:
                writes.transact(*operations)
            except writes.Contended:
                continue
            except writes.ConditionFailed:
                self._ensure_claimed(desk, inbox, files, submission)
            return
        if files:
            raise Busy("The same form is being sent twice at once.", retry_after=1)

    def _ensure_claimed(
        self, desk: Desk, inbox: str, files: Sequence[File], submission: str
    ) -> None:
        """By the same submission, when it came before."""
        names = [self._store.claimed(desk, inbox, file.id) for file in files]
        strange = [n for n, name in enumerate(names) if name not in {"", submission}]
        gone = [n for n, name in enumerate(names) if not name]
        if strange or gone:
            detail, n = "This file is gone, or went with another message.", (strange or gone)[0]
            raise Invalid(detail, pointer=f"/files/{n}", rule="attachment")


def _question(fields: Sequence[Field]) -> Field:
    field = files_of(fields)
    if field is None:
        raise NotFound("This form takes no files.")
    return field


def _as_filler(desk: Desk, said: Mapping[str, Any]) -> Desk:
    """A token of the version before names no showing: the page asks for a new one."""
    if not said.get("n"):
        raise Invalid("The form was opened too long ago.", pointer="/token", rule="token")
    return replace(desk, caller=Caller(kind=CallerKind.VISITOR, id=f"form-{said['n']}"))
