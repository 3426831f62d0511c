"""By signed webhook into the desk and out again, on the local stack, with a receiver that fails and hangs."""

import pytest

from infra.local.client import Caller
from infra.local.seed import person, read
from tests.stack.fixtures import Stack
from tests.stack.hooks import Shop, awaited, listening, posted


@pytest.fixture
def owner(running: Stack) -> Caller:
    who = person(read("bamboo")["owner"])
    caller = Caller(running.place)
    caller.call("POST", "/v1/sessions", {"email": who.email, "password": who.password})
    return caller


def event(name: str, text: str, sender: str) -> dict[str, object]:
    parts = [{"type": "text", "text": text}]
    return {"type": "message", "id": name, "sender": {"id": sender, "name": "张三"}, "parts": parts}


def test_in_by_webhook_an_agent_answers_and_a_receiver_that_fails_has_it_once(
    running: Stack, owner: Caller
) -> None:
    made = owner.call("POST", "/v1/inboxes", {"channel": "webhook", "name": "Shop"})
    shop = Shop(made["secret"])
    with listening(running.place, shop) as url:
        inbox = f"/v1/inboxes/{made['id']}"
        owner.change(inbox, {"settings": {"url": url, "bot": False}})
        sender = f"u-{made['id'][-6:]}"
        for _ in range(2):  # the second time it is known
            assert posted(made["url"], made["secret"], event("m1", "订单还没到 😡", sender)) == 202

        def found() -> list[dict[str, object]]:
            rows = owner.call("GET", "/v1/conversations?view=all")["items"]
            return [row for row in rows if row["inbox"] == made["id"]]

        (conversation,) = awaited(found)
        path = f"/v1/conversations/{conversation['id']}"
        owner.call("POST", f"{path}/take", {})
        session = owner.call("POST", "/v1/sending-sessions", {"conversation": conversation["id"]})
        shop.mode = 503
        for n, text in enumerate(("one", "two", "three"), 1):
            said = {
                "session": session["session"],
                "n": n,
                "parts": [{"type": "text", "text": text}],
            }
            owner.call("POST", f"{path}/messages", said)
        awaited(lambda: shop.asked)
        shop.mode = 200
        awaited(lambda: len(shop.texts) == 3, seconds=150)

        assert shop.texts == ["one", "two", "three"]
        messages = owner.call("GET", f"{path}/messages")["items"]
        told = [m["delivery"]["state"] for m in messages if "delivery" in m]
        assert told == ["sent", "sent", "sent"]
        log = owner.call("GET", f"{inbox}/deliveries")["items"]
        assert {each["outcome"] for each in log} >= {"accepted", "retry"}
