"""That a form was shown, when, and on whose page: a program that only sends has none, or is too quick."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib.core.clock import to_ms

QUICKEST, STANDS_FOR = timedelta(seconds=3), timedelta(days=1)


def claims(key: str, origin: str, now: datetime, opening: str) -> dict[str, Any]:
    """`opening`: this showing's own name; what is uploaded to it belongs to nothing else."""
    return {"f": key, "o": origin, "t": to_ms(now), "n": opening}


def stands(said: Mapping[str, Any] | None, key: str, origin: str, now: datetime) -> bool:
    """`origin`: of the page around the form, as its browser tells it."""
    if said is None or (said.get("f"), said.get("o")) != (key, origin):
        return False
    return bool(to_ms(now - STANDS_FOR) < said["t"] <= to_ms(now))


def is_too_quick(said: Mapping[str, Any], now: datetime) -> bool:
    return bool(said["t"] > to_ms(now - QUICKEST))
