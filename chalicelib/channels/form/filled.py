"""A form that somebody has filled in, as it is kept and read: under the labels that its writer read.

Nobody vouches for the address in it, whoever it belongs to.
"""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from chalicelib.attachments.model import File
from chalicelib.channels.form.fields import Filled, text_of
from chalicelib.channels.form.fields import Kind as Asked
from chalicelib.channels.model import Inbound, Kind, Part, PartKind, Sender

NAME, SUBJECT = "name", "subject"  # fields of these names stand for more than a line of the text
MOST_NAME = 120


def written(
    submission: str,
    answers: Sequence[Filled],
    files: Sequence[File],
    *,
    title: str,
    consent: str,
    locale: str,
) -> bytes:
    known = {
        "id": submission,
        "title": title,
        "consent": consent,
        "locale": locale,
        "fields": [[each.id, each.label, str(each.kind), each.value] for each in answers],
        "files": [[each.id, each.name, each.type, each.size] for each in files],
    }
    return json.dumps(known, ensure_ascii=False, sort_keys=True).encode()


def inbound(event: Mapping[str, Any]) -> Inbound:
    answers = [Filled(name, label, Asked(kind), v) for name, label, kind, v in event["fields"]]
    said = {each.id: each.value for each in answers}
    email = next(each.value for each in answers if each.kind is Asked.EMAIL).lower()
    consent = {"consent": event["consent"]} if event["consent"] else {}
    name = said.get(NAME, "")[:MOST_NAME]
    return Inbound(
        kind=Kind.MESSAGE,
        id=event["id"],
        sender=Sender(id=email, name=name, email=email, locale=event["locale"]),
        parts=[Part(PartKind.TEXT, text_of(answers))],
        thread=event["id"],
        vouched=False,
        subject=said.get(SUBJECT, "") or event["title"],
        data=MappingProxyType(consent),
        files=tuple(File(*each) for each in event.get("files", ())),
    )
