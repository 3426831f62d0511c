"""Deploying, against the local AWS: small stacks of the tests' own, in a region of their own."""

import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from infra.deploy import client, deploy, regional, upload_web
from infra.stacks import StackFailed
from tests.stack.fixtures import Stack

REGION = "ap-southeast-1"
OWN = uuid.uuid4().hex[:8]  # the stack under test may be one that has been used before
QUEUE = {"Type": "AWS::SQS::Queue"}
REFUSED = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "no-suffix", "FifoQueue": True}}

pytestmark = pytest.mark.stack


def put(running: Stack, folder: Path, stack: str, **resources: Any) -> dict[str, str]:
    template = folder / "template.json"
    outputs = {"Queue": {"Value": {"Ref": "Queue"}}}
    template.write_text(json.dumps({"Resources": resources, "Outputs": outputs}))
    where = {"region": REGION, "endpoint_url": running.place.aws_url}
    return deploy(template, stack=stack, parameters={}, **where)


def status(running: Stack, stack: str) -> str:
    cfn = client("cloudformation", REGION, running.place.aws_url)
    return str(cfn.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"])


def test_a_stack_is_made_left_alone_and_changed(
    running: Stack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = put(running, tmp_path, f"made-{OWN}", Queue=QUEUE)
    again = put(running, tmp_path, f"made-{OWN}", Queue=QUEUE)
    assert "nothing to change" in capsys.readouterr().out
    put(running, tmp_path, f"made-{OWN}", Queue=QUEUE, Topic={"Type": "AWS::SNS::Topic"})

    assert first == again
    assert status(running, f"made-{OWN}") == "UPDATE_COMPLETE"
    assert "COMPLETE  Topic" in capsys.readouterr().out


def test_a_failure_names_the_resource_and_the_reason(running: Stack, tmp_path: Path) -> None:
    with pytest.raises(StackFailed, match=r"(?s)Wrong .*\.fifo"):
        put(running, tmp_path, f"wrong-{OWN}", Queue=QUEUE, Wrong=REFUSED)

    put(running, tmp_path, f"wrong-{OWN}", Queue=QUEUE)
    assert status(running, f"wrong-{OWN}") == "CREATE_COMPLETE"


def test_a_failed_change_leaves_the_stack_as_it_was(running: Stack, tmp_path: Path) -> None:
    put(running, tmp_path, f"kept-{OWN}", Queue=QUEUE)
    with pytest.raises(StackFailed, match=r"UPDATE_ROLLBACK_COMPLETE"):
        put(running, tmp_path, f"kept-{OWN}", Queue=QUEUE, Wrong=REFUSED)

    cfn = client("cloudformation", REGION, running.place.aws_url)
    kept = cfn.describe_stack_resources(StackName=f"kept-{OWN}")["StackResources"]
    live = {r["LogicalResourceId"] for r in kept if not r["ResourceStatus"].startswith("DELETE")}
    assert live == {"Queue"}


def test_web_files_carry_their_type_and_age_and_go_once(running: Stack, tmp_path: Path) -> None:
    endpoint, outputs = running.place.aws_url, running.outputs
    s3 = client("s3", "us-east-1", endpoint)
    s3.create_bucket(Bucket=f"web-files-{OWN}")
    for name in ("v1.js", "console/index.html", "console/assets/main-Ab12Cd34.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    where: dict[str, Any] = {"region": "us-east-1", "endpoint_url": endpoint}
    where |= {"bucket": f"web-files-{OWN}", "distribution_id": outputs["DistributionId"]}

    sent = [upload_web(tmp_path, config={"origin": at}, **where) for at in ("a", "a", "b")]

    heads = {
        entry["Key"]: s3.head_object(Bucket=f"web-files-{OWN}", Key=entry["Key"])
        for entry in s3.list_objects_v2(Bucket=f"web-files-{OWN}")["Contents"]
    }
    assert sent == [4, 0, 1]
    assert {key: (head["ContentType"], head["CacheControl"]) for key, head in heads.items()} == {
        "config.json": ("application/json; charset=utf-8", "no-cache"),
        "console/assets/main-Ab12Cd34.js": (
            "text/javascript; charset=utf-8",
            "public, max-age=31536000, immutable",
        ),
        "console/index.html": ("text/html; charset=utf-8", "no-cache"),
        "v1.js": (
            "text/javascript; charset=utf-8",
            "public, max-age=300, stale-while-revalidate=86400",
        ),
    }


def test_the_built_template_goes_up_in_another_region(running: Stack) -> None:
    """What the running stack was built from, with the parameters that the region's file gives."""
    endpoint = running.place.aws_url
    stack, parameters = regional("eu-west-1", endpoint)
    built = running.place.home / "build" / "template.json"
    outputs = deploy(
        built, stack=stack, region="eu-west-1", parameters=parameters, endpoint_url=endpoint
    )

    assert outputs["KeyArn"].split(":")[3] == "eu-west-1"
    assert outputs["SocketUrl"].startswith("wss://")
    assert outputs["WebBucket"].endswith("eu-west-1")
