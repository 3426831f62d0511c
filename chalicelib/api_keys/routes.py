from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.api_keys.model import ApiKey
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import is_id
from chalicelib.core.rights import Right
from chalicelib.edge.routes import Answer, Asked, Routes

if TYPE_CHECKING:
    from chalicelib.api_keys.service import ApiKeysService

routes: Routes[ApiKeysService] = Routes("api_keys")


@routes.get("/api-keys", who=Right.API_KEYS, query=("cursor", "limit"))
def list_api_keys(api_keys: ApiKeysService, asked: Asked) -> Answer:
    page = api_keys.page(asked.desk, cursor=asked.cursor, limit=asked.limit).map(ApiKey.wire)
    return Answer({"items": page.items, "next": page.next})


@routes.post("/api-keys", who=Right.API_KEYS, body="make_api_key")
def make_api_key(api_keys: ApiKeysService, asked: Asked) -> Answer:
    body = asked.body
    key, secret = api_keys.make(asked.desk, name=body["name"], role=body["role"])
    return Answer({**key.wire(), "key": secret}, status=201)


@routes.delete("/api-keys/{key}", who=Right.API_KEYS)
def revoke_api_key(api_keys: ApiKeysService, asked: Asked) -> Answer:
    if not is_id(asked.path["key"]):
        raise NotFound("There is no such API key.")
    api_keys.revoke(asked.desk, key=asked.path["key"])
    return Answer(status=204)
