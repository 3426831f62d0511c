"""Functions of the tests' own behind a REST and a socket API of the local AWS."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tests.stack.fixtures import Stack

CODE = Path(__file__).parent / "stub_functions.py"
ROLE = "arn:aws:iam::000000000000:role/stub"
STAGE = "desk"


@dataclass(frozen=True)
class Stub:
    rest: str
    sockets: str

    @property
    def outputs(self) -> dict[str, str]:
        return {
            "RestApiId": self.rest,
            "WebsocketApiId": self.sockets,
            "DistributionDomain": "none.cloudfront.net",
        }


def put_up(stack: Stack) -> Stub:
    rest, sockets = (function(stack, name) for name in ("rest", "sockets"))
    return Stub(rest=rest_api(stack, rest), sockets=socket_api(stack, sockets))


def function(stack: Stack, name: str) -> str:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(CODE, "index.py")
    made = stack.client("lambda").create_function(
        FunctionName=f"stub-{name}",
        Runtime="python3.13",
        Role=ROLE,
        Handler=f"index.{name}",
        Code={"ZipFile": packed.getvalue()},
        Timeout=10,
    )
    return f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{made['FunctionArn']}/invocations"


def rest_api(stack: Stack, uri: str) -> str:
    gateway = stack.client("apigateway")
    api = str(gateway.create_rest_api(name="stub")["id"])
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    every = gateway.create_resource(restApiId=api, parentId=root, pathPart="{proxy+}")["id"]
    method = {"restApiId": api, "resourceId": every, "httpMethod": "ANY"}
    gateway.put_method(**method, authorizationType="NONE")
    gateway.put_integration(**method, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
    gateway.create_deployment(restApiId=api, stageName=STAGE)
    return api


def socket_api(stack: Stack, uri: str) -> str:
    gateway = stack.client("apigatewayv2")
    api = str(
        gateway.create_api(
            Name="stub", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.t"
        )["ApiId"]
    )
    target = gateway.create_integration(ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=uri)[
        "IntegrationId"
    ]
    for route in ("$connect", "$default", "$disconnect"):
        gateway.create_route(ApiId=api, RouteKey=route, Target=f"integrations/{target}")
    gateway.create_stage(ApiId=api, StageName=STAGE, AutoDeploy=True)
    return api


def logged(stack: Stack) -> str:
    return (stack.place.log / "functions.log").read_text(encoding="utf-8")


def goodbyes(stack: Stack) -> int:
    """How many closed sockets the stub's function was told of."""
    return logged(stack).count("bye\n")
