from chalicelib.conversations.items import (
    ConversationItem,
    CustomerConversationItem,
    MessageItem,
    VersionItem,
)
from chalicelib.conversations.mapping import Mapping, queue_place
from chalicelib.conversations.model import Head, Message
from chalicelib.conversations.rollback import is_older
from chalicelib.conversations.threads import Threads
from chalicelib.core.clock import to_wire
from chalicelib.core.observe import logger
from chalicelib.core.values import replace
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.table.pages import Cursors, Page, every, query
from chalicelib.vault.seal import Unsealable

# What a hidden or repeated send is looked for among, newest first: bounds the read.
LOOK_BACK = 100


class ConversationStore(Threads):
    def __init__(self, *, mapping: Mapping, cursors: Cursors) -> None:
        self._mapping = mapping
        self._cursors = cursors

    def head(self, desk: Desk, conversation_id: str) -> Head | None:
        item = ConversationItem.find(keys.conversation(desk, conversation_id), consistent=True)
        return self._mapping.head(desk, item) if item else None

    def message(self, desk: Desk, conversation_id: str, seq: int) -> Message | None:
        item = MessageItem.find(keys.message(desk, conversation_id, seq), consistent=True)
        return self._mapping.message(desk, item) if item else None

    def starting(self, desk: Desk, head: Head) -> list[writes.Operation]:
        """The operations that bring a conversation into being, its first message aside."""
        listed = CustomerConversationItem.at(
            keys.customer_conversation(desk, head.customer, head.id),
            started_at=to_wire(head.created_at),
        )
        item = ConversationItem.at(
            keys.conversation(desk, head.id), **self._mapping.values(desk, head)
        )
        return [writes.Put(item, label="head"), writes.Put(listed, label="listed")]

    def putting(self, desk: Desk, message: Message, customer: str) -> writes.Put:
        return writes.Put(self._mapping.message_item(desk, message, customer), label="message")

    def moving(self, desk: Desk, before: Head, after: Head) -> writes.Change:
        """Only what changed is written, on the condition that the head is still as it was read."""
        actions = writes.setting(ConversationItem, self._mapping.changes(desk, before, after))
        item = ConversationItem.at(keys.conversation(desk, after.id))
        return writes.Change(item, actions, ConversationItem.version == before.version, "head")

    def amending(
        self, desk: Desk, before: Message, after: Message, customer: str
    ) -> list[writes.Operation]:
        """The message as it is now, where it is still as it was read; and what it was, kept."""
        key, changed = keys.message(desk, before.conversation, before.seq), after.amended
        if changed is None:
            raise ValueError("nothing was changed")
        actions = [
            MessageItem.body.set(self._mapping.body(desk, key, after, customer)),
            MessageItem.edits.set(changed.edits),
            MessageItem.amended_at.set(to_wire(changed.at)),
            *([MessageItem.recalled.set(1)] if changed.recalled else ()),
        ]
        unchanged = (
            MessageItem.amended_at == to_wire(before.amended.at)
            if before.amended
            else MessageItem.amended_at.does_not_exist()
        )
        n = (before.amended.edits if before.amended else 0) + 1
        version = self._mapping.version_item(desk, before, n, changed.at, customer)
        return [
            writes.Change(MessageItem.at(key), actions, unchanged, "message"),
            writes.Put(version, label="message"),
        ]

    def versions(self, desk: Desk, now: Message) -> list[Message]:
        probe = keys.message_version(desk, now.conversation, now.seq, 1)
        found = [VersionItem.from_raw_data(raw) for raw in every(VersionItem, probe)]
        return [self._mapping.version(desk, item, now) for item in found]

    def with_subjects(self, desk: Desk, messages: list[Message]) -> list[Message]:
        """Each message that is about another one, with that one as it is now."""
        wanted = {message.extra.about: message.conversation for message in messages}
        wanted.pop(0, None)
        if not wanted:
            return messages
        places = [keys.message(desk, conversation, seq) for seq, conversation in wanted.items()]
        found = {
            message.seq: message
            for message in (
                self._mapping.message(desk, item)
                for item in MessageItem.batch_get(
                    [(key.pk, key.sk) for key in places], consistent_read=True
                )
            )
        }
        whole = [replace(m, subject=found.get(m.extra.about)) for m in messages]
        if any(m.subject and is_older(m.subject, m) for m in whole):
            raise Unsealable("a message is older than the event of its change")
        return whole

    def moved_on(self, desk: Desk, head: Head) -> Head:
        """A message lies behind its last one: it has moved since it was read, or was put back."""
        now = self.head(desk, head.id)
        if now is None or now.seq <= head.seq:
            raise Unsealable("a head is older than its messages")
        return now

    def see(self, desk: Desk, conversation_id: str, *, by_customer: bool, seq: int) -> None:
        """Seen up to seq: only ever forward, and never beyond what there is."""
        name = "seen_customer" if by_customer else "seen_agent"
        attribute = getattr(ConversationItem, name)
        item = ConversationItem.at(keys.conversation(desk, conversation_id))
        try:
            writes.change(
                item, [attribute.set(seq)], (attribute < seq) & (ConversationItem.seq >= seq)
            )
        except (writes.ConditionFailed, writes.Contended):
            return

    def history(
        self,
        desk: Desk,
        conversation_id: str,
        *,
        after: int,
        before: int,
        limit: int,
        newest_first: bool = False,
    ) -> list[Message]:
        """Messages with after < seq < before, in the order of seq, `limit` at the most."""
        if before - after < 2:  # noqa: PLR2004 - nothing lies between neighbours
            return []
        low = keys.message(desk, conversation_id, after + 1)
        high = keys.message(desk, conversation_id, before - 1)
        raw, _ = query(
            MessageItem,
            low.pk,
            between=(low.sk, high.sk),
            limit=limit,
            newest_first=newest_first,
            consistent=True,
        )
        found = [self._mapping.message(desk, MessageItem.from_raw_data(item)) for item in raw]
        return found[::-1] if newest_first else found

    def find_sent(self, desk: Desk, head: Head, session: str, n: int) -> Message | None:
        """A sender's earlier message by its own number, among the latest."""
        recent = self.history(
            desk, head.id, after=0, before=head.seq + 1, limit=LOOK_BACK, newest_first=True
        )
        return next((m for m in recent if (m.session, m.n) == (session, n)), None)

    def page(
        self,
        desk: Desk,
        pk: str,
        *,
        index: str,
        cursor: str | None,
        limit: int,
        newest_first: bool,
    ) -> Page[Head]:
        """A page of an index, each row read from its head: the index may lag, the head does not."""
        sk_name = f"{index}_sk"
        listed = self._cursors.page(
            desk.merchant,
            pk,
            cursor,
            lambda after: query(
                ConversationItem,
                pk,
                pk_name=f"{index}_pk",
                sk_name=sk_name,
                index=index,
                after=after,
                limit=limit,
                newest_first=newest_first,
            ),
        )
        heads = self.heads(desk, [keys.id_of_moment(item[sk_name]["S"]) for item in listed.items])
        if newest_first:
            heads.sort(key=lambda head: head.updated_at, reverse=True)
        return Page(items=heads, next=listed.next)

    def position(self, desk: Desk, head: Head, most: int) -> tuple[int, bool]:
        """Counted in the index as it shows itself, keys alone; its own entry may come late."""
        place = queue_place(head)
        listed, beyond = query(
            ConversationItem,
            keys.unassigned(desk),
            pk_name="held_pk",
            sk_name="held_sk",
            index="held",
            between=("0", place),
            limit=most,
        )
        before = sum(item["held_sk"]["S"] != place for item in listed)
        return min(before + 1, most), beyond is not None

    def heads(self, desk: Desk, ids: list[str]) -> list[Head]:
        """The heads that are there and that open, in the order asked for."""
        wanted = [keys.conversation(desk, conversation_id) for conversation_id in ids]
        items = ConversationItem.batch_get([(key.pk, key.sk) for key in wanted])
        found = {item.pk: self._opened(desk, item) for item in items}
        return [head for key in wanted if (head := found.get(key.pk))]

    def _opened(self, desk: Desk, item: ConversationItem) -> Head | None:
        """One spoiled row must not keep a merchant's lists, and all who wait in them, from being read."""
        try:
            return self._mapping.head(desk, item)
        except Unsealable:
            logger.exception("fault")
            return None

    def of_customer(
        self, desk: Desk, customer_id: str, *, cursor: str | None, limit: int
    ) -> Page[Head]:
        probe = keys.customer_conversation(desk, customer_id, "X")
        listed = self._cursors.page(
            desk.merchant,
            probe.pk,
            cursor,
            lambda after: query(
                CustomerConversationItem,
                probe.pk,
                prefix=keys.prefix(probe),
                after=after,
                limit=limit,
                newest_first=True,
            ),
        )
        heads = self.heads(desk, [keys.id_of_moment(item["sk"]["S"]) for item in listed.items])
        return Page(items=heads, next=listed.next)
