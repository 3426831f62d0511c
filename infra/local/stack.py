"""The template that production deploys, built for this machine and deployed to the local AWS."""

import contextlib
import json
import os
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

from infra.build import build
from infra.deploy import deploy, upload_web
from infra.local import bootstrap, digest, say
from infra.local.aws import KEYS
from infra.local.place import REGION, ROOT, STACK, Place, Trouble
from infra.stacks import StackFailed
from infra.web import configuration

NOTE = "/manydesk/local/deployed"
MADE_OF = ["app.py", ".chalice", "chalicelib", "functions", "layers", "infra"]
STANDING = {"CREATE_COMPLETE", "UPDATE_COMPLETE"}


def use_local_keys() -> None:
    """Whatever AWS account this shell is signed in to is left alone."""
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
        os.environ.pop(name, None)
    os.environ.update(KEYS)


def client(place: Place, service: str) -> Any:
    return boto3.client(service, endpoint_url=place.aws_url, region_name=REGION)


def parameters(place: Place) -> dict[str, str]:
    return {
        "Place": "local",
        "Stage": "local",
        "DeskOrigin": place.desk_url,
        "SocketUrl": f"ws://localhost:{place.desk_port}/socket",
        "LocalEndpoint": place.aws_url,
        "MailFrom": "desk@manydesk.local",
        "MailDomain": "in.manydesk.local",
        "InwardOrigins": place.hook_origin,
    }


def stand(place: Place) -> dict[str, str]:
    """The stack as sources and ports say now; its outputs. Nothing is done where nothing changed."""
    wanted = {"code": sources(), "parameters": parameters(place)}
    found = outputs(place)
    if found and deployed(place) == wanted:
        return found
    with say.step("building the template, its functions and their layer"):
        template = build(place.home / "build", target="host")
    with say.step(f"deploying the stack {STACK}"):
        found = put(place, template)
    client(place, "ssm").put_parameter(
        Name=NOTE, Value=json.dumps(wanted), Type="String", Overwrite=True
    )
    return found


def put(place: Place, template: Path) -> dict[str, str]:
    log = (place.log / "deploy.log").open("a")
    try:
        with log, contextlib.redirect_stdout(log):
            return deploy(
                template,
                stack=STACK,
                region=REGION,
                parameters=parameters(place),
                endpoint_url=place.aws_url,
            )
    except StackFailed as failed:
        raise Trouble(f"The stack could not be deployed:\n{failed}") from failed


def send_web(place: Place, dist: Path, found: dict[str, str]) -> None:
    sent = upload_web(
        dist,
        bucket=found["WebBucket"],
        distribution_id=found["DistributionId"],
        config=configuration(parameters(place), found),
        region=REGION,
        endpoint_url=place.aws_url,
    )
    if sent:
        say.line(f"web apps: {sent} files uploaded")


def sources() -> str:
    """Also of the Python that runs the functions here; not of the local stack's own code."""
    local = ROOT / "infra" / "local"
    paths = digest.files(ROOT / part for part in MADE_OF)
    return digest.of([*(p for p in paths if local not in p.parents), bootstrap.LOCKS["aws"]])


def outputs(place: Place) -> dict[str, str]:
    """Of the stack as it stands; nothing when there is none, or one that failed half-way."""
    try:
        answer = client(place, "cloudformation").describe_stacks(StackName=STACK)
    except ClientError:
        return {}
    stack = answer["Stacks"][0]
    if stack["StackStatus"] not in STANDING:
        return {}
    return {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])}


def deployed(place: Place) -> dict[str, Any]:
    """What stands there. The local AWS itself keeps the note: it is saved, and lost, with it."""
    ssm = client(place, "ssm")
    try:
        return dict(json.loads(ssm.get_parameter(Name=NOTE)["Parameter"]["Value"]))
    except ssm.exceptions.ParameterNotFound:
        return {}
