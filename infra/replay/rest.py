"""REST as a polite client: JSON in and out, problems as exceptions, Retry-After honoured."""

import asyncio
import random
from collections.abc import Mapping
from typing import Any

from aiohttp import ClientSession

BUSY = 429
MAX_WAITS = 120


class RestRefused(Exception):  # noqa: N818 - named like the refusals of the house
    """A problem+json answer, or something that is none."""

    def __init__(self, what: str, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(f"{what}: {status} {problem.get('code')} {problem.get('detail', '')}")
        self.status = status
        self.code = problem.get("code")


class Rest:
    def __init__(
        self, http: ClientSession, origin: str, headers: Mapping[str, str] | None = None
    ) -> None:
        self.http, self.origin, self.headers = http, origin, dict(headers or {})
        self.waited_s = 0.0

    async def get(self, path: str, **headers: str) -> dict[str, Any]:
        return await self._call("GET", path, None, headers)

    async def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return await self._call("POST", path, body, {})

    async def patch(self, path: str, body: Mapping[str, Any], version: int) -> dict[str, Any]:
        return await self._call("PATCH", path, body, {"If-Match": f'"{version}"'})

    async def _call(
        self, method: str, path: str, body: Mapping[str, Any] | None, headers: Mapping[str, str]
    ) -> dict[str, Any]:
        for _ in range(MAX_WAITS):
            status, wait, answer = await self._once(method, path, body, headers)
            if status < 400:  # noqa: PLR2004 - the HTTP border between yes and no
                return answer
            if status != BUSY:
                break
            pause = max(1.0, wait) * random.uniform(1.0, 1.2)  # noqa: S311 - jitter, no secret
            self.waited_s += pause
            await asyncio.sleep(pause)
        raise RestRefused(f"{method} {path}", status, answer)

    async def _once(
        self, method: str, path: str, body: Mapping[str, Any] | None, headers: Mapping[str, str]
    ) -> tuple[int, float, dict[str, Any]]:
        url = f"{self.origin}/v1{path}"
        sent = {**self.headers, **headers}
        async with self.http.request(method, url, json=body, headers=sent) as response:
            is_json = "json" in response.content_type
            answer = await response.json(content_type=None) if is_json else {}
            return response.status, float(response.headers.get("Retry-After", 1)), answer
