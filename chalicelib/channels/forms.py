"""Forms for everybody: shown, and taken in. What a program fills in is answered alike, and kept nowhere."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.channels.adapter import Request
from chalicelib.channels.form.confirming import Confirming
from chalicelib.channels.form.fields import Field, fields_of, filled
from chalicelib.channels.form.filled import inbound, written
from chalicelib.channels.form.store import FormStore
from chalicelib.channels.form.tokens import claims, is_too_quick, stands
from chalicelib.channels.form.uploads import FormUploads
from chalicelib.channels.model import Inbound
from chalicelib.core import signed
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Forbidden, Invalid, NotFound
from chalicelib.core.ids import new_id
from chalicelib.inboxes.model import Channel, Inbox, State
from chalicelib.inboxes.service import InboxesService
from chalicelib.merchants.service import MerchantsService
from chalicelib.table.desk import Desk

Keep = Callable[[Desk, Inbox, Request, Iterable[Inbound]], None]


class FormsService:
    def __init__(
        self,
        *,
        inboxes: InboxesService,
        merchants: MerchantsService,
        keep: Keep,
        store: FormStore,
        uploads: FormUploads,
        confirming: Confirming,
        secret: Callable[[str], bytes],
        is_address: Callable[[str], bool],
        desk_origin: str,
        clock: Clock,
    ) -> None:
        """`keep`: durable before it returns, and on its way to be a conversation."""
        self._inboxes = inboxes
        self._merchants = merchants
        self._keep = keep
        self._store = store
        self._uploads = uploads
        self._confirming = confirming
        self._secret = secret
        self._is_address = is_address
        self._origin = desk_origin
        self._clock = clock

    def show(self, *, key: str, origin: str) -> dict[str, Any]:
        """What a page needs to show it. `origin`: of another site's page; empty for our own."""
        desk, inbox = self._form(key)
        around = "" if origin == self._origin else origin
        if around and around not in inbox.settings.get("allowed_origins", ()):
            raise Forbidden("This page's origin is not among the form's allowed origins.")
        with desk.open():
            merchant = self._merchants.merchant(desk)
            said = claims(key, around, self._clock(), new_id())
            fields = fields_of(inbox.settings, merchant.locale)
            texts = ("title", "intro", "consent", "thanks")
            return {
                "token": signed.sign(self._secret(desk.merchant), said),
                "merchant": {"name": merchant.name},
                "branding": {"accent": merchant.accent},
                "locale": inbox.settings.get("locale", merchant.locale),
                "fields": [field.wire() for field in fields],
                **{name: inbox.settings.get(name, "") for name in texts},
            }

    def take(self, *, key: str, body: Mapping[str, Any]) -> None:
        """Checked whole before it is judged whether a person has sent it: the answer tells nothing of that."""
        desk, inbox = self._form(key)
        now = self._clock()
        with desk.open():
            said = self._said(desk, key, body)
            locale = self._locale(desk, inbox)
            fields = fields_of(inbox.settings, locale)
            answers = filled(fields, body["fields"], self._is_address)
            files = self._uploads.of(desk, said, fields, body.get("files", ()))
            if inbox.settings.get("consent") and body.get("consent") is not True:
                raise Invalid("Its consent is needed.", pointer="/consent", rule="required")
            if body.get("website") or is_too_quick(said, now):
                return
            along, submission = [file.id for file in files], body["submission_id"]
            name = self._store.named(desk, inbox.id, answers, along, submission=submission, now=now)
            self._uploads.claim(desk, inbox.id, files, name, now)
            data = written(
                name,
                answers,
                files,
                title=inbox.settings.get("title", ""),
                consent=inbox.settings.get("consent", ""),
                locale=body.get("locale", locale),
            )
            self._take(desk, inbox, data, now)

    def begin_upload(self, *, key: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """A form to upload one file by, for who has this form before them."""
        desk, inbox = self._form(key)
        with desk.open():
            said = self._said(desk, key, body)
            return self._uploads.begin(desk, said, self._fields(desk, inbox), body["size"])

    def end_upload(self, *, key: str, upload: str, body: Mapping[str, Any]) -> dict[str, Any]:
        desk, inbox = self._form(key)
        with desk.open():
            said, fields = self._said(desk, key, body), self._fields(desk, inbox)
            return self._uploads.arrived(desk, said, fields, upload, body["name"])

    def _said(self, desk: Desk, key: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """What the token says, where it stands for this form on that page."""
        said = signed.verify(self._secret(desk.merchant), body["token"])
        if said is None or not stands(said, key, body.get("origin", ""), self._clock()):
            raise Invalid("The form was opened too long ago.", pointer="/token", rule="token")
        return said

    def _take(self, desk: Desk, inbox: Inbox, data: bytes, now: datetime) -> None:
        event = inbound(json.loads(data))
        self._keep(desk, inbox, Request("POST", {}, data, now, facts={"form": True}), [event])
        if inbox.settings.get("confirm"):
            sender = event.sender
            self._confirming.confirm(desk, inbox=inbox.id, email=sender.email, locale=sender.locale)

    def _form(self, key: str) -> tuple[Desk, Inbox]:
        """Needs the front keys."""
        desk, inbox = self._inboxes.by_key(key)
        if inbox.channel is not Channel.FORM or inbox.state is not State.ON:
            raise NotFound("There is no such form.")
        return desk, inbox

    def _fields(self, desk: Desk, inbox: Inbox) -> tuple[Field, ...]:
        return fields_of(inbox.settings, self._locale(desk, inbox))

    def _locale(self, desk: Desk, inbox: Inbox) -> str:
        return str(inbox.settings.get("locale") or self._merchants.merchant(desk).locale)
