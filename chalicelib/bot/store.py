import json
from typing import Any

from chalicelib.bot.items import BotItem
from chalicelib.bot.model import UNSET, Keyword, Settings, Thresholds
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.vault.seal import Place, Vault

WORDS = ("name", "welcome", "keywords")


class BotStore:
    def __init__(self, *, vault: Vault) -> None:
        self._vault = vault

    def settings(self, desk: Desk, *, consistent: bool = False) -> Settings:
        item = BotItem.find(keys.bot(desk), consistent=consistent)
        if item is None:
            return Settings()
        words = json.loads(self._vault.open(_place(desk), item.words))
        return Settings(
            name=words["name"],
            welcome=words["welcome"],
            keywords=tuple(
                Keyword(tuple(each["words"]), each["reply"]) for each in words["keywords"]
            ),
            thresholds=Thresholds(**item.thresholds),
            handoff_deadline_s=item.handoff_deadline_s,
            version=item.version,
        )

    def keeping(self, desk: Desk, settings: Settings) -> writes.Operation:
        """The first ones, or those after the version that they name."""
        wire = settings.wire()
        words = json.dumps({name: wire[name] for name in WORDS}, ensure_ascii=False)
        values: dict[str, Any] = {
            "words": self._vault.seal(_place(desk), words),
            "thresholds": wire["thresholds"],
            "handoff_deadline_s": settings.handoff_deadline_s,
            "version": settings.version + 1,
        }
        if settings.version == UNSET:
            return writes.Put(BotItem.at(keys.bot(desk), **values), label="bot")
        actions = writes.setting(BotItem, values)
        item = BotItem.at(keys.bot(desk))
        return writes.Change(item, actions, BotItem.version == settings.version, label="bot")


def _place(desk: Desk) -> Place:
    return Place(desk.merchant, keys.bot(desk), "words")
