"""A process that died while it sent a letter: what it leaves in the table, and the job that comes again."""

import json

from chalicelib.conversations import packing
from chalicelib.conversations.items import MessageItem
from chalicelib.conversations.model import Delivery, Reached
from chalicelib.core.caller import system
from chalicelib.core.clock import utc_now
from chalicelib.core.ids import MerchantId, new_id
from chalicelib.table import keys
from chalicelib.table.desk import Desk
from infra.local.place import STACK
from tests.stack.clerks import physical
from tests.stack.fixtures import Stack


def while_sending(running: Stack, merchant: str, conversation: str, seq: int) -> None:
    place = keys.message(Desk(MerchantId(merchant), system("test")), conversation, seq)
    begun = packing.delivery_lying(Delivery(Reached.SENDING, utc_now(), 1))
    running.client("dynamodb").update_item(
        TableName=f"{STACK}-{place.table}",
        Key={"pk": {"S": place.pk}, "sk": {"S": place.sk}},
        UpdateExpression="SET #d = :d",
        ConditionExpression="attribute_exists(#d)",
        ExpressionAttributeNames={"#d": MessageItem.delivery.attr_name},
        ExpressionAttributeValues={":d": {"S": MessageItem.delivery.serialize(begun)}},
    )
    job = {"merchant": merchant, "conversation": conversation, "since": seq - 1}
    running.client("sqs").send_message(
        QueueUrl=physical(running, "OutboundQueue"),
        MessageBody=json.dumps(job),
        MessageGroupId=conversation,
        MessageDeduplicationId=new_id(),
    )
