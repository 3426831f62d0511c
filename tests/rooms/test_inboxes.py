"""An inbox by itself: its key, its secrets and how long they stand, and what is shown of it."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.core.values import replace
from chalicelib.inboxes.model import (
    KEY_LENGTH,
    MOST_SECRETS,
    OVERLAP,
    Channel,
    Inbox,
    Secret,
    is_key,
    new_key,
    with_secret,
)
from chalicelib.inboxes.service import _new_secret

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TICK = timedelta(milliseconds=1)
KEY = "0123456789abcdefghjkmnpqrs"


def inbox(channel: Channel = Channel.WEBHOOK, **more: object) -> Inbox:
    made = Inbox(
        id="0" * 26, channel=channel, name="Shop", key=KEY, settings={}, created_at=NOW, version=1
    )
    return replace(made, **more)


def test_a_key_is_an_address_that_nobody_reads_wrong() -> None:
    """Small letters and digits, none of those that look like another; also the name of a mailbox."""
    keys = {new_key() for _ in range(200)}

    assert len(keys) == 200
    assert all(is_key(key) and key == key.lower() for key in keys)
    assert not set("ilou") & set("".join(keys))


@pytest.mark.parametrize(
    "text",
    [
        "",
        KEY[:-1],
        KEY + "0",
        KEY.upper(),
        KEY[:-1] + "i",
        KEY[:-1] + "\n",
        KEY[:-1] + "٣",
        " " * 26,
    ],
)
def test_what_is_no_key_is_not_looked_up(text: str) -> None:
    assert len(KEY) == KEY_LENGTH
    assert is_key(KEY)
    assert not is_key(text)


def test_a_secret_has_32_bytes_of_chance() -> None:
    secrets = {_new_secret() for _ in range(50)}

    assert len(secrets) == 50
    assert {len(base64.b64decode(each.removeprefix("whsec_"))) for each in secrets} == {32}


def test_the_secret_before_the_newest_stands_for_a_day() -> None:
    held = with_secret((Secret("old", NOW),), Secret("new", NOW + TICK))
    made = inbox(secrets=held)

    assert made.standing(NOW + TICK) == ["new", "old"]
    assert made.standing(NOW + OVERLAP) == ["new", "old"]
    assert made.standing(NOW + TICK + OVERLAP) == ["new"]


def test_of_three_secrets_the_oldest_ends_at_once() -> None:
    held: tuple[Secret, ...] = ()
    for n, name in enumerate(("first", "second", "third")):
        held = with_secret(held, Secret(name, NOW + n * TICK))

    assert [each.text for each in held] == ["third", "second"]
    assert len(held) == MOST_SECRETS


def test_the_newest_secret_never_ends_by_itself() -> None:
    held = with_secret((), Secret("only", NOW))

    assert inbox(secrets=held).standing(NOW + timedelta(days=10_000)) == ["only"]


@pytest.mark.parametrize("channel", [each for each in Channel if each is not Channel.WIDGET])
def test_what_is_shown_of_an_inbox_holds_no_secret(channel: Channel) -> None:
    secrets = (Secret(_new_secret(), NOW), Secret(_new_secret(), NOW, NOW + OVERLAP))
    told = json.dumps(inbox(channel, secrets=secrets).wire(origin="https://d", domain="in.d"))

    for secret in secrets:
        bare = secret.text.removeprefix("whsec_")
        assert not any(bare[at : at + 8] in told for at in range(len(bare) - 8))


def test_a_secret_is_told_apart_by_its_end() -> None:
    """Of the secret itself: that it ends in an equals sign is true of each."""
    first, second = Secret("whsec_" + "A" * 39 + "bcde=", NOW), Secret(_new_secret(), NOW)

    assert first.wire()["hint"] == "bcde"
    assert len(second.wire()["hint"]) == 4
    assert "=" not in second.wire()["hint"]


@pytest.mark.parametrize(
    ("channel", "where"),
    [
        (Channel.WEBHOOK, ("url", f"https://d/in/webhook/{KEY}")),
        (Channel.FORM, ("url", f"https://d/form/?k={KEY}")),
        (Channel.EMAIL, ("address", f"{KEY}@in.d")),
    ],
)
def test_an_inbox_says_where_it_is_reached(channel: Channel, where: tuple[str, str]) -> None:
    told = inbox(channel).wire(origin="https://d", domain="in.d")

    assert told[where[0]] == where[1]
    assert ("secrets" in told) is (channel is Channel.WEBHOOK)


@pytest.mark.parametrize(
    ("settings", "bot", "tickets"),
    [
        ({}, True, False),
        ({"bot": False, "makes": "ticket"}, False, True),
        ({"bot": True}, True, False),
    ],
)
def test_a_webhook_is_answered_by_the_bot_unless_told_otherwise(
    settings: dict[str, object], bot: bool, tickets: bool
) -> None:
    made = inbox(settings=settings)

    assert (made.has_bot, made.makes_tickets) == (bot, tickets)
    assert not inbox(Channel.EMAIL).has_bot
