"""Changing the settings, and when a customer who was handed over is told that they still wait."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.bot.model import Keyword, Settings, Thresholds
from chalicelib.core.errors import Invalid

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
