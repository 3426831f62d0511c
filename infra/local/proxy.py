"""The desk's one origin on one port, as CloudFront and API Gateway give it in production.

/v1/* and /in/* go to the REST API, /socket to the socket API, /mailbox shows captured mail, and
everything else comes from the distribution with the headers its policies set. The shop page
stands on a second port: another site, so that the widget crosses origins as it does in life. Mail comes in
by SMTP on a port of its own.
"""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator

from aiohttp import ClientSession, ClientTimeout, TCPConnector, web

from infra.local import mailbox, relay_http, relay_socket, shop, smtp, stack
from infra.local.place import Place, here

UPSTREAM_TIMEOUT = 35  # a little more than a function's 30 s, so that its own answer comes through
SETTLE = 3.0


def application(place: Place, outputs: dict[str, str]) -> web.Application:
    app = web.Application(client_max_size=12 * 1024**2)
    app[relay_http.AWS] = place.aws_url
    app[relay_http.OUTPUTS] = outputs
    app[relay_http.AT_ONCE] = asyncio.Semaphore(relay_http.WORKERS)
    app[relay_socket.OPENING] = asyncio.Semaphore(relay_http.WORKERS)
    app.cleanup_ctx.append(session)
    app[mailbox.KEPT] = place.state / "mail.json"
    app.on_shutdown.extend([relay_socket.close_all, mailbox.keep])
    app.router.add_get("/socket", relay_socket.bridge)
    app.router.add_get("/mailbox", mailbox.page)
    app.router.add_get("/mailbox.json", mailbox.listing)
    for prefix in ("v1", "in"):
        app.router.add_route("*", f"/{prefix}/{{rest:.*}}", relay_http.to_rest)
    app.router.add_route("*", "/{rest:.*}", relay_http.to_files)
    return app


async def session(app: web.Application) -> AsyncIterator[None]:
    limit = TCPConnector(limit=0)
    timeout = ClientTimeout(total=UPSTREAM_TIMEOUT, connect=5)
    async with ClientSession(
        connector=limit, timeout=timeout, auto_decompress=False, raise_for_status=False
    ) as client:
        app[relay_http.CLIENT] = client
        yield


async def serve(place: Place) -> None:
    outputs = stack.outputs(place)
    async with contextlib.AsyncExitStack() as standing:
        for app, port in (
            (application(place, outputs), place.desk_port),
            (shop.application(place), place.shop_port),
        ):
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=SETTLE)
            await runner.setup()
            standing.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, "127.0.0.1", port, backlog=1024).start()
        await standing.enter_async_context(smtp.open_to_mail(place, outputs))
        await told_to_stop()


async def told_to_stop() -> None:
    told = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, told.set)
    await told.wait()


if __name__ == "__main__":
    asyncio.run(serve(here()))
