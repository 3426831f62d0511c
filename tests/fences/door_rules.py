"""What the template must be where requests and sockets come in."""

import json
import re

from tests.fences.reading import Template, named, of_type
from tests.fences.template_rules import Broken, rule

UNLOGGED = re.compile(r"querystring|\$context\.path|header|body|identity", re.IGNORECASE)


@rule
def sockets_open_by_ticket_alone(template: Template) -> Broken:
    resources = template["Resources"]
    routes = of_type(template, "AWS::ApiGatewayV2::Route").values()
    (connect,) = [r["Properties"] for r in routes if r["Properties"]["RouteKey"] == "$connect"]
    authorizer = named(connect.get("AuthorizerId"))
    if connect.get("AuthorizationType") != "CUSTOM" or authorizer not in resources:
        yield "$connect has no authorizer"
        return
    said = resources[authorizer]["Properties"]
    if said["AuthorizerType"] != "REQUEST":
        yield f"{authorizer} does not see the request"
    if said.get("IdentitySource") != ["route.request.querystring.ticket"]:
        yield f"{authorizer} runs without a ticket"
    permissions = of_type(template, "AWS::Lambda::Permission").values()
    sources = [json.dumps(p["Properties"].get("SourceArn")) for p in permissions]
    if not any(f"authorizers/${{{authorizer}}}" in source for source in sources):
        yield f"{authorizer} may not be called"


@rule
def the_socket_stage_deploys_itself(template: Template) -> Broken:
    yield from of_type(template, "AWS::ApiGatewayV2::Deployment")
    for name, stage in of_type(template, "AWS::ApiGatewayV2::Stage").items():
        if stage["Properties"].get("AutoDeploy") is not True:
            yield f"{name} serves what was first deployed"


@rule
def what_the_message_door_says_is_heard(template: Template) -> Broken:
    route = template["Resources"]["WebsocketMessageRoute"]["Properties"]
    answers = of_type(template, "AWS::ApiGatewayV2::RouteResponse").values()
    heard = {named(answer["Properties"]["RouteId"]) for answer in answers}
    if (
        route.get("RouteResponseSelectionExpression") != "$default"
        or "WebsocketMessageRoute" not in heard
    ):
        yield "API Gateway drops the answers to frames"


@rule
def stages_throttle_and_log_no_secrets(template: Template) -> Broken:
    for name, stage in of_type(
        template, "AWS::ApiGatewayV2::Stage", "AWS::Serverless::Api"
    ).items():
        properties = stage["Properties"]
        limits = properties.get("DefaultRouteSettings") or properties.get("MethodSettings", [{}])[0]
        if not (limits.get("ThrottlingRateLimit") and limits.get("ThrottlingBurstLimit")):
            yield f"{name} is not throttled"
        if limits.get("DataTraceEnabled") is not False:
            yield f"{name} may log whole requests"
        log = properties.get("AccessLogSettings") or properties.get("AccessLogSetting") or {}
        if not log.get("Format") or UNLOGGED.search(log["Format"]):
            yield f"{name} logs {log.get('Format')}"
