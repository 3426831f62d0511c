from chalicelib.api_keys.items import ApiKeyItem, ApiKeyNameItem
from chalicelib.api_keys.model import ApiKey
from chalicelib.core.clock import from_wire, to_wire
from chalicelib.core.ids import MerchantId
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.table.pages import query
from chalicelib.vault.seal import Place, Vault


class ApiKeyStore:
    def __init__(self, *, vault: Vault) -> None:
        self._vault = vault

    def creating(self, desk: Desk, key: ApiKey, digest: str) -> list[writes.Operation]:
        place = keys.api_key(desk, key.id)
        item = ApiKeyItem.at(
            place,
            name=self._vault.seal(Place(desk.merchant, place, "name"), key.name),
            role=key.role,
            digest=digest,
            created_by=desk.caller.id,
            created_at=to_wire(key.created_at),
        )
        front = keys.api_key_name(digest)
        name = ApiKeyNameItem.at(front, merchant=desk.merchant, api_key=key.id)
        return [writes.Put(item, label="api_key"), writes.Put(name, label="api_key_name")]

    def owner(self, digest: str) -> tuple[MerchantId, str] | None:
        """Whose the key of a hash is, and its id."""
        item = ApiKeyNameItem.find(keys.api_key_name(digest), consistent=True)
        return (MerchantId(item.merchant), item.api_key) if item else None

    def role(self, desk: Desk, key_id: str) -> str | None:
        item = ApiKeyItem.find(keys.api_key(desk, key_id), consistent=True)
        return item.role if item else None

    def find(self, desk: Desk, key_id: str) -> ApiKey | None:
        item = ApiKeyItem.find(keys.api_key(desk, key_id), consistent=True)
        return self._api_key(desk, item) if item else None

    def page(
        self, desk: Desk, *, after: dict[str, str] | None, limit: int
    ) -> tuple[list[ApiKey], dict[str, str] | None]:
        probe = keys.api_key(desk, "0")
        prefix = keys.prefix(probe)
        raw, last = query(ApiKeyItem, probe.pk, prefix=prefix, after=after, limit=limit)
        items = map(ApiKeyItem.from_raw_data, raw)
        return [self._api_key(desk, item) for item in items], last

    def removing(self, desk: Desk, key_id: str) -> list[writes.Operation]:
        """Nothing where there is no such key."""
        item = ApiKeyItem.find(keys.api_key(desk, key_id), consistent=True)
        if item is None:
            return []
        name = ApiKeyNameItem.at(keys.api_key_name(item.digest))
        return [writes.Remove(item, label="api_key"), writes.Remove(name, label="api_key_name")]

    def _api_key(self, desk: Desk, item: ApiKeyItem) -> ApiKey:
        return ApiKey(
            id=keys.last_of(item.sk),
            name=self._vault.open(Place(desk.merchant, item.key, "name"), item.name),
            role=item.role,
            created_at=from_wire(item.created_at),
        )
