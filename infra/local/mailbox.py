"""The mail that the local SES captured, as a page for people and as JSON for programs."""

import html
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientError, web

from infra.local.page import page_of
from infra.local.relay_http import AWS, CLIENT, unreachable

LINK = re.compile(r"https?://[^\s<>\"']+")
SEARCHED = "/_ministack/ses/messages"
KEPT = web.AppKey("KEPT", Path)


async def mails(app: web.Application) -> list[dict[str, Any]]:
    """Newest first, with those of earlier runs."""
    async with app[CLIENT].get(app[AWS] + SEARCHED) as answer:
        accounts = (await answer.json())["messages"]
    captured = [plain(mail) for account in accounts.values() for mail in account]
    kept = json.loads(app[KEPT].read_text(encoding="utf-8")) if app[KEPT].exists() else []
    found = {mail["id"]: mail for mail in kept + captured}
    return sorted(found.values(), key=lambda mail: str(mail["at"]), reverse=True)


async def keep(app: web.Application) -> None:
    """The emulator saves everything but the mail it captured."""
    try:
        text = json.dumps(await mails(app), ensure_ascii=False)
    except (ClientError, TimeoutError):
        return
    app[KEPT].write_text(text, encoding="utf-8")


def plain(mail: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": mail["MessageId"],
        "at": mail["Timestamp"],
        "from": mail["Source"],
        "to": mail["To"],
        "subject": mail["Subject"],
        "text": mail["BodyText"],
    }


async def listing(request: web.Request) -> web.Response:
    try:
        return web.json_response({"mails": await mails(request.app)})
    except (ClientError, TimeoutError) as trouble:
        return unreachable(trouble)


async def page(request: web.Request) -> web.Response:
    try:
        found = await mails(request.app)
    except (ClientError, TimeoutError) as trouble:
        return unreachable(trouble)
    shown = "".join(map(card, found)) or "<p class=empty>还没有邮件 · No mail yet</p>"
    return page_of("邮箱 · Mailbox", f"<h1>邮箱 <span>Mailbox</span></h1>{shown}")


def card(mail: dict[str, Any]) -> str:
    to = ", ".join(mail["to"])
    return (
        f"<article><h2>{html.escape(mail['subject'])}</h2>"
        f"<p class=meta>{html.escape(to)} · <time>{moment(mail['at'])}</time></p>"
        f"<div class=text>{linked(mail['text'])}</div></article>"
    )


def moment(at: float) -> str:
    """On the clock of this machine, which the reader's is too."""
    return f"{datetime.fromtimestamp(at, UTC).astimezone():%Y-%m-%d %H:%M:%S}"


def linked(text: str) -> str:
    """Escaped text with its addresses made links; nothing else in it is ever markup."""
    shown, end = [], 0
    for found in LINK.finditer(text):
        address = html.escape(found[0])
        shown += [html.escape(text[end : found.start()]), f'<a href="{address}">{address}</a>']
        end = found.end()
    return "".join([*shown, html.escape(text[end:])])
