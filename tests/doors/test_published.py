"""What anybody may read of how to speak with the desk."""

import json
from typing import Any

import jsonschema
import pytest

from chalicelib.channels.adapter import Account
from chalicelib.channels.outward import trial
from chalicelib.inboxes.model import Channel
from tests.doors.world import World


def published(world: World) -> dict[str, Any]:
    got = world.rest.send("GET /v1/channels.json")
    assert got.status == 200
    found: dict[str, Any] = got.body
    return found


def keeps(contract: dict[str, Any], definition: str, value: Any) -> bool:
    asked = {**contract, "$ref": f"#/$defs/{definition}"}
    jsonschema.Draft202012Validator.check_schema(asked)
    return bool(jsonschema.Draft202012Validator(asked).is_valid(value))


def event(**more: Any) -> dict[str, Any]:
    said = {"type": "message", "id": "m1", "sender": {"id": "u1"}}
    return {**said, "parts": [{"type": "text", "text": "hello"}], **more}


@pytest.mark.parametrize(
    ("events", "good"),
    [([event()], True), ([event(id="")], False), ([event(parts=[{"type": "text"}])], False)],
)
def test_whoever_writes_by_the_webhook_can_check_it_by_the_published_contract(
    world: World, events: list[dict[str, Any]], good: bool
) -> None:
    delivery = {"schema": "manydesk.message/1", "events": events}

    assert keeps(published(world), "delivery", delivery) is good


def test_what_we_send_ourselves_keeps_the_published_form_of_its_parts(world: World) -> None:
    account = Account(inbox="i", settings={"url": "https://a.example/hook"})
    adapter = world.house.adapters[Channel.WEBHOOK]
    (call,) = adapter.render(trial("k", world.stage.clock(), "u1"), account)
    (said,) = json.loads(call.body)["events"]

    assert keeps(published(world), "parts", said["parts"])
    assert keeps(published(world), "sent", json.loads(call.body))
