import json
from collections.abc import Mapping
from datetime import datetime

from chalicelib.core.clock import from_wire, to_wire
from chalicelib.core.errors import Gone, NotFound
from chalicelib.links.items import LinkItem, OutboxItem
from chalicelib.links.model import (
    KEPT_AFTER_EXPIRY,
    LIFE,
    OUTBOX_KEPT,
    Letter,
    Link,
    Purpose,
    digest_of,
    new_token,
)
from chalicelib.table import keys, writes
from chalicelib.table.keys import Key
from chalicelib.vault.seal import Place, Vault

GONE = "The link was used already or has expired."


class LinkStore:
    def __init__(self, *, vault: Vault) -> None:
        self._vault = vault

    # --- letters

    def writing(
        self, owner: str, place: Key, purpose: Purpose, facts: Mapping[str, str], at: datetime
    ) -> writes.Put:
        """The operation that puts a letter into the outbox."""
        content = {"purpose": purpose, "token": new_token(), "facts": dict(facts)}
        item = OutboxItem.at(
            place,
            owner=owner,
            payload=self._seal(owner, place, content),
            created_at=to_wire(at),
            expires=at + OUTBOX_KEPT,
        )
        return writes.Put(item, label="outbox")

    def letter(self, place: Key) -> Letter | None:
        """What is still to be sent; None once it was."""
        item = OutboxItem.find(place, consistent=True)
        if item is None or item.sent_at is not None or item.payload is None:
            return None
        place = Place(item.owner, item.key, "payload")
        content = json.loads(self._vault.open(place, item.payload))
        purpose = Purpose(content["purpose"])
        return Letter(item.owner, purpose, token=content["token"], facts=content["facts"])

    def mark_sent(self, place: Key, at: datetime) -> None:
        """And forget what was written."""
        actions = [OutboxItem.sent_at.set(to_wire(at)), OutboxItem.payload.remove()]
        unsent = OutboxItem.sent_at.does_not_exist()
        try:
            writes.change(OutboxItem.at(place), actions, unsent)
        except writes.ConditionFailed:
            return

    # --- links

    def create(self, letter: Letter, facts: Mapping[str, str], at: datetime) -> None:
        """Make a letter's link, once: sent again after a crash, the letter carries the same one."""
        place = keys.link(digest_of(letter.token))
        until = at + LIFE[letter.purpose]
        item = LinkItem.at(
            place,
            owner=letter.owner,
            purpose=letter.purpose,
            payload=self._seal(letter.owner, place, facts),
            valid_until=to_wire(until),
            expires=until + KEPT_AFTER_EXPIRY,
        )
        try:
            writes.create(item)
        except writes.ConditionFailed:
            return

    def get(self, token: str, now: datetime, *, user: str = "") -> Link:
        """A link that has not expired and was not used, unless by this user a moment ago."""
        digest = digest_of(token)
        item = LinkItem.find(keys.link(digest), consistent=True)
        if item is None:
            raise NotFound("There is no such link.")
        used = item.user is not None
        if item.payload is None or now >= from_wire(item.user_until or item.valid_until):
            raise Gone(GONE)
        if used and item.user != _user(digest, user):
            raise Gone(GONE)
        return Link(digest, item.owner, Purpose(item.purpose), sealed=item.payload, used=used)

    def facts(self, link: Link) -> dict[str, str]:
        place = Place(link.owner, keys.link(link.digest), "payload")
        facts: dict[str, str] = json.loads(self._vault.open(place, link.sealed))
        return facts

    def using(self, link: Link) -> writes.Change:
        item = LinkItem.at(keys.link(link.digest))
        unused = LinkItem.payload.exists() & LinkItem.user.does_not_exist()
        return writes.Change(item, [LinkItem.payload.remove()], unused, label="link")

    def using_as(self, link: Link, user: str, until: datetime) -> writes.Change:
        """For the one who asks with `user`, who may ask again until then; two of them are one."""
        item, who = LinkItem.at(keys.link(link.digest)), _user(link.digest, user)
        free = LinkItem.user.does_not_exist() | (LinkItem.user == who)
        actions = [LinkItem.user.set(who), LinkItem.user_until.set(to_wire(until))]
        return writes.Change(item, actions, LinkItem.payload.exists() & free, label="link")

    def _seal(self, owner: str, place: Key, content: Mapping[str, object]) -> bytes:
        return self._vault.seal(Place(owner, place, "payload"), json.dumps(dict(content)))


def _user(digest: str, user: str) -> str:
    """Bound to the link: the same key at another one is somebody else."""
    return digest_of(f"{digest} {user}")
