"""For how long, and how often, may be answered: the provider's rule of the day, or the merchant's own."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.channels.windows import RULES, Dated, Window, opening, window_of
from chalicelib.inboxes.model import Channel, Inbox

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DAY, TICK = timedelta(hours=24), timedelta(milliseconds=1)
OLD, NEW = Window(timedelta(hours=48), 5), Window(DAY)
DATED: Dated = ((NOW - DAY, OLD), (NOW, NEW), (NOW + DAY, None))
ASKED = {Channel.WEBHOOK: DATED}


def inbox(**settings: Any) -> Inbox:
    return Inbox(
        id="0" * 26,
        channel=Channel.WEBHOOK,
        name="Shop",
        key="0" * 26,
        settings=settings,
        created_at=NOW,
        version=1,
    )


@pytest.mark.parametrize(
    ("at", "holds"),
    [
        (NOW - DAY - TICK, None),
        (NOW - DAY, OLD),
        (NOW - TICK, OLD),
        (NOW, NEW),
        (NOW + DAY - TICK, NEW),
        (NOW + DAY, None),
    ],
)
def test_a_rule_holds_from_its_day_until_the_next(at: datetime, holds: Window | None) -> None:
    assert window_of(inbox(), at, ASKED) == holds


def test_a_merchant_s_own_window_goes_before_the_channel_s() -> None:
    assert window_of(inbox(window={"hours": 1}), NOW, ASKED) == Window(timedelta(hours=1))
    assert window_of(inbox(window={"hours": 1, "messages": 3}), NOW, ASKED) == Window(
        timedelta(hours=1), 3
    )


def test_the_channels_of_ours_answer_whenever_they_like() -> None:
    assert {
        channel: window_of(inbox(), NOW, {Channel.WEBHOOK: RULES[channel]}) for channel in RULES
    } == {
        Channel.WEBHOOK: None,
        Channel.FORM: None,
        Channel.EMAIL: None,
    }


def test_a_window_closes_at_its_moment_and_not_before() -> None:
    found = opening(Window(DAY), NOW, answered=500)

    assert found.is_open(NOW)
    assert found.is_open(NOW + DAY - TICK)
    assert not found.is_open(NOW + DAY)
    assert found.wire() == {"closes_at": "2026-03-03T08:00:00.000Z", "left": None}


@pytest.mark.parametrize(("answered", "left"), [(0, 3), (2, 1), (3, 0), (9, 0)])
def test_a_window_of_so_many_messages_closes_with_the_last(answered: int, left: int) -> None:
    found = opening(Window(DAY, 3), NOW, answered)

    assert found.left == left
    assert found.is_open(NOW) is (left > 0)


@pytest.mark.parametrize("window", [Window(DAY), Window(DAY, 3)])
def test_before_a_customer_has_spoken_nothing_is_open(window: Window) -> None:
    assert not opening(window, None, 0).is_open(NOW)
