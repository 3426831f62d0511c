from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.core.rights import Right
from chalicelib.edge.routes import Answer, Asked, Limit, Routes
from chalicelib.senders.model import Domain

if TYPE_CHECKING:
    from chalicelib.senders.service import SendersService

routes: Routes[SendersService] = Routes("senders")


@routes.get("/sending-domains", who=Right.SETTINGS)
def list_sending_domains(senders: SendersService, asked: Asked) -> Answer:
    return Answer({"items": [Domain.wire(each) for each in senders.all(asked.desk)], "next": None})


@routes.post(
    "/sending-domains",
    who=Right.SETTINGS,
    body="add_sending_domain",
    limits=[Limit("sending_domains", most=30, seconds=3_600)],
)
def add_sending_domain(senders: SendersService, asked: Asked) -> Answer:
    return Answer(senders.add(asked.desk, name=asked.body["domain"]).wire(), status=201)


@routes.post(
    "/sending-domains/{domain}/check",
    who=Right.SETTINGS,
    limits=[Limit("domain_checks", most=60, seconds=600)],
)
def check_sending_domain(senders: SendersService, asked: Asked) -> Answer:
    """Whether its record is seen by now."""
    return Answer(senders.check(asked.desk, domain=asked.path["domain"]).wire())


@routes.delete("/sending-domains/{domain}", who=Right.SETTINGS)
def remove_sending_domain(senders: SendersService, asked: Asked) -> Answer:
    senders.remove(asked.desk, domain=asked.path["domain"])
    return Answer(status=204)
