"""A merchant's own settings, and the widget on its pages."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.audit.log import Audit
from chalicelib.audit.model import Entry
from chalicelib.core.caller import system
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Conflict, NotFound, Stale
from chalicelib.core.ids import MerchantId
from chalicelib.merchants.model import (
    ACCENT,
    GREETING,
    Merchant,
    Widget,
    check_time_zone,
    is_widget_key,
    new_widget_key,
)
from chalicelib.merchants.store import MerchantStore
from chalicelib.table import writes
from chalicelib.table.desk import Desk
from chalicelib.table.pages import DEFAULT_LIMIT, Page

PLAIN = ("name", "locale", "time_zone", "bot_on")


class MerchantsService:
    def __init__(
        self, *, store: MerchantStore, audit: Audit, clock: Clock, desk_origin: str
    ) -> None:
        self._store = store
        self._audit = audit
        self._clock = clock
        self.desk_origin = desk_origin

    def merchant(self, desk: Desk) -> Merchant:
        return self._store.get(desk)

    def bot_on(self, desk: Desk) -> bool:
        return self._store.bot_on(desk)

    def change(self, desk: Desk, *, version: int, values: Mapping[str, Any]) -> Merchant:
        """`values` as the contract `change_merchant` has them; a greeting changes by language."""
        if "time_zone" in values:
            check_time_zone(values["time_zone"])
        self._write(
            desk,
            self._store.changing(desk, version, self._fields(desk, values)),
            action="merchant.changed",
            fields=sorted(values),
        )
        return self._store.get(desk, consistent=True)

    def _fields(self, desk: Desk, values: Mapping[str, Any]) -> dict[str, Any]:
        fields = {name: values[name] for name in PLAIN if name in values}
        if "accent" in values.get("branding", {}):
            fields["accent"] = values["branding"]["accent"].lower()
        if "greeting" in values:
            told = self._store.get(desk, consistent=True).greeting
            fields["greeting"] = json.dumps({**told, **values["greeting"]})
        return fields

    def widget(self, desk: Desk) -> Widget:
        return self._store.widget(desk)

    def change_widget(self, desk: Desk, *, version: int, allowed_origins: Sequence[str]) -> Widget:
        self._write(
            desk,
            self._store.changing_origins(desk, version, list(allowed_origins)),
            action="widget.changed",
            fields=["allowed_origins"],
        )
        return self._store.widget(desk, consistent=True)

    def renew_widget_key(self, desk: Desk) -> Widget:
        """Another key at once: pages with the old tag show no widget any more."""
        old = self._store.widget(desk, consistent=True)
        renaming = self._store.renaming(desk, old.key, new_widget_key())
        try:
            self._audit.write(desk, *renaming, action="widget.key_renewed", on=desk.merchant)
        except writes.ConditionFailed as error:
            raise Conflict("The key was renewed by somebody else just now.") from error
        return self._store.widget(desk, consistent=True)

    def rotate_key(self, desk: Desk) -> int:
        """The epoch of the data key under which is written from now on; what was sealed before opens."""
        epoch, rotating = self._store.rotating_key(desk)
        try:
            self._audit.write(
                desk,
                *rotating,
                action="data_key.rotated",
                on=desk.merchant,
                detail={"epoch": str(epoch)},
            )
        except writes.ConditionFailed as error:
            raise Conflict("The key was rotated by somebody else just now.") from error
        self._store.rotated_key(desk)
        return epoch

    def widget_by_key(self, widget_key: str) -> tuple[MerchantId, Widget]:
        """Whose widget a page's tag names. Needs the front keys."""
        if not is_widget_key(widget_key):
            raise NotFound("There is no such widget.")
        merchant = self._store.merchant_of_widget(widget_key)
        desk = Desk(merchant=merchant, caller=system("widget"))
        with desk.open():
            widget = self._store.widget(desk)
        if widget.key != widget_key:
            raise NotFound("There is no such widget.")
        return merchant, widget

    def audited(
        self, desk: Desk, *, cursor: str | None = None, limit: int = DEFAULT_LIMIT
    ) -> Page[Entry]:
        return self._audit.page(desk, cursor=cursor, limit=limit)

    def creation(
        self, desk: Desk, *, name: str, locale: str, time_zone: str
    ) -> list[writes.Operation]:
        """What makes a new merchant with one owner; its data key is made on the spot."""
        self._store.create_key(desk)
        merchant = Merchant(
            id=desk.merchant,
            name=name,
            locale=locale,
            time_zone=time_zone,
            accent=ACCENT,
            greeting=GREETING,
            version=1,
        )
        widget = Widget(key=new_widget_key(), allowed_origins=(), version=1)
        return self._store.creation(desk, merchant, widget, self._clock())

    def owner_joins(self, desk: Desk) -> writes.Operation:
        return self._store.owners(desk, 1)

    def owner_leaves(self, desk: Desk) -> writes.Operation:
        """Fails by its label `last_owner` where nobody would be left."""
        return self._store.owners(desk, -1)

    def _write(
        self, desk: Desk, change: writes.Change, *, action: str, fields: Sequence[str]
    ) -> None:
        detail = {"fields": ",".join(fields)}
        try:
            self._audit.write(desk, change, action=action, on=desk.merchant, detail=detail)
        except writes.ConditionFailed as error:
            raise Stale("It was changed in the meantime.") from error
