"""Artefacts go to the region's bucket under the hash of their content: the same bytes go once."""

import hashlib
import json
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

PLACES = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}


def bucket_name(account: str, region: str) -> str:
    return f"manydesk-artefacts-{account}-{region}"


def ensure_bucket(s3: Any, name: str, region: str) -> None:
    try:
        s3.head_bucket(Bucket=name)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:  # noqa: PLR2004
            raise
    else:
        return
    where = (
        {}
        if region == "us-east-1"
        else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    )
    s3.create_bucket(Bucket=name, **where)
    s3.put_public_access_block(
        Bucket=name,
        PublicAccessBlockConfiguration=dict.fromkeys(
            ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"),
            True,
        ),
    )
    s3.put_bucket_policy(Bucket=name, Policy=json.dumps(_tls_only(name, _partition(region))))


def _partition(region: str) -> str:
    return "aws-cn" if region.startswith("cn-") else "aws"


def _tls_only(name: str, partition: str) -> dict[str, Any]:
    arn = f"arn:{partition}:s3:::{name}"
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "TlsOnly",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [arn, f"{arn}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ],
    }


def upload(s3: Any, bucket: str, content: bytes, suffix: str) -> str:
    """Returns the key; what is there already is not sent again."""
    key = hashlib.sha256(content).hexdigest() + suffix
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:  # noqa: PLR2004
            raise
        s3.put_object(Bucket=bucket, Key=key, Body=content, ServerSideEncryption="AES256")
    return key


def publish(s3: Any, bucket: str, template: Path) -> str:
    """Uploads the template's artefacts, then the template that names them; returns the template's key."""
    whole = json.loads(template.read_text())
    sent: dict[str, str] = {}
    for resource in whole["Resources"].values():
        if place := PLACES.get(resource["Type"]):
            name = resource["Properties"][place]
            if name not in sent:
                sent[name] = upload(s3, bucket, (template.parent / name).read_bytes(), ".zip")
            resource["Properties"][place] = f"s3://{bucket}/{sent[name]}"
    body = json.dumps(whole, separators=(",", ":"), sort_keys=True).encode()
    return upload(s3, bucket, body, ".json")
