from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.core.clock import to_wire
from chalicelib.core.rights import Right
from chalicelib.edge.routes import Answer, Asked, Limit, Routes, Who

if TYPE_CHECKING:
    from chalicelib.channels.forms import FormsService
    from chalicelib.channels.service import ChannelsService

routes: Routes[ChannelsService] = Routes("channels")
forms: Routes[FormsService] = Routes("forms")
# Two calls for each file: of one address, and of one form.
UPLOADS = (
    Limit("form_file", most=60, seconds=600),
    Limit("form_files", most=1_200, seconds=3_600, of="key"),
)


@routes.get("/inboxes/{inbox}/deliveries", who=Right.READ, query=("cursor", "limit"))
def list_deliveries(channels: ChannelsService, asked: Asked) -> Answer:
    """Attempts at sending, newest first."""
    page = channels.log(
        asked.desk, inbox=asked.path["inbox"], cursor=asked.cursor, limit=asked.limit
    )
    told = page.map(lambda logged: {"at": to_wire(logged[0]), **logged[1].wire()})
    return Answer({"items": told.items, "next": told.next})


@routes.get("/inboxes/{inbox}/health", who=Right.READ)
def read_health(channels: ChannelsService, asked: Asked) -> Answer:
    return Answer(channels.health(asked.desk, inbox=asked.path["inbox"]))


@routes.post(
    "/inboxes/{inbox}/test", who=Right.SETTINGS, limits=[Limit("inbox_test", most=30, seconds=600)]
)
def test_inbox(channels: ChannelsService, asked: Asked) -> Answer:
    """One attempt at the other side, now; what came of it is the answer, whatever it is."""
    return Answer(channels.test(asked.desk, inbox=asked.path["inbox"]))


@routes.get("/conversations/{conversation}/means", who=Right.READ)
def read_means(channels: ChannelsService, asked: Asked) -> Answer:
    return Answer(channels.means(asked.desk, conversation=asked.path["conversation"]))


@routes.get("/conversations/{conversation}/messages/{seq}/original", who=Right.READ)
def read_original(channels: ChannelsService, asked: Asked) -> Answer:
    conversation = asked.path["conversation"]
    return Answer(channels.original(asked.desk, conversation=conversation, seq=_seq(asked)))


@routes.post("/conversations/{conversation}/messages/{seq}/retry", who=Right.ANSWER)
def retry_message(channels: ChannelsService, asked: Asked) -> Answer:
    conversation = asked.path["conversation"]
    return Answer(channels.retry(asked.desk, conversation=conversation, seq=_seq(asked)))


def _seq(asked: Asked) -> int:
    """What is no number names no message, and says so after the conversation has been looked up."""
    said = asked.path["seq"]
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 12 else 0  # noqa: PLR2004 - key width


@forms.get(
    "/forms/{key}", who=Who.ANYONE, limits=[Limit("form", most=600, seconds=60)], for_pages=True
)
def show_form(forms: FormsService, asked: Asked) -> Answer:
    """A simple cross-origin request of the page around it: its Origin header is the proof."""
    return Answer(forms.show(key=asked.path["key"], origin=asked.headers.get("origin", "")))


@forms.post(
    "/forms/{key}",
    who=Who.ANYONE,
    body="send_form",
    limits=[
        Limit("form_sent", most=20, seconds=600),
        Limit("form_taken", most=600, seconds=3_600, of="key"),
    ],
)
def send_form(forms: FormsService, asked: Asked) -> Answer:
    """Comes from our own page, which may stand within another's."""
    forms.take(key=asked.path["key"], body=asked.body)
    return Answer({"accepted": True}, status=202)


@forms.post("/forms/{key}/files", who=Who.ANYONE, body="begin_form_file", limits=UPLOADS)
def begin_form_file(forms: FormsService, asked: Asked) -> Answer:
    return Answer(forms.begin_upload(key=asked.path["key"], body=asked.body), status=201)


@forms.post("/forms/{key}/files/{upload}", who=Who.ANYONE, body="end_form_file", limits=UPLOADS)
def end_form_file(forms: FormsService, asked: Asked) -> Answer:
    key, upload = asked.path["key"], asked.path["upload"]
    return Answer(forms.end_upload(key=key, upload=upload, body=asked.body))
