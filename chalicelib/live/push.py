"""Push to open sockets: only to those that were read from the desk's own socket rows."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.connections.model import Socket
from chalicelib.connections.service import ConnectionsService
from chalicelib.core.encoding import to_json
from chalicelib.core.observe import logger
from chalicelib.table import guard
from chalicelib.table.desk import Desk

# API Gateway takes 128 KB in a message and 32 KB in a frame of it.
MAX_BYTES = 96_000

Frame = dict[str, Any]


class Push:
    """`client` makes an apigatewaymanagementapi client when first needed."""

    def __init__(
        self,
        *,
        client: Callable[[], Any],
        connections: ConnectionsService,
        left: Callable[[Desk, str], None],
    ) -> None:
        """`left` is told whose socket was found gone."""
        self._client = client
        self._connections = connections
        self._left = left

    def send(self, desk: Desk, socket: Socket, frames: Sequence[Frame]) -> None:
        """One post where it fits. A socket that is gone is forgotten and never tried again."""
        for batch in _batches([to_json(frame) for frame in frames]):
            data = batch[0] if len(batch) == 1 else b"[" + b",".join(batch) + b"]"
            if not self._post(desk, socket, data):
                return

    def send_all(self, desk: Desk, sockets: Iterable[Socket], frame: Frame) -> None:
        for socket in sockets:
            self.send(desk, socket, [frame])

    def close(self, desk: Desk, socket: Socket) -> None:
        try:
            with guard.reaching(socket.merchant, socket.connection):
                self._client().delete_connection(ConnectionId=socket.connection)
        except ClientError as error:
            if not _is_gone(error):
                raise
        self._connections.ended(desk, socket=socket)

    def close_person(self, desk: Desk, person: str) -> None:
        """A session was ended or a role changed: what is open under the old one goes."""
        for socket in self._connections.of_person(desk, person=person):
            self.close(desk, socket)

    def close_customer(self, desk: Desk, customer: str) -> None:
        """They were erased: nothing stands behind their sockets any more."""
        for socket in self._connections.of_customer(desk, customer=customer):
            self.close(desk, socket)

    def _post(self, desk: Desk, socket: Socket, data: bytes) -> bool:
        try:
            with guard.reaching(socket.merchant, socket.connection):
                self._client().post_to_connection(ConnectionId=socket.connection, Data=data)
        except ClientError as error:
            if not _is_gone(error):
                raise
            logger.info("socket gone")
            gone = self._connections.dropped(desk, socket=socket)
            if gone and socket.person:
                self._left(desk, socket.person)
            return False
        return True


def _is_gone(error: ClientError) -> bool:
    return bool(error.response["ResponseMetadata"].get("HTTPStatusCode") == 410)  # noqa: PLR2004


def _batches(frames: Sequence[bytes]) -> list[list[bytes]]:
    batches: list[list[bytes]] = []
    size = MAX_BYTES
    for frame in frames:
        length = len(frame) + 2
        if size + length > MAX_BYTES:
            batches.append([])
            size = 0
        batches[-1].append(frame)
        size += length
    return batches
