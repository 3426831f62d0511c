"""What was sent a moment ago: the same words again are the same submission, and a file goes with one."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from chalicelib.channels.form.fields import Filled
from chalicelib.channels.items import SubmissionItem
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.vault.seal import Vault

THE_SAME_FOR = timedelta(minutes=10)
ATTEMPTS = 3


class FormStore:
    def __init__(self, *, vault: Vault) -> None:
        self._vault = vault

    def named(
        self,
        desk: Desk,
        inbox: str,
        answers: Sequence[Filled],
        files: Sequence[str],
        *,
        submission: str,
        now: datetime,
    ) -> str:
        """The name under which these answers and files count: the first that came with them, ten minutes long.

        It is named before it is kept, and may come again: who sends it anew repeats it and loses nothing.
        """
        words = ([each.id, each.value] for each in answers)
        said = json.dumps([inbox, *words, *files])
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

    def claiming(
        self, desk: Desk, inbox: str, file: str, submission: str, until: datetime
    ) -> writes.Operation:
        """A file goes with this submission; refused where it goes with one already."""
        place = keys.submission(desk, inbox, file)
        return writes.Put(SubmissionItem.at(place, submission=submission, expires=until))

    def claimed(self, desk: Desk, inbox: str, file: str) -> str:
        """The submission that it goes with; empty where it goes with none."""
        held = SubmissionItem.find(keys.submission(desk, inbox, file), consistent=True)
        return str(held.submission) if held else ""
