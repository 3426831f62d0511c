"""A file comes in: judged whole at the door, accepted whole or refused with all that is wrong."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.audit.log import Audit
from chalicelib.core.clock import Clock, from_wire, to_wire
from chalicelib.core.errors import Invalid
from chalicelib.core.ids import derived_id, new_id
from chalicelib.knowledge.encodings import decoded
from chalicelib.knowledge.files import MAX_FAULTS, Reading, read
from chalicelib.knowledge.jobs import Jobs, Task
from chalicelib.knowledge.model import Import, full
from chalicelib.knowledge.rows import Row
from chalicelib.knowledge.shelf import Shelf
from chalicelib.merchants.service import MerchantsService
from chalicelib.table import writes
from chalicelib.table.desk import Desk
from chalicelib.vault.seal import Vault


class Intake:
    def __init__(
        self,
        *,
        shelf: Shelf,
        jobs: Jobs,
        vault: Vault,
        merchants: MerchantsService,
        audit: Audit,
        clock: Clock,
    ) -> None:
        self._shelf = shelf
        self._jobs = jobs
        self._vault = vault
        self._merchants = merchants
        self._audit = audit
        self._clock = clock

    def take_in(self, desk: Desk, body: Mapping[str, Any]) -> Import:
        """Rows, import and job are there together or not at all; the queue function does the rest."""
        locale = body.get("locale") or self._merchants.merchant(desk).locale
        reading = read(body["format"], _text(body), locale=locale)
        if reading.found:
            raise _refusal(reading)
        accepted = Import(
            id=new_id(),
            rows=len(reading.rows),
            publish=body.get("publish", False),
            created_at=from_wire(to_wire(self._clock())),
        )
        self._shelf.prepare(desk)
        self._jobs.lay(desk, accepted.id, [(self._id(desk, row), row) for row in reading.rows])
        self._accept(desk, accepted, reading.rows)
        return accepted

    def _accept(self, desk: Desk, accepted: Import, rows: Sequence[Row]) -> None:
        """Room is taken for every row; what turns out to be known gives its own back."""
        size = sum(row.content.size for row in rows)
        try:
            self._audit.write(
                desk,
                self._jobs.accepting(desk, accepted),
                self._jobs.putting(desk, Task.IMPORT, at=accepted.created_at, subject=accepted.id),
                self._shelf.counting(desk, entries=len(rows), size=size),
                action="knowledge.imported",
                on=accepted.id,
                detail={"rows": str(len(rows)), "publish": str(accepted.publish).lower()},
            )
        except writes.ConditionFailed as error:
            raise full() from error

    def _id(self, desk: Desk, row: Row) -> str:
        """The same question in the same language is the same entry, whenever a file brings it."""
        return derived_id(self._vault.lookup(desk.merchant, "knowledge", row.asked))


def _text(body: Mapping[str, Any]) -> str:
    if ("text" in body) == ("content_base64" in body):
        raise Invalid("Send either text or content_base64.", pointer="/text", rule="oneOf")
    if "text" in body:
        return str(body["text"])
    try:
        data = base64.b64decode(body["content_base64"], validate=True)
    except (binascii.Error, ValueError) as error:
        raise Invalid("This is no base 64.", pointer="/content_base64", rule="base64") from error
    return decoded(data, body.get("encoding", ""))


def _refusal(reading: Reading) -> Invalid:
    """`more`: rows beyond these were not judged any more, or their faults are not told."""
    found = sorted(reading.found, key=lambda fault: fault.row)
    return Invalid(
        "Nothing was imported: mend these rows and send the file again.",
        pointer="/text",
        rule="rows",
        errors=[fault.wire() for fault in found[:MAX_FAULTS]],
        more=len(found) > MAX_FAULTS,
    )
