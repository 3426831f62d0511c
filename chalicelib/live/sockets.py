"""The three socket doors, without the framework: an event in, an answer out, a fault logged once."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.core.errors import Refused
from chalicelib.core.observe import logger
from chalicelib.live.gate import Line, line_of
from chalicelib.live.refusals import refused

if TYPE_CHECKING:
    from chalicelib.live.dispatch import Dispatch

_to_json = json.JSONEncoder(ensure_ascii=False).encode
_OK = {"statusCode": 200}
_FAULT = {
    "t": "refused",
    "of": None,
    "code": "internal",
    "detail": "Something broke on our side; it has been logged. Try again.",
}


class SocketDoor:
    def __init__(self, dispatch: Callable[[], Dispatch]) -> None:
        """`dispatch` is built, and its code loaded, with the first frame."""
        self._dispatch = dispatch

    def connect(self, event: Mapping[str, Any]) -> dict[str, Any]:
        if not _is(event, "CONNECT"):
            return self.message(event)
        return self._noted(event, self._dispatch().opened)

    def disconnect(self, event: Mapping[str, Any]) -> dict[str, Any]:
        if not _is(event, "DISCONNECT"):
            return self.message(event)
        return self._noted(event, self._dispatch().closed)

    def message(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """The answer travels as the route's response, on the socket that asked."""
        raw = event.get("body") or ""
        try:
            answer = self._within(event, lambda line: self._dispatch().receive(line, raw))
        except Refused as refusal:
            answer = refused({}, refusal)
        except Exception:  # noqa: BLE001 - the top: a fault of ours must not reach the client as text
            logger.exception("fault")
            answer = _FAULT
        return _OK if answer is None else {**_OK, "body": _to_json(answer)}

    def _noted(self, event: Mapping[str, Any], act: Callable[[Line], None]) -> dict[str, Any]:
        try:
            self._within(event, act)
        except Refused as refusal:
            return {"statusCode": refusal.status}
        return _OK

    def _within(
        self, event: Mapping[str, Any], act: Callable[[Line], dict[str, Any] | None]
    ) -> dict[str, Any] | None:
        logger.clear_state()
        line = line_of(event)
        logger.append_keys(merchant=line.desk.merchant, correlation=line.desk.correlation)
        with line.desk.open():
            answer = act(line)
        logger.info(
            "socket",
            route=event["requestContext"].get("routeKey"),
            answer=answer["t"] if answer else None,
            **({"code": answer["code"]} if answer and "code" in answer else {}),
        )
        return answer


def _is(event: Mapping[str, Any], kind: str) -> bool:
    """A frame may name a route (`action`: "$disconnect"); what happened is not the client's to say."""
    return bool(event["requestContext"].get("eventType") == kind)
