"""OpenAPI 3.1, made from the table of routes and the contracts, and served at /v1/openapi.json."""

import re
from collections.abc import Sequence
from typing import Any

from chalicelib.contracts.compiled import schema
from chalicelib.core.rights import RIGHTS, Right
from chalicelib.edge.routes import Answer, Asked, Route, Routes, Who

_PROBLEM = {"$ref": "#/components/responses/Problem"}
_SCHEMES: dict[Who, list[dict[str, list[str]]]] = {
    Who.ANYONE: [],
    Who.VISITOR: [{"visitor": []}],
    Who.VISITOR_OR_SIGNED_IN: [{"visitor": []}, {"session": []}, {"apiKey": []}],
    Who.SPEAKER: [{"visitor": []}, {"session": []}, {"apiKey": []}],
}


def describe(table: Sequence[Route[Any]]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for route in table:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    bodies = {name: _moved(body) for name, body in schema("rest")["$defs"].items()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Manydesk", "version": "1"},
        "paths": paths,
        "components": {
            "schemas": {**bodies, "problem": _problem_schema()},
            "responses": {
                "Problem": {
                    "description": "A refusal: code, detail, and where the input breaks which rule.",
                    "content": {
                        "application/problem+json": {
                            "schema": {"$ref": "#/components/schemas/problem"}
                        }
                    },
                }
            },
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "__Host-desk"},
                "apiKey": {"type": "http", "scheme": "bearer"},
                "visitor": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def _operation(route: Route[Any]) -> dict[str, Any]:
    named = re.findall(r"{(\w+)}", route.path)
    parameters = [_parameter(name, "path") for name in named]
    parameters += [_parameter(name, "query") for name in route.query]
    parameters += [_parameter("If-Match", "header")] if route.conditional else []
    parameters += (
        [_parameter("Idempotency-Key", "header", needed=False)] if route.method == "POST" else []
    )
    body = (
        {
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {"schema": {"$ref": f"#/components/schemas/{route.body}"}}
                },
            }
        }
        if route.body
        else {}
    )
    who = route.who
    rights = (
        {"x-roles": [str(role) for role, held in RIGHTS.items() if who in held]}
        if isinstance(who, Right)
        else {}
    )
    return {
        "operationId": route.name,
        "parameters": parameters,
        **body,
        **rights,
        "security": _SCHEMES.get(who, [{"session": []}, {"apiKey": []}])
        if isinstance(who, Who)
        else [{"session": []}, {"apiKey": []}],
        "responses": {"2XX": {"description": "Done"}, "4XX": _PROBLEM, "5XX": _PROBLEM},
    }


def _parameter(name: str, place: str, *, needed: bool = True) -> dict[str, Any]:
    return {
        "name": name,
        "in": place,
        "required": needed and place != "query",
        "schema": {"type": "string"},
    }


def _moved(value: Any) -> Any:
    """References as they read in an OpenAPI document."""
    if isinstance(value, dict):
        return {
            k: v.replace("#/$defs/", "#/components/schemas/") if k == "$ref" else _moved(v)
            for k, v in value.items()
        }
    return [_moved(each) for each in value] if isinstance(value, list) else value


def _problem_schema() -> dict[str, Any]:
    text, number = {"type": "string"}, {"type": "integer"}
    return {
        "type": "object",
        "required": ["type", "title", "status", "code", "detail"],
        "properties": {
            "type": text,
            "title": text,
            "status": number,
            "code": text,
            "detail": text,
            "pointer": text,
            "rule": text,
            "retry_after": number,
        },
    }


def published(table: Sequence[Route[Any]]) -> Routes[None]:
    """The documents' own routes, and the health check that only says that the door is open."""
    routes: Routes[None] = Routes("published")

    @routes.get("/openapi.json", who=Who.ANYONE)
    def openapi(_: None, __: Asked) -> Answer:
        return Answer(describe(table))

    @routes.get("/channels.json", who=Who.ANYONE)
    def channels(_: None, __: Asked) -> Answer:
        """What the signed webhook says and hears: the very contract that it is held to."""
        return Answer(schema("channels"))

    @routes.get("/health", who=Who.ANYONE)
    def health(_: None, __: Asked) -> Answer:
        return Answer({"ok": True})

    return routes
