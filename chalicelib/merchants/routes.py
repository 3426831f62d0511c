from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.audit.model import Entry
from chalicelib.core.rights import Right
from chalicelib.edge.routes import Answer, Asked, Limit, Routes, versioned

if TYPE_CHECKING:
    from chalicelib.merchants.service import MerchantsService

routes: Routes[MerchantsService] = Routes("merchants")


@routes.get("/merchant", who=Right.READ)
def read_merchant(merchants: MerchantsService, asked: Asked) -> Answer:
    return versioned(merchants.merchant(asked.desk).wire())


@routes.patch("/merchant", who=Right.SETTINGS, body="change_merchant")
def change_merchant(merchants: MerchantsService, asked: Asked) -> Answer:
    changed = merchants.change(asked.desk, version=asked.version, values=asked.body)
    return versioned(changed.wire())


@routes.get("/widget", who=Right.READ)
def read_widget(merchants: MerchantsService, asked: Asked) -> Answer:
    return versioned(merchants.widget(asked.desk).wire(origin=merchants.desk_origin))


@routes.patch("/widget", who=Right.SETTINGS, body="change_widget")
def change_widget(merchants: MerchantsService, asked: Asked) -> Answer:
    changed = merchants.change_widget(
        asked.desk, version=asked.version, allowed_origins=asked.body["allowed_origins"]
    )
    return versioned(changed.wire(origin=merchants.desk_origin))


@routes.post("/widget/key", who=Right.SETTINGS)
def renew_widget_key(merchants: MerchantsService, asked: Asked) -> Answer:
    renewed = merchants.renew_widget_key(asked.desk)
    return versioned(renewed.wire(origin=merchants.desk_origin))


@routes.post(
    "/merchant/data-key", who=Right.SETTINGS, limits=[Limit("data_key", most=10, seconds=3_600)]
)
def rotate_key(merchants: MerchantsService, asked: Asked) -> Answer:
    return Answer({"epoch": merchants.rotate_key(asked.desk)}, status=201)


@routes.get("/audit", who=Right.AUDIT, query=("cursor", "limit"))
def read_audit(merchants: MerchantsService, asked: Asked) -> Answer:
    """What was done here, newest first."""
    page = merchants.audited(asked.desk, cursor=asked.cursor, limit=asked.limit).map(_entry)
    return Answer({"items": page.items, "next": page.next})


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "n": entry.n,
        "at": entry.at,
        "actor": {"kind": entry.actor_kind, "id": entry.actor_id},
        "action": entry.action,
        "object": entry.object,
        "detail": entry.detail,
        "hash": entry.hash,
    }
