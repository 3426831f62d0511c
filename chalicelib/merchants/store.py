import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.core.clock import to_wire
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import MerchantId
from chalicelib.merchants.items import MerchantItem, WidgetItem, WidgetNameItem
from chalicelib.merchants.model import Merchant, Widget
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.vault.seal import Place, Vault

SEALED = frozenset({"name", "greeting"})


class MerchantStore:
    def __init__(self, *, vault: Vault) -> None:
        self._vault = vault

    def create_key(self, desk: Desk) -> None:
        self._vault.create(desk.merchant)

    def rotating_key(self, desk: Desk) -> tuple[int, list[writes.Operation]]:
        return self._vault.rotating(desk.merchant)

    def rotated_key(self, desk: Desk) -> None:
        self._vault.rotated(desk.merchant)

    def get(self, desk: Desk, *, consistent: bool = False) -> Merchant:
        item = MerchantItem.find(keys.merchant(desk), consistent=consistent)
        if item is None:
            raise NotFound("There is no such merchant.")
        return Merchant(
            id=desk.merchant,
            name=self._open(desk, "name", item.name),
            greeting=json.loads(self._open(desk, "greeting", item.greeting)),
            locale=item.locale,
            time_zone=item.time_zone,
            accent=item.accent,
            version=int(item.version),
            bot_on=bool(item.bot_on),
        )

    def bot_on(self, desk: Desk) -> bool:
        """Read on the way of a message: nothing is opened."""
        item = MerchantItem.find(keys.merchant(desk))
        return bool(item and item.bot_on)

    def creation(
        self, desk: Desk, merchant: Merchant, widget: Widget, at: datetime
    ) -> list[writes.Operation]:
        item = MerchantItem.at(
            keys.merchant(desk),
            name=self._seal(desk, "name", merchant.name),
            greeting=self._seal(desk, "greeting", json.dumps(dict(merchant.greeting))),
            locale=merchant.locale,
            time_zone=merchant.time_zone,
            accent=merchant.accent,
            owners=1,
            created_at=to_wire(at),
            version=merchant.version,
        )
        front = WidgetItem.at(
            keys.widget(desk),
            widget_key=widget.key,
            allowed_origins=list(widget.allowed_origins),
            version=widget.version,
        )
        named = [writes.Put(item, label="merchant"), writes.Put(front, label="widget")]
        return [*named, writes.Put(_name(desk, widget.key), label="widget_name")]

    def changing(self, desk: Desk, version: int, values: Mapping[str, Any]) -> writes.Change:
        """Set fields of the merchant, where the version is still the one read."""
        lying = {
            name: self._seal(desk, name, value) if name in SEALED else value
            for name, value in values.items()
        }
        actions = writes.setting(MerchantItem, lying)
        unmoved = MerchantItem.version == version
        item = MerchantItem.at(keys.merchant(desk))
        return writes.Change(
            item, [*actions, MerchantItem.version.add(1)], unmoved, label="merchant"
        )

    def owners(self, desk: Desk, by: int) -> writes.Change:
        """One owner more or less; the last one cannot go."""
        others = MerchantItem.owners > 1 if by < 0 else None
        item = MerchantItem.at(keys.merchant(desk))
        return writes.Change(item, [MerchantItem.owners.add(by)], others, label="last_owner")

    def widget(self, desk: Desk, *, consistent: bool = False) -> Widget:
        item = WidgetItem.find(keys.widget(desk), consistent=consistent)
        if item is None:
            raise NotFound("There is no such widget.")
        origins = tuple(item.allowed_origins)
        return Widget(key=item.widget_key, allowed_origins=origins, version=int(item.version))

    def changing_origins(self, desk: Desk, version: int, origins: list[str]) -> writes.Change:
        actions = [WidgetItem.allowed_origins.set(origins), WidgetItem.version.add(1)]
        unmoved = WidgetItem.version == version
        return writes.Change(WidgetItem.at(keys.widget(desk)), actions, unmoved, label="widget")

    def renaming(self, desk: Desk, old: str, new: str) -> list[writes.Operation]:
        """Another key for the widget; the old one leads nowhere from the same moment."""
        actions = [WidgetItem.widget_key.set(new), WidgetItem.version.add(1)]
        unmoved = WidgetItem.widget_key == old
        return [
            writes.Change(WidgetItem.at(keys.widget(desk)), actions, unmoved, label="widget"),
            writes.Remove(_name(desk, old), label="widget_name"),
            writes.Put(_name(desk, new), label="new_widget_name"),
        ]

    def merchant_of_widget(self, widget_key: str) -> MerchantId:
        item = WidgetNameItem.find(keys.widget_name(widget_key))
        if item is None:
            raise NotFound("There is no such widget.")
        return MerchantId(item.merchant)

    def _seal(self, desk: Desk, attribute: str, text: str) -> bytes:
        return self._vault.seal(Place(desk.merchant, keys.merchant(desk), attribute), text)

    def _open(self, desk: Desk, attribute: str, blob: bytes) -> str:
        return self._vault.open(Place(desk.merchant, keys.merchant(desk), attribute), blob)


def _name(desk: Desk, widget_key: str) -> WidgetNameItem:
    return WidgetNameItem.at(keys.widget_name(widget_key), merchant=desk.merchant)
