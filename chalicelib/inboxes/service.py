"""The inboxes of a merchant: made, set up, switched, their secrets replaced, and found by their key."""

import base64
import json
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from chalicelib.audit.log import Audit
from chalicelib.core.caller import system
from chalicelib.core.clock import Clock, to_the_ms
from chalicelib.core.errors import Busy, Conflict, Invalid, NotFound, Stale
from chalicelib.core.ids import is_id, new_id
from chalicelib.core.values import replace
from chalicelib.inboxes.model import (
    MOST,
    SECRET_BYTES,
    SIGNED,
    Channel,
    Inbox,
    Secret,
    State,
    is_key,
    new_key,
    with_secret,
)
from chalicelib.inboxes.store import InboxStore, secrets_text
from chalicelib.table import writes
from chalicelib.table.desk import Desk

# So often another one may be made between counting and making.
ATTEMPTS = 12
# Raises where settings break the contract of their channel. The last are those of before.
Check = Callable[[Desk, Channel, Mapping[str, Any], Mapping[str, Any]], None]
# The letters that tell a merchant's people why an inbox of theirs was switched off.
Telling = Callable[[Desk, Inbox, str], Sequence[writes.Operation]]


class InboxesService:
    def __init__(
        self,
        *,
        store: InboxStore,
        audit: Audit,
        clock: Clock,
        check: Check,
        teams: Callable[[Desk], Collection[str]],
        telling: Telling,
        desk_origin: str,
        mail_domain: str,
    ) -> None:
        self._store = store
        self._audit = audit
        self._clock = clock
        self._check = check
        self._teams = teams
        self._telling = telling
        self._origin = desk_origin
        self.mail_domain = mail_domain

    def wire(self, inbox: Inbox) -> dict[str, Any]:
        return inbox.wire(origin=self._origin, domain=self.mail_domain)

    def all(self, desk: Desk) -> list[Inbox]:
        return self._store.all(desk)

    def get(self, desk: Desk, *, inbox: str, consistent: bool = False) -> Inbox:
        found = self._store.find(desk, inbox, consistent=consistent) if is_id(inbox) else None
        if found is None:
            raise NotFound("There is no such inbox.")
        return found

    def by_key(self, key: str) -> tuple[Desk, Inbox]:
        """The desk and the inbox that an address names. Needs the front keys."""
        owner = self._store.owner(key) if is_key(key) else None
        if owner is None:
            raise NotFound("There is no such inbox.")
        merchant, inbox = owner
        desk = Desk(merchant, system("ingest"))
        with desk.open():
            return desk, self.get(desk, inbox=inbox)

    def make(
        self, desk: Desk, *, channel: str, name: str, settings: Mapping[str, Any]
    ) -> tuple[Inbox, str]:
        """The inbox and its secret, which is never shown again; none where the channel has none."""
        kind = Channel(channel)
        self._ensure_fitting(desk, kind, settings, {})
        now = to_the_ms(self._clock())
        first = (Secret(_new_secret(), now),) if kind in SIGNED else ()
        inbox = Inbox(
            id=new_id(),
            channel=kind,
            name=name,
            key=new_key(),
            settings=settings,
            created_at=now,
            version=1,
            secrets=first,
        )
        self._create(desk, inbox)
        return inbox, first[0].text if first else ""

    def _create(self, desk: Desk, inbox: Inbox) -> None:
        """Within the limit, however many are made at once: who was not alone counts anew."""
        for _ in range(ATTEMPTS):
            made, there = self._store.count(desk)
            if there >= MOST:
                raise Conflict(f"A merchant has at most {MOST} inboxes.", rule="limit")
            making = self._store.creating(desk, inbox, made)
            detail = {"channel": str(inbox.channel)}
            try:
                self._audit.write(desk, *making, action="inbox.made", on=inbox.id, detail=detail)
            except writes.ConditionFailed as error:
                if set(error.labels) - {"inboxes_made", "audit head"}:
                    raise
            else:
                return
        raise Busy("Others are making inboxes at the moment; try again.", retry_after=1)

    def change(self, desk: Desk, *, inbox: str, version: int, values: Mapping[str, Any]) -> Inbox:
        """`values`: of name, state and settings those that change; settings as a whole."""
        held = self.get(desk, inbox=inbox, consistent=True)
        lying: dict[str, Any] = {name: values[name] for name in ("name",) if name in values}
        if "settings" in values:
            self._ensure_fitting(desk, held.channel, values["settings"], held.settings)
            lying["settings"] = json.dumps(values["settings"], ensure_ascii=False)
        if "state" in values:
            lying |= {"state": values["state"], "why": None}
        self._write(desk, held, version, lying, action="inbox.changed", fields=sorted(values))
        return self.get(desk, inbox=inbox, consistent=True)

    def disable(self, desk: Desk, *, inbox: Inbox, why: str) -> None:
        """By the desk itself, and once: somebody else's change in between is looked at anew.

        Its people are told in the same transaction, so that each has one letter of it.
        """
        changing = self._store.changing(
            desk, inbox, inbox.version, {"state": str(State.DISABLED), "why": why}
        )
        told = self._telling(desk, inbox, why)
        self._audited(desk, inbox, changing, *told, action="inbox.disabled", fields=[why])

    def renew_secret(self, desk: Desk, *, inbox: str) -> tuple[Inbox, str]:
        """A new secret beside the one of now, which stands on for a day."""
        held = self._signed(desk, inbox)
        fresh = Secret(_new_secret(), to_the_ms(self._clock()))
        told = with_secret(held.secrets, fresh)
        lying = {"secrets": secrets_text(told)}
        self._write(desk, held, held.version, lying, action="inbox.secret_renewed", fields=[])
        return replace(held, secrets=told, version=held.version + 1), fresh.text

    def end_old_secret(self, desk: Desk, *, inbox: str) -> Inbox:
        """At once, before its day is over."""
        held = self._signed(desk, inbox)
        told = held.secrets[:1]
        lying = {"secrets": secrets_text(told)}
        self._write(desk, held, held.version, lying, action="inbox.secret_ended", fields=[])
        return replace(held, secrets=told, version=held.version + 1)

    def remove(self, desk: Desk, *, inbox: str) -> None:
        """What was said through it stays; nothing comes in or goes out through it any more."""
        held = self.get(desk, inbox=inbox, consistent=True)
        try:
            self._audit.write(
                desk, *self._store.removing(desk, held), action="inbox.removed", on=held.id
            )
        except writes.ConditionFailed as error:
            raise NotFound("There is no such inbox.") from error

    def _ensure_fitting(
        self,
        desk: Desk,
        channel: Channel,
        settings: Mapping[str, Any],
        before: Mapping[str, Any],
    ) -> None:
        """A channel knows the settings alone; who sent them has to read where in the body it is."""
        try:
            self._check(desk, channel, settings, before)
        except Invalid as error:
            pointer = f"/settings{error.extra.get('pointer', '')}"
            raise Invalid(error.detail, **{**error.extra, "pointer": pointer}) from error
        if (team := settings.get("team")) and team not in self._teams(desk):
            raise Invalid("There is no such team.", pointer="/settings/team", rule="team")

    def _signed(self, desk: Desk, inbox: str) -> Inbox:
        held = self.get(desk, inbox=inbox, consistent=True)
        if held.channel not in SIGNED:
            raise Conflict("An inbox of this channel has no secrets.", rule="channel")
        return held

    def _write(
        self,
        desk: Desk,
        inbox: Inbox,
        version: int,
        lying: Mapping[str, Any],
        *,
        action: str,
        fields: list[str],
    ) -> None:
        changing = self._store.changing(desk, inbox, version, lying)
        self._audited(desk, inbox, changing, action=action, fields=fields)

    def _audited(
        self, desk: Desk, inbox: Inbox, *changes: writes.Operation, action: str, fields: list[str]
    ) -> None:
        detail = {"fields": ",".join(fields)}
        try:
            self._audit.write(desk, *changes, action=action, on=inbox.id, detail=detail)
        except writes.ConditionFailed as error:
            raise Stale("The inbox was changed in the meantime.") from error


def _new_secret() -> str:
    return f"whsec_{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"
