"""Files of conversations: what looks into them is loaded by whoever takes one in, and by nobody else."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.wiring.rooms import Rooms

if TYPE_CHECKING:
    from chalicelib.attachments.model import File
    from chalicelib.attachments.service import AttachmentsService
    from chalicelib.table.desk import Desk
    from chalicelib.table.writes import Operation


class Attaching(Rooms):
    @cached_property
    def attachments(self) -> AttachmentsService:
        from chalicelib.attachments.service import AttachmentsService
        from chalicelib.attachments.store import AttachmentStore

        return AttachmentsService(
            store=AttachmentStore(
                client=lambda: self.client("s3"),
                uploads=self.config.uploads_bucket,
                files=self.config.files_bucket,
            ),
            due=self.due,
            secret=lambda merchant: self.vault.secret(merchant, "attachment"),
            clock=self.clock,
        )

    def file_of(self, desk: Desk, token: str, *, pointer: str, said: bool = False) -> File:
        return self.attachments.file_of(desk, token, pointer=pointer, said=said)

    def _saying(self, desk: Desk, file: File) -> Operation:
        return self.attachments.saying(desk, file)
