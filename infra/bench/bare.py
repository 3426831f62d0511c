"""The bare handlers: the same calls to AWS with boto3 and nothing else, to measure ours beside."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import boto3
import botocore.session

from infra.bench.recording import Part

METHODS = {
    "GetItem": "get_item",
    "Query": "query",
    "BatchGetItem": "batch_get_item",
    "PutItem": "put_item",
    "TransactWriteItems": "transact_write_items",
    "PostToConnection": "post_to_connection",
    "SendMessage": "send_message",
}
Handler = Callable[[dict[str, Any], Any], Any]


def clients(callback: str) -> dict[str, Any]:
    """Made before the house is imported: the call guard joins every session made after it."""
    session = boto3.session.Session(botocore_session=botocore.session.Session())
    return {
        "dynamodb": session.client("dynamodb"),
        "sqs": session.client("sqs"),
        "apigatewaymanagementapi": session.client("apigatewaymanagementapi", endpoint_url=callback),
    }


def _calls(part: Part, made: dict[str, Any]) -> list[Callable[[], Any]]:
    return [
        partial(getattr(made[service], METHODS[operation]), **parameters)
        for service, operation, parameters in part.calls
    ]


def saying(part: Part, made: dict[str, Any]) -> Handler:
    """Reads the frame, makes the calls, answers."""
    calls = _calls(part, made)

    def handler(event: dict[str, Any], _: Any) -> dict[str, Any]:
        frame = json.loads(event["body"])
        for call in calls:
            call()
        said = {"t": "said", "session": frame["session"], "n": frame["n"]}
        return {"statusCode": 200, "body": json.dumps(said)}

    return handler


def serving(part: Part, made: dict[str, Any]) -> Handler:
    """Makes the calls and lets every record pass."""
    calls = _calls(part, made)

    def handler(_: dict[str, Any], __: Any) -> dict[str, Any]:
        for call in calls:
            call()
        return {"batchItemFailures": []}

    return handler


def querying(part: Part, made: dict[str, Any]) -> Handler:
    """The page's own query alone, as boto3 gives it: typed values, and the bodies sealed."""
    calls = _calls(Part(part.event, [each for each in part.calls if each[1] == "Query"]), made)

    def handler(_: dict[str, Any], __: Any) -> list[Any]:
        return [item for call in calls for item in call()["Items"]]

    return handler
