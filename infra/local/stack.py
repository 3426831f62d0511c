"""The template that production deploys, built for this machine and deployed to the local AWS."""

import json
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

from infra.build import build
from infra.deploy import deploy, upload_web
from infra.local import bootstrap, digest, say
from infra.local.aws import KEYS
from infra.local.place import REGION, ROOT, SHARED, STACK, Place

NOTE = "/manydesk/local/deployed"
MADE_OF = ["app.py", ".chalice", "chalicelib", "functions", "layers", "infra"]


def client(place: Place, service: str) -> Any:
    return boto3.client(
        service,
        endpoint_url=place.aws_url,
        region_name=REGION,
        aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
    )


def stand(place: Place, dist: Path) -> dict[str, str]:
    """The stack as sources and ports say now, and the web apps in its bucket; its outputs."""
    parameters = {
        "Place": "local",
        "Stage": "local",
        "DeskOrigin": place.desk_url,
        "SocketUrl": f"ws://localhost:{place.desk_port}/socket",
        "LocalEndpoint": place.aws_url,
        "MailFrom": "desk@manydesk.local",
    }
    wanted = {"code": sources(), "parameters": parameters, "web": digest.of([dist])}
    has = deployed(place)
    found = outputs(place)
    if not found or any(has.get(part) != wanted[part] for part in ("code", "parameters")):
        found = renew(place, parameters)
        has = {}
    if has.get("web") != wanted["web"]:
        send_web(place, dist, found)
    if has != wanted:
        note(place, wanted)
    return found


def sources() -> str:
    """The build depends on the Python that runs the functions here as well."""
    local = ROOT / "infra" / "local"
    paths = [path for path in digest.files(ROOT / part for part in MADE_OF) if local not in path.parents]
    return digest.of([*paths, bootstrap.LOCKS["aws"]])


def renew(place: Place, parameters: dict[str, str]) -> dict[str, str]:
    with say.step("building the template, its functions and their layer for this machine"):
        template = build(SHARED / "build", target="host")
    with say.step(f"deploying the stack {STACK}"):
        return deploy(
            template,
            stack=STACK,
            region=REGION,
            parameters=parameters,
            endpoint_url=place.aws_url,
        )


def send_web(place: Place, dist: Path, found: dict[str, str]) -> None:
    with say.step("uploading the web apps"):
        upload_web(
            dist,
            bucket=found["WebBucket"],
            distribution_id=found["DistributionId"],
            config={},
            region=REGION,
            endpoint_url=place.aws_url,
        )


def outputs(place: Place) -> dict[str, str]:
    """Of the stack as it stands; nothing when there is none, or one that failed half-way."""
    try:
        answer = client(place, "cloudformation").describe_stacks(StackName=STACK)
    except ClientError:
        return {}
    stack = answer["Stacks"][0]
    if stack["StackStatus"] not in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
        return {}
    return {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])}


def deployed(place: Place) -> dict[str, Any]:
    """What stands there. The note is kept by the local AWS itself: it is saved and lost with it."""
    ssm = client(place, "ssm")
    try:
        found = json.loads(ssm.get_parameter(Name=NOTE)["Parameter"]["Value"])
    except ssm.exceptions.ParameterNotFound:
        return {}
    return dict(found)


def note(place: Place, wanted: dict[str, Any]) -> None:
    client(place, "ssm").put_parameter(
        Name=NOTE, Value=json.dumps(wanted), Type="String", Overwrite=True
    )
