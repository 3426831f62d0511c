import json
from collections.abc import Mapping
from typing import Any

from chalicelib.core.clock import from_wire, to_wire
from chalicelib.core.ids import MerchantId
from chalicelib.inboxes.items import InboxesMadeItem, InboxItem, InboxNameItem
from chalicelib.inboxes.model import Channel, Inbox, Secret, State
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.table.keys import Key
from chalicelib.table.pages import every
from chalicelib.vault.seal import Place, Vault

SEALED = frozenset({"name", "settings", "secrets"})


class InboxStore:
    def __init__(self, *, vault: Vault) -> None:
        self._vault = vault

    def owner(self, key: str) -> tuple[MerchantId, str] | None:
        """Whose inbox a key names. Needs the front keys."""
        item = InboxNameItem.find(keys.inbox_name(key))
        return (MerchantId(item.merchant), item.inbox) if item else None

    def find(self, desk: Desk, inbox: str, *, consistent: bool = False) -> Inbox | None:
        item = InboxItem.find(keys.inbox(desk, inbox), consistent=consistent)
        return self._inbox(desk, item) if item else None

    def all(self, desk: Desk) -> list[Inbox]:
        raw = every(InboxItem, keys.inbox(desk, "0"))
        return [self._inbox(desk, InboxItem.from_raw_data(item)) for item in raw]

    def count(self, desk: Desk) -> tuple[int, int]:
        """How many were ever made and, read after that, how many there are."""
        mark = InboxesMadeItem.find(keys.inboxes_made(desk), consistent=True)
        there = sum(1 for _ in every(InboxItem, keys.inbox(desk, "0")))
        return (int(mark.made) if mark else 0), there

    def creating(self, desk: Desk, inbox: Inbox, made: int) -> list[writes.Operation]:
        """`made`: as it was counted. Fails by its label `inboxes_made` where another was made meanwhile."""
        place = keys.inbox(desk, inbox.id)
        item = InboxItem.at(
            place,
            channel=str(inbox.channel),
            inbox_key=inbox.key,
            state=str(inbox.state),
            created_at=to_wire(inbox.created_at),
            version=inbox.version,
            **self._lying(desk, place, sealable(inbox)),
        )
        name = InboxNameItem.at(keys.inbox_name(inbox.key), merchant=desk.merchant, inbox=inbox.id)
        mark = InboxesMadeItem.made
        counted = writes.Upsert(
            InboxesMadeItem.at(keys.inboxes_made(desk)),
            [mark.set(made + 1)],
            mark == made if made else mark.does_not_exist(),
            label="inboxes_made",
        )
        return [
            writes.Put(item, label="inbox"),
            writes.Put(name, label="inbox_name"),
            counted,
        ]

    def changing(
        self, desk: Desk, inbox: Inbox, version: int, values: Mapping[str, Any]
    ) -> writes.Change:
        """Attributes as they lie; what is sealed as its text. Fails by its label `inbox`."""
        place = keys.inbox(desk, inbox.id)
        actions = writes.setting(InboxItem, self._lying(desk, place, values))
        unmoved = InboxItem.version == version
        return writes.Change(
            InboxItem.at(place), [*actions, InboxItem.version.add(1)], unmoved, label="inbox"
        )

    def removing(self, desk: Desk, inbox: Inbox) -> list[writes.Operation]:
        """The address leads nowhere from the same moment."""
        return [
            writes.Remove(InboxItem.at(keys.inbox(desk, inbox.id)), label="inbox"),
            writes.Remove(InboxNameItem.at(keys.inbox_name(inbox.key)), label="inbox_name"),
        ]

    def _lying(self, desk: Desk, place: Key, values: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: self._vault.seal(Place(desk.merchant, place, name), value)
            if name in SEALED and value
            else value or None
            for name, value in values.items()
        }

    def _inbox(self, desk: Desk, item: InboxItem) -> Inbox:
        def opened(name: str) -> str:
            blob = getattr(item, name)
            return self._vault.open(Place(desk.merchant, item.key, name), blob) if blob else ""

        return Inbox(
            id=keys.last_of(item.sk),
            channel=Channel(item.channel),
            name=opened("name"),
            key=item.inbox_key,
            settings=json.loads(opened("settings")),
            created_at=from_wire(item.created_at),
            version=int(item.version),
            state=State(item.state),
            why=item.why or "",
            secrets=tuple(_secret(*each) for each in json.loads(opened("secrets") or "[]")),
        )


def sealable(inbox: Inbox) -> dict[str, str]:
    """What of an inbox is sealed, as text."""
    return {
        "name": inbox.name,
        "settings": json.dumps(dict(inbox.settings), ensure_ascii=False),
        "secrets": secrets_text(inbox.secrets),
    }


def secrets_text(secrets: tuple[Secret, ...]) -> str:
    told = [
        [each.text, to_wire(each.made_at), to_wire(each.until) if each.until else None]
        for each in secrets
    ]
    return json.dumps(told) if told else ""


def _secret(text: str, made_at: str, until: str | None) -> Secret:
    return Secret(text, from_wire(made_at), from_wire(until) if until else None)
