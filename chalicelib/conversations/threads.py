"""Where an inbox's words belong in the table, and how far those that go out by it have come."""

from chalicelib.conversations import packing
from chalicelib.conversations.items import MessageItem, ThreadItem
from chalicelib.conversations.model import Delivery, Message
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk


class Threads:
    def thread(self, desk: Desk, customer: str, digest: str) -> str:
        item = ThreadItem.find(keys.thread(desk, customer, digest), consistent=True)
        return item.conversation if item else ""

    def threading(
        self, desk: Desk, customer: str, digest: str, before: str, now: str
    ) -> writes.Operation:
        """The thread goes on there, where nobody else has led it elsewhere since it was read."""
        key = keys.thread(desk, customer, digest)
        if not before:
            return writes.Put(ThreadItem.at(key, conversation=now), label="thread")
        unmoved = ThreadItem.conversation == before
        return writes.Change(
            ThreadItem.at(key), [ThreadItem.conversation.set(now)], unmoved, label="thread"
        )

    def delivering(self, desk: Desk, message: Message, delivery: Delivery) -> writes.Change:
        """How far it has come, where it is still as it was read."""
        lay = packing.delivery_lying(message.delivery)
        unmoved = MessageItem.delivery == lay if lay else MessageItem.delivery.does_not_exist()
        item = MessageItem.at(keys.message(desk, message.conversation, message.seq))
        actions = [MessageItem.delivery.set(packing.delivery_lying(delivery))]
        return writes.Change(item, actions, unmoved, label="delivery")
