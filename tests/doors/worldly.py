"""Fixtures of the world."""

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chalicelib.core.observe import logger
from tests.desk.standing import Stage
from tests.doors.rest import Rest
from tests.doors.world import World, standing


@pytest.fixture(scope="module")
def built(stage: Stage, front: Any, light_passwords: None) -> World:
    return standing(stage, Rest(front.app, front.door.table))


@pytest.fixture
def world(built: World) -> World:
    built.reset()
    return built


Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def logged() -> Iterator[Lines]:
    """The lines that were logged since it was last asked."""
    (handler,) = logger._logger.handlers[:1]
    stream = io.StringIO()
    before = handler.setStream(stream)  # type: ignore[attr-defined]

    def lines() -> list[dict[str, Any]]:
        found = [json.loads(each) for each in stream.getvalue().splitlines()]
        stream.seek(0)
        stream.truncate()
        return found

    yield lines
    handler.setStream(before)  # type: ignore[attr-defined]
