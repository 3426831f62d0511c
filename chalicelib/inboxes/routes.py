from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.core.rights import Right
from chalicelib.edge.routes import Answer, Asked, Routes, versioned

if TYPE_CHECKING:
    from chalicelib.inboxes.service import InboxesService

routes: Routes[InboxesService] = Routes("inboxes")


@routes.get("/inboxes", who=Right.READ)
def list_inboxes(inboxes: InboxesService, asked: Asked) -> Answer:
    return Answer({"items": [inboxes.wire(each) for each in inboxes.all(asked.desk)], "next": None})


@routes.post("/inboxes", who=Right.SETTINGS, body="make_inbox")
def make_inbox(inboxes: InboxesService, asked: Asked) -> Answer:
    """The secret is told here, and never again."""
    body = asked.body
    made, secret = inboxes.make(
        asked.desk,
        channel=body["channel"],
        name=body["name"],
        settings=body.get("settings", {}),
    )
    told = {"secret": secret} if secret else {}
    return versioned({**inboxes.wire(made), **told}, status=201)


@routes.get("/inboxes/{inbox}", who=Right.READ)
def read_inbox(inboxes: InboxesService, asked: Asked) -> Answer:
    return versioned(inboxes.wire(inboxes.get(asked.desk, inbox=asked.path["inbox"])))


@routes.patch("/inboxes/{inbox}", who=Right.SETTINGS, body="change_inbox")
def change_inbox(inboxes: InboxesService, asked: Asked) -> Answer:
    changed = inboxes.change(
        asked.desk, inbox=asked.path["inbox"], version=asked.version, values=asked.body
    )
    return versioned(inboxes.wire(changed))


@routes.delete("/inboxes/{inbox}", who=Right.SETTINGS)
def remove_inbox(inboxes: InboxesService, asked: Asked) -> Answer:
    inboxes.remove(asked.desk, inbox=asked.path["inbox"])
    return Answer(status=204)


@routes.post("/inboxes/{inbox}/secret", who=Right.SETTINGS)
def renew_secret(inboxes: InboxesService, asked: Asked) -> Answer:
    renewed, secret = inboxes.renew_secret(asked.desk, inbox=asked.path["inbox"])
    return versioned({**inboxes.wire(renewed), "secret": secret}, status=201)


@routes.delete("/inboxes/{inbox}/secret", who=Right.SETTINGS)
def end_old_secret(inboxes: InboxesService, asked: Asked) -> Answer:
    """The one before the newest ends at once."""
    return versioned(inboxes.wire(inboxes.end_old_secret(asked.desk, inbox=asked.path["inbox"])))
