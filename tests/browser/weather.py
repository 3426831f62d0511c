"""Bad connections: a browser without network, a socket that the desk cuts, an answer that gets lost."""

from dataclasses import dataclass

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
