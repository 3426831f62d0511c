"""Passes a request on to the local AWS and its answer back, streamed, and says when it cannot."""

import asyncio
import contextlib
import json
import logging
import os
from collections.abc import Iterable

from aiohttp import ClientError, ClientResponse, ClientSession, web
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

AWS = web.AppKey("AWS", str)
OUTPUTS = web.AppKey("OUTPUTS", dict[str, str])
CLIENT = web.AppKey("CLIENT", ClientSession)

STAGE = "desk"
# A call more at once needs a worker more, and a new worker costs a second of a whole core: on a
# small machine it is quicker to wait for one that is warm.
WORKERS = max(2, os.cpu_count() or 2)
AT_ONCE = web.AppKey("AT_ONCE", asyncio.Semaphore)
HOP_BY_HOP = {
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
FORWARDED = {"x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto"}
# Of the emulator, and none of the desk's own.
EMULATED = {"x-amz-id-2", "x-amz-cf-id", "x-amz-cf-pop", "x-cache", "via", "server", "date"}

log = logging.getLogger("proxy")


async def to_rest(request: web.Request) -> web.StreamResponse:
    api = request.app[OUTPUTS]["RestApiId"]
    path = f"/_aws/execute-api/{api}/{STAGE}{request.raw_path}"
    async with request.app[AT_ONCE]:
        return await passed_on(request, path, {})


async def to_files(request: web.Request) -> web.StreamResponse:
    """The distribution is told apart by name, as anywhere else."""
    host = request.app[OUTPUTS]["DistributionDomain"]
    return await passed_on(request, request.raw_path, {"host": host})


async def passed_on(request: web.Request, path: str, own: dict[str, str]) -> web.StreamResponse:
    """Only what the peer's own connection tells becomes its address: a header of it is dropped."""
    headers = without(request.headers, HOP_BY_HOP | FORWARDED | {"host"})
    headers.update(own)
    headers["x-forwarded-for"] = request.remote or ""
    try:
        answer = await request.app[CLIENT].request(
            request.method,
            URL(request.app[AWS] + path, encoded=True),
            headers=headers,
            data=await request.read() if request.body_exists else None,
            allow_redirects=False,
        )
    except (ClientError, TimeoutError) as trouble:
        log.warning("%s %s: %s", request.method, request.path, trouble or type(trouble).__name__)
        return unreachable(trouble)
    async with answer:
        return await streamed(request, answer)


async def streamed(request: web.Request, found: ClientResponse) -> web.StreamResponse:
    headers = without(found.headers, HOP_BY_HOP | EMULATED)
    answer = web.StreamResponse(status=found.status, headers=headers)
    with contextlib.suppress(ConnectionResetError):  # nobody is there to hear the rest
        await answer.prepare(request)
        async for chunk in found.content.iter_any():
            await answer.write(chunk)
        await answer.write_eof()
    return answer


def without(headers: CIMultiDictProxy[str], names: Iterable[str]) -> CIMultiDict[str]:
    """Also without what a Connection header declares to be of this hop alone."""
    dropped = set(names) | {
        name.strip().lower() for name in headers.get("connection", "").split(",")
    }
    return CIMultiDict((k, v) for k, v in headers.items() if k.lower() not in dropped)


def unreachable(trouble: Exception) -> web.Response:
    late = isinstance(trouble, TimeoutError)
    status, title = (504, "Gateway timeout") if late else (502, "Bad gateway")
    detail = (
        "The local AWS did not answer in time; see .local/log/aws.log."
        if late
        else "The local AWS does not answer. Is `make run` still running? See .local/log/aws.log."
    )
    problem = {"type": "/problems/internal", "title": title, "status": status}
    return web.Response(
        status=status,
        text=json.dumps(problem | {"code": "internal", "detail": detail}),
        content_type="application/problem+json",
    )
