"""The proxy passes on exactly what came, hides nothing of the desk's and adds nothing to it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.stack import stub
from tests.stack.fixtures import Stack, elsewhere
from tests.stack.talking import Client, proxy, talk


def test_a_request_arrives_as_it_was_sent(running: Stack, stubbed: stub.Stub) -> None:
    async def story(client: Client) -> tuple[int, Any, list[str], str]:
        sent = {"if-match": '"3"', "x-forwarded-for": "6.6.6.6", "content-type": "application/json"}
        async with client.patch("/v1/a?x=1&x=2", data='{"名":"价"}', headers=sent) as got:
            return (
                got.status,
                await got.json(),
                got.headers.getall("set-cookie"),
                got.headers["etag"],
            )

    status, told, cookies, etag = talk(running, stubbed.outputs, story)
    assert (status, etag) == (201, '"7"')
    assert cookies == ["__Host-desk=a; Secure; Path=/", "b=2"]
    assert (told["path"], told["httpMethod"]) == ("/v1/a", "PATCH")
    assert told["query"] == {"x": ["1", "2"]}
    assert told["body"] == '{"名":"价"}'
    assert told["headers"]["if-match"] == '"3"'


def test_an_address_that_a_client_claims_is_dropped(running: Stack, stubbed: stub.Stub) -> None:
    async def story(client: Client) -> Any:
        async with client.get("/in/x", headers={"x-forwarded-for": "6.6.6.6"}) as got:
            return await got.json()

    headers = talk(running, stubbed.outputs, story)["headers"]
    assert headers["x-forwarded-for"] == "127.0.0.1"


@pytest.mark.parametrize("path", ["/v1/session", "/in/mail/key", "/console/", "/mailbox.json"])
def test_without_the_local_aws_the_answer_says_so(path: str, tmp_path: Path) -> None:
    async def story() -> tuple[int, str, Any]:
        outputs = {
            "RestApiId": "a",
            "WebsocketApiId": "b",
            "DistributionDomain": "c.cloudfront.net",
        }
        async with proxy(elsewhere(tmp_path), outputs) as client, client.get(path) as got:
            return got.status, got.content_type, await got.json()

    status, kind, problem = asyncio.run(story())
    assert (status, kind) == (502, "application/problem+json")
    assert problem["code"] == "internal"
    assert "make run" in problem["detail"]
