"""API keys: made, listed, revoked, and what they let in."""

from chalicelib.api_keys.model import ApiKey, digest_of, looks_like_one, new_secret
from chalicelib.api_keys.store import ApiKeyStore
from chalicelib.audit.log import Audit
from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.clock import Clock
from chalicelib.core.errors import NotFound, Unauthenticated
from chalicelib.core.ids import new_id
from chalicelib.core.values import replace
from chalicelib.people.members import CloseSockets
from chalicelib.table import writes
from chalicelib.table.desk import Desk
from chalicelib.table.pages import DEFAULT_LIMIT, Cursors, Page


class ApiKeysService:
    def __init__(
        self,
        *,
        store: ApiKeyStore,
        audit: Audit,
        cursors: Cursors,
        clock: Clock,
        close_sockets: CloseSockets,
    ) -> None:
        self._store = store
        self._audit = audit
        self._cursors = cursors
        self._clock = clock
        self._close_sockets = close_sockets

    def make(self, desk: Desk, *, name: str, role: str) -> tuple[ApiKey, str]:
        """The key and its secret, which is never shown again."""
        key = ApiKey(id=new_id(), name=name, role=role, created_at=self._clock())
        secret = new_secret(key.id)
        creating = self._store.creating(desk, key, digest_of(secret))
        detail = {"role": role}
        self._audit.write(desk, *creating, action="api_key.made", on=key.id, detail=detail)
        return key, secret

    def page(
        self, desk: Desk, *, cursor: str | None = None, limit: int = DEFAULT_LIMIT
    ) -> Page[ApiKey]:
        return self._cursors.page(
            desk.merchant,
            "api_keys",
            cursor,
            lambda after: self._store.page(desk, after=after, limit=limit),
        )

    def revoke(self, desk: Desk, *, key: str) -> None:
        removing = self._store.removing(desk, key)
        if not removing:
            raise NotFound("There is no such API key.")
        try:
            self._audit.write(desk, *removing, action="api_key.revoked", on=key)
        except writes.ConditionFailed as error:
            raise NotFound("There is no such API key.") from error
        self._close_sockets(desk, key)

    def admit(self, secret: str) -> Desk:
        """The desk that a key opens, with the role it has now. Needs the front keys."""
        owner = self._store.owner(digest_of(secret)) if looks_like_one(secret) else None
        if owner is None:
            raise Unauthenticated("The API key is not valid.")
        merchant, key_id = owner
        desk = Desk(merchant, Caller(kind=CallerKind.API_KEY, id=key_id))
        with desk.open():
            role = self._store.role(desk, key_id)
        if role is None:
            raise Unauthenticated("The API key is not valid.")
        return replace(desk, caller=replace(desk.caller, role=role))

    def get(self, desk: Desk) -> ApiKey:
        """The key that the caller is; Unauthenticated once it was revoked."""
        with desk.open():
            key = self._store.find(desk, desk.caller.id)
        if key is None:
            raise Unauthenticated("The API key is not valid.")
        return key
