"""Bad connections: a browser without network, a socket that the desk cuts, an answer that gets lost."""

import json
from dataclasses import dataclass, field

import boto3
from playwright.sync_api import Page, WebSocketRoute

from infra.local.place import REGION
from infra.local.relay_http import STAGE
from tests.stack.fixtures import Stack

TICKETS = "**/v1/socket-tickets"


def cut_all_sockets(stack: Stack) -> int:
    """As API Gateway does after two hours, or whenever it likes."""
    outputs, place = stack.outputs, stack.place
    gateway = boto3.client(
        "apigatewaymanagementapi",
        endpoint_url=f"{place.aws_url}/_aws/execute-api/{outputs['WebsocketApiId']}/{STAGE}",
        region_name=REGION,
    )
    rows = stack.client("dynamodb").scan(TableName=outputs["SocketsTable"])["Items"]
    found = [row["sk"]["S"].split("#")[-1] for row in rows if row["kind"]["S"] == "socket"]
    for connection in found:
        gateway.delete_connection(ConnectionId=connection)
    return len(found)


@dataclass
class Deafness:
    """Stands between page and desk: swallows one acknowledgement, and the socket dies with it."""

    deaf: bool = False
    swallowed: int = 0

    def stand_between(self, page: Page) -> None:
        page.route_web_socket("**/socket?*", self._join)

    def _join(self, near: WebSocketRoute) -> None:
        far = near.connect_to_server()

        def pass_on(data: str | bytes) -> None:
            if self.deaf and '"said"' in str(data):
                self.deaf = False
                self.swallowed += 1
                near.close(code=4000)
                far.close(code=4000)
            else:
                near.send(data)

        far.on_message(pass_on)


@dataclass
class Wall:
    """Between a page and the desk: while it is shut no socket passes, and plain requests do.

    `refusing`: what is said is answered by a refusal, as the desk would word it.
    """

    refusing: bool = False
    _shut: bool = False
    _passing: list[WebSocketRoute] = field(default_factory=list)

    def stand_between(self, page: Page) -> None:
        page.route_web_socket("**/socket?*", self._join)

    def shut(self) -> None:
        self._shut = True
        for near in self._passing:
            near.close(code=4000)
        self._passing.clear()

    def open(self) -> None:
        self._shut = False

    def _join(self, near: WebSocketRoute) -> None:
        if self._shut:
            near.close(code=4000)
            return
        far = near.connect_to_server()
        self._passing.append(near)

        def pass_on(data: str | bytes) -> None:
            frame = json.loads(data)
            if self.refusing and frame["t"] == "say":
                refusal = {"t": "refused", "of": "say", "code": "conflict", "rule": "state"}
                near.send(json.dumps({**refusal, "detail": "", "ref": frame["ref"]}))
            else:
                far.send(data)

        near.on_message(pass_on)
