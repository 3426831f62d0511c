from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.core.errors import NotFound
from chalicelib.core.ids import is_id
from chalicelib.core.rights import Right
from chalicelib.edge.routes import Answer, Asked, Routes, versioned

if TYPE_CHECKING:
    from chalicelib.sla.service import SlaService

routes: Routes[SlaService] = Routes("sla")


@routes.get("/sla", who=Right.READ)
def read_sla(sla: SlaService, asked: Asked) -> Answer:
    return versioned(sla.policy(asked.desk).wire())


@routes.patch("/sla", who=Right.SETTINGS, body="change_sla")
def change_sla(sla: SlaService, asked: Asked) -> Answer:
    changed = sla.change(asked.desk, version=asked.version, values=asked.body)
    return versioned(changed.wire())


@routes.get("/tickets/{ticket}/clocks", who=Right.READ)
def read_clocks(sla: SlaService, asked: Asked) -> Answer:
    if not is_id(asked.path["ticket"]):
        raise NotFound("There is no such ticket.")
    return Answer({"items": sla.clocks(asked.desk, ticket=asked.path["ticket"])})
