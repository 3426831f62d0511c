"""A17: how often, by whatever name one comes."""

from typing import Any

import pytest

from chalicelib.edge.routes import Limit
from tests.doors.examples import EXAMPLES
from tests.doors.front import Got
from tests.doors.rest import refused
from tests.doors.test_bad_input import headers_of
from tests.doors.world import World

PEER = "198.51.100.77"
LIMITED = {
    "POST /v1/invitations": ("invite", "invite_to"),
    "POST /v1/merchants": ("sign_up", "sign_up_mail"),
    "POST /v1/merchant/data-key": ("data_key",),
    "POST /v1/links": ("link",),
    "POST /v1/password-resets": ("reset", "reset_mail"),
    "POST /v1/password-resets/confirm": ("use_link",),
    "POST /v1/merchants/confirm": ("use_link",),
    "POST /v1/invitations/accept": ("use_link",),
    "POST /v1/sessions": ("sign_in", "sign_in_mail"),
    "GET /v1/widgets/{key}": ("widget",),
    "GET /v1/forms/{key}": ("form",),
    "POST /v1/forms/{key}": ("form_sent", "form_taken"),
    "POST /v1/forms/{key}/files": ("form_file", "form_files"),
    "POST /v1/forms/{key}/files/{upload}": ("form_file", "form_files"),
    "POST /v1/visitors": ("visitors",),
    "POST /v1/visitor/leave-message": ("leave_message",),
    "POST /v1/visitor/conversations/{conversation}/rating": ("ratings",),
    "POST /v1/attachments": ("uploading",),
    "POST /v1/attachments/{upload}": ("uploading",),
    "POST /v1/sending-sessions": ("saying",),
    "POST /v1/visitor/messages": ("saying",),
    "POST /v1/conversations/{conversation}/messages": ("saying",),
    "GET /v1/conversations/{conversation}/transcript": ("transcripts",),
    "POST /v1/conversations/{conversation}/transcript": ("mail_transcript",),
    "POST /v1/conversations/{conversation}/messages/{seq}/edit": ("saying",),
    "POST /v1/conversations/{conversation}/messages/{seq}/recall": ("saying",),
    "POST /v1/ticket-links/open": ("ticket_links",),
    "GET /v1/ticket-links/ticket": ("ticket_grants",),
    "POST /v1/socket-tickets": ("socket_tickets",),
    "POST /v1/knowledge/import": ("import",),
    "POST /v1/bot/try": ("try_bot",),
    "POST /v1/inboxes/{inbox}/test": ("inbox_test",),
    "POST /v1/sending-domains": ("sending_domains",),
    "POST /v1/sending-domains/{domain}/check": ("domain_checks",),
}
PAIRS = [(name, limit) for name, limits in LIMITED.items() for limit in limits]


def test_the_limits_tried_are_those_there_are(world: World) -> None:
    declared = {
        f"{r.method} {r.path}": tuple(limit.name for limit in r.limits)
        for r in world.rest.table
        if r.limits
    }
    assert declared == LIMITED


def ask(world: World, name: str, *, hops: str, **body: Any) -> Got:
    example = EXAMPLES[name]
    whole = {**(example.body_of(world.a) or {}), **body} if example.body else None
    headers = {**headers_of(world, world.rest.route(name)), "x-forwarded-for": hops}
    return world.rest.send(name, path=example.path_of(world.a), body=whole, headers=headers)


def nearly_used_up(world: World, limit: Limit) -> None:
    """The window of every subject of a limit, but for one call."""
    counted(world, limit, limit.most - 1)


def counted(world: World, limit: Limit, calls: int) -> None:
    rows = world.storage.rows(limits=True).items()
    windows = [item for (_, pk, _), item in rows if pk.startswith(f"LIMIT#{limit.name}#")]
    assert windows
    for item in windows:
        world.storage.put("sockets", {**item, "calls": {"N": str(calls)}})


@pytest.mark.attack("A17")
@pytest.mark.parametrize(("name", "limited"), PAIRS)
def test_one_more_than_the_limit_waits(world: World, name: str, limited: str) -> None:
    """From one address by many claims to be another; to one mailbox in many spellings."""
    (limit,) = [each for each in world.rest.route(name).limits if each.name == limited]
    ask(world, name, **tried(limit, 1))
    nearly_used_up(world, limit)
    ask(world, name, **tried(limit, 2))
    before = world.storage.rows()
    got = ask(world, name, **tried(limit, 3))

    refused(got, 429, "busy")
    assert got.body["retry_after"] <= limit.seconds
    assert world.storage.rows() == before
    world.stage.clock.advance(got.body["retry_after"])
    assert ask(world, name, **tried(limit, 4)).status != 429


SPELT = ("", "x@y.example", "X@Y.Example", "ｘ@y.example", "x@Y.EXAMPLE")


def tried(limit: Limit, n: int) -> dict[str, str]:
    """What changes from try to try, and must not count as somebody else."""
    claims = "".join(f"1.1.1.{each}, " for each in range(n))
    if limit.of:
        spelt = {} if limit.of == "key" else {"email": SPELT[n]}
        return {"hops": f"{claims}192.0.2.{n}, {PEER}", **spelt}
    return {"hops": f"{claims}192.0.2.1, {PEER}"}


@pytest.mark.attack("A17")
def test_a_gateways_peer_that_makes_up_viewers_is_held(world: World) -> None:
    """Past the distribution one may claim a new viewer with every call."""
    name = "POST /v1/links"
    ask(world, name, hops=f"192.0.2.1, {PEER}")
    (limit,) = world.rest.route(name).limits
    counted(world, limit, limit.most * 50)
    refused(ask(world, name, hops=f"192.0.2.200, {PEER}"), 429, "busy")
    assert ask(world, name, hops="192.0.2.200, 198.51.100.78").status != 429
