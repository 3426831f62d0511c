"""Fixtures of the world."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.vault import passwords
from tests.desk.standing import Stage
from tests.doors.rest import Rest
from tests.doors.world import World, standing


@pytest.fixture(scope="module")
def light_passwords() -> Iterator[None]:
    """Argon2 with the least it takes: what a password costs is tested where it matters."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "MEMORY_KIB", 8)
        patch.setattr(passwords, "PASSES", 1)
        _forget()
        yield
    _forget()


def _forget() -> None:
    passwords._hasher.cache_clear()
    passwords._nobodys.cache_clear()


@pytest.fixture(scope="module")
def built(stage: Stage, front: Any, light_passwords: None) -> World:
    return standing(stage, Rest(front.app, front.door.table))


@pytest.fixture
def world(built: World) -> World:
    built.reset()
    return built
