from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.core.rights import Right
from chalicelib.edge.routes import Answer, Asked, Limit, Routes, Who, versioned

if TYPE_CHECKING:
    from chalicelib.bot.service import BotService

routes: Routes[BotService] = Routes("bot")


@routes.get("/bot", who=Right.READ)
def read_bot(bot: BotService, asked: Asked) -> Answer:
    return versioned(bot.settings(asked.desk).wire())


@routes.patch("/bot", who=Right.SETTINGS, body="change_bot")
def change_bot(bot: BotService, asked: Asked) -> Answer:
    changed = bot.change(asked.desk, version=asked.version, values=asked.body)
    return versioned(changed.wire())


@routes.post("/bot/try", who=Right.READ, body="try_bot", limits=[Limit("try_bot", 120, 60)])
def try_bot(bot: BotService, asked: Asked) -> Answer:
    """What the bot would do with these words; nobody is answered."""
    text, locale = asked.body["text"], asked.body["locale"]
    return Answer(bot.rehearse(asked.desk, text=text, locale=locale).wire())


@routes.post("/visitor/conversations/{conversation}/handover", who=Who.VISITOR)
def ask_for_person(bot: BotService, asked: Asked) -> Answer:
    return Answer(bot.ask_for_person(asked.desk, conversation=asked.path["conversation"]))
