from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.edge.routes import Answer, Asked, Limit, Routes, Who

if TYPE_CHECKING:
    from chalicelib.attachments.service import AttachmentsService

routes: Routes[AttachmentsService] = Routes("attachments")
UPLOADING = Limit("uploading", most=300, seconds=60)


@routes.post("/attachments", who=Who.SPEAKER, body="begin_upload", limits=[UPLOADING])
def begin_upload(attachments: AttachmentsService, asked: Asked) -> Answer:
    return Answer(attachments.begin(asked.desk, size=int(asked.body["size"])), status=201)


@routes.post("/attachments/{upload}", who=Who.SPEAKER, body="end_upload", limits=[UPLOADING])
def end_upload(attachments: AttachmentsService, asked: Asked) -> Answer:
    return Answer(
        attachments.arrived(asked.desk, upload=asked.path["upload"], name=asked.body["name"])
    )
