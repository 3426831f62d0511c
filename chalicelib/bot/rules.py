"""Changing the settings; when a customer is told that they still wait, and when the bot is too late."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib.bot.model import Keyword, Settings, Thresholds
from chalicelib.conversations.model import BOT_SILENCE, BOT_WATCHED, Head
from chalicelib.core.errors import Invalid
from chalicelib.core.values import replace

# After the deadline, then after twice, four times, eight times as long again.
MOST_NOTICES = 4


def changed(before: Settings, values: Mapping[str, Any]) -> Settings:
    """`values` as the contract `change_bot` has them; what is not named stays."""
    given = dict(values)
    if "welcome" in given:
        given["welcome"] = {**before.welcome, **given["welcome"]}
    if "keywords" in given:
        given["keywords"] = tuple(
            Keyword(tuple(each["words"]), each["reply"]) for each in given["keywords"]
        )
    if "thresholds" in given:
        given["thresholds"] = Thresholds(**{**before.thresholds.wire(), **given["thresholds"]})
    after = replace(before, **given)
    if after.thresholds.ask > after.thresholds.answer:
        raise Invalid(
            "Asking back begins below answering.", pointer="/thresholds/ask", rule="order"
        )
    return after


def next_notice(since: datetime, now: datetime, deadline: timedelta) -> datetime | None:
    """The next moment to tell them; None where they have been told often enough."""
    moments = (since + deadline * (2**n - 1) for n in range(1, MOST_NOTICES + 1))
    return next((moment for moment in moments if moment > now), None)


def left_alone(head: Head, now: datetime) -> bool:
    """Has the bot, which holds it, left its customer without a word for too long?"""
    return head.waiting_since is not None and now - head.waiting_since >= BOT_SILENCE


def next_look(head: Head, now: datetime) -> datetime | None:
    """When to look at the bot's conversation again; None where nobody has spoken for long."""
    if now - head.updated_at >= BOT_WATCHED:
        return None
    look = (head.waiting_since or now) + BOT_SILENCE
    return look if look > now else now + BOT_SILENCE
