"""Talks through a proxy of the tests' own to a stack."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp.test_utils import TestClient, TestServer

from infra.local.place import Place
from infra.local.proxy import application
from tests.stack.fixtures import Stack

Client = TestClient[Any, Any]


@asynccontextmanager
async def proxy(place: Place, outputs: dict[str, str]) -> AsyncIterator[Client]:
    async with TestClient(TestServer(application(place, outputs))) as client:
        yield client


def talk(stack: Stack, outputs: dict[str, str], story: Callable[[Client], Awaitable[Any]]) -> Any:
    async def told() -> Any:
        async with proxy(stack.place, outputs) as client:
            return await story(client)

    return asyncio.run(told())
