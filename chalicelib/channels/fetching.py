"""Files that come with a message: taken from it, or from where it says they are, and kept as ours."""

import time
from collections.abc import Sequence

from chalicelib.attachments.model import MAX_BYTES, MOST_IN_A_MESSAGE, File
from chalicelib.attachments.service import AttachmentsService
from chalicelib.channels.model import Media, Part
from chalicelib.channels.transport import Ask, Transport
from chalicelib.core.observe import logger
from chalicelib.table.desk import Desk

# So long a message may wait for its files; what has not come by then stays a link.
MOST_SECONDS = 30.0
OK = 200


class Fetching:
    def __init__(self, *, attachments: AttachmentsService, transport: Transport) -> None:
        self._attachments = attachments
        self._transport = transport

    def keep(self, desk: Desk, parts: Sequence[Part]) -> tuple[tuple[File, ...], tuple[Part, ...]]:
        """The files, in their order, and the parts that are none or could not be had."""
        files: list[File] = []
        rest: list[Part] = []
        until = time.monotonic() + MOST_SECONDS
        for part in parts:
            file = None
            if part.media and len(files) < MOST_IN_A_MESSAGE and time.monotonic() < until:
                file = self._kept(desk, part.media)
            if file is None:
                rest.append(part)
            else:
                files.append(file)
        return tuple(files), tuple(rest)

    def _kept(self, desk: Desk, media: Media) -> File | None:
        data = media.data or self._fetched(media)
        return self._attachments.keep(desk, name=media.name, data=data) if data else None

    def _fetched(self, media: Media) -> bytes:
        if not media.url or media.size > MAX_BYTES:
            return b""
        reply = self._transport.send(Ask(media.url, method="GET", most=MAX_BYTES + 1))
        if reply.status != OK or len(reply.body) > MAX_BYTES:
            logger.info("file not fetched", status=reply.status, code=reply.trouble[:40])
            return b""
        return reply.body
