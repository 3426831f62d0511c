"""What was sent a moment ago: the same words again are the same submission, and a file goes with one."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from chalicelib.attachments.model import UNSAID_STAYS, File
from chalicelib.channels.form.fields import Filled
from chalicelib.channels.items import SubmissionItem
from chalicelib.core.errors import Busy, Invalid
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.vault.seal import Vault

THE_SAME_FOR = timedelta(minutes=10)
ATTEMPTS = 3
Taken = Callable[[Desk, File], writes.Operation]


class FormStore:
    def __init__(self, *, vault: Vault, taken: Taken) -> None:
        """`taken`: what has a file stay for as long as its submission can become a message."""
        self._vault = vault
        self._taken = taken

    def named(
        self,
        desk: Desk,
        inbox: str,
        answers: Sequence[Filled],
        files: Sequence[File],
        *,
        submission: str,
        now: datetime,
    ) -> str:
        """The name under which these answers count: the first that came with them, ten minutes long.

        It is named before it is kept, and may come again: who sends it anew repeats it and loses nothing.
        """
        words, along = ([each.id, each.value] for each in answers), (each.id for each in files)
        said = json.dumps([inbox, *words, *along])
        digest = self._vault.lookup(desk.merchant, "form", said)
        place = keys.submission(desk, inbox, digest)
        naming = [
            SubmissionItem.submission.set(submission),
            SubmissionItem.expires.set(now + THE_SAME_FOR),
        ]
        free = SubmissionItem.expires.does_not_exist() | (SubmissionItem.expires <= now)
        for _ in range(ATTEMPTS):
            held = SubmissionItem.find(place, consistent=True)
            if held is not None and held.expires > now:
                return str(held.submission)
            try:
                writes.transact(writes.Upsert(SubmissionItem.at(place), naming, free))
            except (writes.ConditionFailed, writes.Contended):
                continue
            return submission
        return submission

    def claim(
        self, desk: Desk, inbox: str, files: Sequence[File], submission: str, now: datetime
    ) -> None:
        """The files go with this submission and no other: once, however often it comes."""
        places = [keys.submission(desk, inbox, file.id) for file in files]
        operations: list[writes.Operation] = []
        for file, place in zip(files, places, strict=True):
            claim = SubmissionItem.at(place, submission=submission, expires=now + UNSAID_STAYS)
            operations += [writes.Put(claim), self._taken(desk, file)]
        for _ in range(ATTEMPTS):
            try:
                writes.transact(*operations)
            except writes.Contended:
                continue
            except writes.ConditionFailed:
                self._ensure_claimed(places, submission)
            return
        raise Busy("The same form is being sent twice at once.", retry_after=1)

    def _ensure_claimed(self, places: Sequence[keys.Key], submission: str) -> None:
        """By the same submission, when it came before."""
        held = [SubmissionItem.find(place, consistent=True) for place in places]
        names = [each.submission if each else "" for each in held]
        strange = [n for n, name in enumerate(names) if name not in ("", submission)]
        gone = [n for n, name in enumerate(names) if not name]
        if strange or gone:
            detail = "This file is gone, or went with another message."
            place = (strange or gone)[0]
            raise Invalid(detail, pointer=f"/files/{place}", rule="attachment")
