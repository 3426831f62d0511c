"""Fixtures of the world."""

from typing import Any

import pytest

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
