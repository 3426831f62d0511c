"""How a merchant sets the bot up, and how customers meet it."""

from collections.abc import Mapping
from typing import Any

from chalicelib.audit.log import Audit
from chalicelib.bot.model import Settings
from chalicelib.bot.rules import changed
from chalicelib.bot.store import BotStore
from chalicelib.core.errors import Stale
from chalicelib.merchants.service import MerchantsService
from chalicelib.table import writes
from chalicelib.table.desk import Desk


class Setup:
    def __init__(self, *, store: BotStore, merchants: MerchantsService, audit: Audit) -> None:
        self._store = store
        self._merchants = merchants
        self._audit = audit

    def settings(self, desk: Desk) -> Settings:
        return self._store.settings(desk)

    def change(self, desk: Desk, *, version: int, values: Mapping[str, Any]) -> Settings:
        before = self._store.settings(desk, consistent=True)
        if before.version != version:
            raise Stale("It was changed in the meantime.")
        keeping = self._store.keeping(desk, changed(before, values))
        detail = {"fields": ",".join(sorted(values))}
        try:
            self._audit.write(desk, keeping, action="bot.changed", on=desk.merchant, detail=detail)
        except writes.ConditionFailed as error:
            raise Stale("It was changed in the meantime.") from error
        return self._store.settings(desk, consistent=True)

    def face(self, desk: Desk) -> dict[str, Any] | None:
        """As customers meet it; none where it is switched off."""
        on = self._merchants.merchant(desk).bot_on
        return self._store.settings(desk).face() if on else None
