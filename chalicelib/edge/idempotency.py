"""`Idempotency-Key`: the same POST sent again gets the first answer again, and does nothing twice.

The answer is kept sealed for a day. The key is bound to who asks, to the route and to the body.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from pynamodb.attributes import TTLAttribute, UnicodeAttribute

from chalicelib.core.clock import Clock, from_wire, to_wire
from chalicelib.core.errors import Busy, Conflict, Invalid
from chalicelib.edge.routes import Answer, Asked
from chalicelib.table import keys, writes
from chalicelib.table.items import LedgerItem, sealed_attribute
from chalicelib.table.keys import Key

KEPT = timedelta(hours=24)
# A function ends after 29 seconds: what has no answer by then gets none any more.
TAKEN_FOR_DEAD = timedelta(seconds=35)
_KEY = re.compile(r"[A-Za-z0-9_-]{8,128}")


class AnswerItem(LedgerItem):
    kind_of = "answer"

    request = UnicodeAttribute()
    answer = sealed_attribute(null=True)
    begun_at = UnicodeAttribute()
    expires = TTLAttribute()


class Sealer(Protocol):
    """The vault, as handed in from the top of the house."""

    def seal_at(self, owner: str, key: Key, attribute: str, text: str) -> bytes: ...
    def open_at(self, owner: str, key: Key, attribute: str, blob: bytes) -> str: ...


class Idempotency:
    def __init__(self, *, sealer: Sealer, clock: Clock) -> None:
        self._sealer = sealer
        self._clock = clock

    def once(self, key: str, route: str, asked: Asked, act: Callable[[], Answer]) -> Answer:
        """Run `act` the first time, and answer the same again afterwards."""
        if not _KEY.fullmatch(key):
            raise Invalid(
                "Idempotency-Key takes 8 to 128 letters, digits, - and _.",
                pointer="/headers/idempotency-key",
                rule="pattern",
            )
        owner, place = self._place(key, route, asked)
        request = hashlib.sha256(json.dumps(dict(asked.body), sort_keys=True).encode()).hexdigest()
        if not self._begin(place, request) and (kept := self._again(owner, place, request)):
            return kept
        try:
            answer = act()
        except Exception:
            AnswerItem.at(place).delete()
            raise
        self._keep(owner, place, answer)
        return answer

    def _place(self, key: str, route: str, asked: Asked) -> tuple[str, Key]:
        desk = asked.maybe_desk
        who = asked.address if desk is None else desk.caller.id
        digest = hashlib.sha256("|".join((who, route, key)).encode()).hexdigest()[:40]
        if desk is None:
            return keys.PLATFORM, keys.platform_idempotency(digest)
        return desk.merchant, keys.idempotency(desk, digest)

    def _begin(self, place: Key, request: str) -> bool:
        now = self._clock()
        item = AnswerItem.at(place, request=request, begun_at=to_wire(now), expires=now + KEPT)
        try:
            writes.create(item)
        except writes.ConditionFailed:
            return False
        return True

    def _again(self, owner: str, place: Key, request: str) -> Answer | None:
        """The first answer; None where the first try died without one and this takes its place."""
        held = AnswerItem.find(place, consistent=True)
        if held is not None and held.request != request:
            raise Conflict(
                "This Idempotency-Key stood for another request.",
                pointer="/headers/idempotency-key",
                rule="idempotency",
            )
        if held is None or held.answer is None:
            if held is not None and self._succeeds(place, held):
                return None
            raise Busy("The same request is under way.", retry_after=1)
        kept = json.loads(self._sealer.open_at(owner, place, "answer", held.answer))
        return Answer(
            kept["body"],
            status=kept["status"],
            headers={**kept["headers"], "Idempotent-Replay": "true"},
        )

    def _succeeds(self, place: Key, held: AnswerItem) -> bool:
        """One of those who ask again takes over, once no function can still be at it."""
        now = self._clock()
        if now - from_wire(held.begun_at) < TAKEN_FOR_DEAD:
            return False
        unmoved = AnswerItem.answer.does_not_exist() & (AnswerItem.begun_at == held.begun_at)
        try:
            writes.change(AnswerItem.at(place), [AnswerItem.begun_at.set(to_wire(now))], unmoved)
        except writes.ConditionFailed:
            return False
        return True

    def _keep(self, owner: str, place: Key, answer: Answer) -> None:
        text = json.dumps(
            {"body": answer.body, "status": answer.status, "headers": dict(answer.headers)}
        )
        sealed = self._sealer.seal_at(owner, place, "answer", text)
        AnswerItem.at(place).update(actions=[AnswerItem.answer.set(sealed)])
