"""What the stack's own distribution serves through the proxy."""

from typing import Any

import pytest

from tests.stack.fixtures import Stack
from tests.stack.talking import Client, talk

PAGES = {
    "/console/": "frame-ancestors 'none'",
    "/widget/": "frame-ancestors *",
    "/form/": "frame-ancestors *",
}


@pytest.mark.parametrize(("path", "policy"), PAGES.items())
def test_pages_carry_the_headers_of_the_distribution(
    running: Stack, path: str, policy: str
) -> None:
    async def story(client: Client) -> Any:
        async with client.get(path) as got:
            return got.status, got.headers, await got.text()

    status, headers, text = talk(running, running.outputs, story)
    assert status == 200
    assert policy in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "<html" in text


def test_the_root_leads_to_the_console(running: Stack) -> None:
    async def story(client: Client) -> tuple[int, str]:
        async with client.get("/", allow_redirects=False) as got:
            return got.status, got.headers["location"]

    assert talk(running, running.outputs, story) == (302, "/console/")


def test_the_widgets_script_and_the_settings_are_served(running: Stack) -> None:
    async def story(client: Client) -> tuple[str, Any]:
        async with client.get("/v1.js") as script, client.get("/config.json") as settings:
            return script.content_type, await settings.json()

    kind, settings = talk(running, running.outputs, story)
    assert kind == "text/javascript"
    assert settings["origin"] == running.place.desk_url
