from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.core.errors import Invalid
from chalicelib.edge.routes import Answer, Asked, Limit, Routes, Who
from chalicelib.transcripts.model import WORDS

if TYPE_CHECKING:
    from chalicelib.transcripts.service import TranscriptsService

routes: Routes[TranscriptsService] = Routes("transcripts")
LONGEST_ZONE = 64


@routes.get(
    "/conversations/{conversation}/transcript",
    who=Who.VISITOR_OR_SIGNED_IN,
    query=("locale", "time_zone"),
    limits=[Limit("transcripts", most=120, seconds=60)],
)
def transcript(transcripts: TranscriptsService, asked: Asked) -> Answer:
    locale, zone = asked.query.get("locale", ""), asked.query.get("time_zone", "")
    if locale and locale not in WORDS:
        raise Invalid("One of zh, en.", pointer="/query/locale", rule="enum")
    if len(zone) > LONGEST_ZONE:
        raise Invalid("There is no such time zone.", pointer="/query/time_zone", rule="maxLength")
    conversation = asked.path["conversation"]
    text = transcripts.read(asked.desk, conversation=conversation, locale=locale, time_zone=zone)
    named = f'attachment; filename="conversation-{conversation}.txt"'
    return Answer(
        text=text, headers={"Cache-Control": "private, no-store", "Content-Disposition": named}
    )


@routes.post(
    "/conversations/{conversation}/transcript",
    who=Who.SPEAKER,
    body="mail_transcript",
    limits=[Limit("mail_transcript", most=30, seconds=600)],
)
def mail_transcript(transcripts: TranscriptsService, asked: Asked) -> Answer:
    transcripts.mail(asked.desk, conversation=asked.path["conversation"], **asked.body)
    return Answer({"accepted": True}, status=202)
