"""What stands for DynamoDB: a client, and its stream. The cases of the contract know no more of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from botocore.exceptions import ClientError

Item = dict[str, dict[str, Any]]
Records = Callable[[], list[dict[str, Any]]]

NAME = "contract"
_KEYS = {"pk": "HASH", "sk": "RANGE"}


def _schema(hash_name: str, range_name: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": hash_name, "KeyType": "HASH"},
        {"AttributeName": range_name, "KeyType": "RANGE"},
    ]


TABLE: Mapping[str, Any] = {
    "TableName": NAME,
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [
        {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "held_pk", "held_sk")
    ],
    "KeySchema": _schema("pk", "sk"),
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "held",
            "KeySchema": _schema("held_pk", "held_sk"),
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
    ],
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
}
_numbers = count(1)


def s(text: str) -> dict[str, str]:
    return {"S": text}


def n(value: int) -> dict[str, str]:
    return {"N": str(value)}


@dataclass
class Leg:
    """`records` gives what the table's stream has had so far, in its order."""

    name: str
    client: Any
    records: Records
    pk: str = field(default_factory=lambda: f"P#{next(_numbers)}")

    def fresh(self) -> "Leg":
        """For one case: a partition of its own."""
        return Leg(self.name, self.client, self.records)

    def key(self, sk: str = "a") -> Item:
        return {"pk": s(self.pk), "sk": s(sk)}

    def put(self, sk: str = "a", **values: dict[str, Any]) -> None:
        self.client.put_item(TableName=NAME, Item={**self.key(sk), **values})

    def get(self, sk: str = "a") -> Item | None:
        found = self.client.get_item(TableName=NAME, Key=self.key(sk), ConsistentRead=True)
        item: Item | None = found.get("Item")
        return item

    def values(self, sk: str = "a") -> Item:
        """The item without its key."""
        item = self.get(sk)
        assert item is not None
        return {name: value for name, value in item.items() if name not in _KEYS}

    def update(self, expression: str, *, sk: str = "a", **more: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.update_item(
            TableName=NAME, Key=self.key(sk), UpdateExpression=expression, **more
        )
        return answer

    def transact(self, *parts: dict[str, Any], **more: Any) -> None:
        named = [{kind: {"TableName": NAME, **p} for kind, p in part.items()} for part in parts]
        self.client.transact_write_items(TransactItems=named, **more)

    def pages(self, condition: str, values: Item, **more: Any) -> Iterator[list[Item]]:
        """Every page that following the cursor gives."""
        more |= {"KeyConditionExpression": condition, "ExpressionAttributeValues": values}
        while True:
            answer = self.client.query(TableName=NAME, **more)
            yield answer["Items"]
            if "LastEvaluatedKey" not in answer:
                return
            more["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def query(self, condition: str, values: Item, **more: Any) -> list[Item]:
        return [item for page in self.pages(condition, values, **more) for item in page]

    def own_records(self) -> list[dict[str, Any]]:
        return [each for each in self.records() if each["dynamodb"]["Keys"]["pk"]["S"] == self.pk]


def refused(code: str, act: Callable[[], Any]) -> ClientError:
    """The error; the act must be refused with this code."""
    with pytest.raises(ClientError) as raised:
        act()
    error: ClientError = raised.value
    assert error.response["Error"]["Code"] == code, error
    return error


def stream_of(client: Any, streams: Any) -> Records:
    """Reads all shards of the table's stream from their beginning, by the Streams API."""
    arn = client.describe_table(TableName=NAME)["Table"]["LatestStreamArn"]

    def records() -> list[dict[str, Any]]:
        shards = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
        return [each for shard in shards for each in _shard(streams, arn, shard["ShardId"])]

    return records


def _shard(streams: Any, arn: str, shard: str) -> Iterator[dict[str, Any]]:
    asked = {"StreamArn": arn, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"}
    iterator = streams.get_shard_iterator(**asked)["ShardIterator"]
    while iterator:
        answer = streams.get_records(ShardIterator=iterator)
        yield from answer["Records"]
        iterator = answer.get("NextShardIterator") if answer["Records"] else None
