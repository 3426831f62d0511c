"""The mail that the local SES captured, as a page for people and as JSON for programs."""

import html
import re
from typing import Any

from aiohttp import ClientError, web

from infra.local.page import page_of
from infra.local.relay_http import AWS, CLIENT, unreachable

LINK = re.compile(r"https?://[^\s<>\"']+")
SEARCHED = "/_ministack/ses/messages"


async def mails(request: web.Request) -> list[dict[str, Any]]:
    """Newest first."""
    async with request.app[CLIENT].get(request.app[AWS] + SEARCHED) as answer:
        accounts = (await answer.json())["messages"]
    found = [plain(mail) for account in accounts.values() for mail in account]
    return sorted(found, key=lambda mail: str(mail["at"]), reverse=True)


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
        return web.json_response({"mails": await mails(request)})
    except (ClientError, TimeoutError) as trouble:
        return unreachable(trouble)


async def page(request: web.Request) -> web.Response:
    try:
        found = await mails(request)
    except (ClientError, TimeoutError) as trouble:
        return unreachable(trouble)
    shown = "".join(map(card, found)) or "<p class=empty>还没有邮件 · No mail yet</p>"
    return page_of("邮箱 · Mailbox", f"<h1>邮箱 <span>Mailbox</span></h1>{shown}")


def card(mail: dict[str, Any]) -> str:
    to = ", ".join(mail["to"])
    return (
        f"<article><h2>{html.escape(mail['subject'])}</h2>"
        f"<p class=meta>{html.escape(to)} · <time>{html.escape(str(mail['at']))}</time></p>"
        f"<div class=text>{linked(mail['text'])}</div></article>"
    )


def linked(text: str) -> str:
    """Escaped text with its addresses made links; nothing else in it is ever markup."""
    shown, end = [], 0
    for found in LINK.finditer(text):
        address = html.escape(found[0])
        shown += [html.escape(text[end : found.start()]), f'<a href="{address}">{address}</a>']
        end = found.end()
    return "".join([*shown, html.escape(text[end:])])
