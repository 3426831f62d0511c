"""Deploys a built template and the web apps to one region, or to the local AWS.

    python infra/deploy.py --region us-east-1

Reads infra/regions/<region>.json. Where AWS_ENDPOINT_URL is set, everything goes there instead of AWS.
"""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from infra import artefacts, stacks, web
from infra.build import build
from infra.layer import Target
from infra.local import webapps
from infra.local.place import SHARED
from infra.parts import ROOT

REGIONS = ROOT / "infra" / "regions"
PATH_STYLE = Config(s3={"addressing_style": "path"})  # a local AWS has no name for each bucket


def client(service: str, region: str, endpoint_url: str | None) -> Any:
    config = PATH_STYLE if endpoint_url and service == "s3" else None
    return boto3.client(service, region_name=region, endpoint_url=endpoint_url, config=config)


def deploy(
    template: Path,
    *,
    stack: str,
    region: str,
    parameters: dict[str, str],
    endpoint_url: str | None = None,
) -> dict[str, str]:
    """Puts a built template on its stack and returns the outputs.

    Uploads the artefacts beside the template to the region's artefact bucket (made if it is missing)
    under the hash of their content, creates or updates the stack through a change set, and prints
    each resource as it settles. Raises StackFailed naming the resources that failed, with reasons.
    """
    account = client("sts", region, endpoint_url).get_caller_identity()["Account"]
    s3 = client("s3", region, endpoint_url)
    bucket = artefacts.bucket_name(account, region)
    artefacts.ensure_bucket(s3, bucket, region)
    key = artefacts.publish(s3, bucket, template)
    url = f"{s3.meta.endpoint_url}/{bucket}/{key}"
    cfn = client("cloudformation", region, endpoint_url)
    return stacks.deploy_stack(cfn, stack, url, parameters)


def upload_web(
    dist: Path,
    *,
    bucket: str,
    distribution_id: str,
    config: dict[str, Any],
    region: str,
    endpoint_url: str | None = None,
) -> int:
    """Uploads web/dist with config as its config.json, invalidates the cache, returns how many files went.

    Hashed assets live a year, v1.js five minutes (then stale while it is fetched again), pages and
    config.json are always asked for anew. An empty distribution_id leaves the cache alone.
    """
    files = web.files(dist, config)
    s3 = client("s3", region, endpoint_url)
    sent = web.send(s3, bucket, files)
    if distribution_id and sent:
        web.invalidate(client("cloudfront", region, endpoint_url), distribution_id)
    return sent


def regional(region: str, endpoint_url: str | None) -> tuple[str, dict[str, str]]:
    """Stack and parameters as the region's file says; a local AWS is told that it is one."""
    said = json.loads((REGIONS / f"{region}.json").read_text())
    local = {"Place": "local", "LocalEndpoint": endpoint_url} if endpoint_url else {}
    return said["stack"], said["parameters"] | local


def main() -> None:
    asked = argparse.ArgumentParser(description="Deploy Manydesk to one region.")
    asked.add_argument("--region", required=True, choices=sorted(f.stem for f in REGIONS.iterdir()))
    asked.add_argument("--web", type=Path, help="built web apps, instead of building them")
    given = asked.parse_args()
    endpoint = os.environ.get("AWS_ENDPOINT_URL")
    stack, parameters = regional(given.region, endpoint)
    target: Target = "host" if endpoint else "lambda"
    where: dict[str, Any] = {"region": given.region, "endpoint_url": endpoint}
    try:
        template = build(ROOT / "build" / target, target=target)
        outputs = deploy(template, stack=stack, parameters=parameters, **where)
    except stacks.StackFailed as failed:
        raise SystemExit(str(failed)) from failed
    sent = upload_web(
        given.web or webapps.build(SHARED / "log"),
        bucket=outputs["WebBucket"],
        distribution_id=outputs["DistributionId"],
        config=web.configuration(parameters, outputs),
        **where,
    )
    print(f"{sent} web files sent")
    print("\n".join(f"{name:<20} {value}" for name, value in outputs.items()))


if __name__ == "__main__":
    main()
