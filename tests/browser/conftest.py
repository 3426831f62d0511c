"""A real Chromium before the real stack; pictures go to build/screenshots."""

import re
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from infra.local.client import Caller
from infra.local.place import ROOT
from tests.browser import host
from tests.browser import quiet as quiet_lamps
from tests.browser import windows as opening
from tests.browser.host import Shops
from tests.browser.stage import Shop, Stage
from tests.browser.windows import Windows
from tests.stack.fixtures import Stack, running_stack

__all__ = ["running_stack"]

HERE = Path(__file__).parent
Sessions = dict[str, list[Any]]
FAILED = pytest.StashKey[bool]()
PICTURES = ROOT / "build" / "screenshots"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    shutil.rmtree(PICTURES, ignore_errors=True)
    with opening.chromium() as started:
        yield started


@pytest.fixture(scope="session")
def shops() -> Iterator[Shops]:
    with host.shops() as served:
        yield served


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture
def windows(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Windows]:
    """Whatever a page complained of while nobody looked is a failure too."""
    opened = Windows(chromium)
    yield opened
    if request.node.stash.get(FAILED, False):
        opened.photograph(PICTURES / "failed", re.sub(r"\W+", "-", request.node.name))
    opened.close()
    assert opened.complaints == []


@pytest.fixture(scope="session")
def quiet(running: Stack) -> Iterator[Shop]:
    with host.shops() as served:
        merchant = quiet_lamps.merchant(running.place, served.origin)
        yield Shop(merchant, served.origin + served.put(merchant["snippet"]))


@pytest.fixture(scope="session")
def clerk(running: Stack, quiet: Shop) -> Caller:
    del quiet  # it stands
    return quiet_lamps.clerk(running.place)


@pytest.fixture(scope="session")
def sessions() -> Sessions:
    return {}


@pytest.fixture
def at(quiet: Shop, clerk: Caller) -> Shop:
    quiet_lamps.nobody_waits(clerk)
    return quiet


@pytest.fixture
def stage(running: Stack, windows: Windows, shops: Shops, at: Shop, sessions: Sessions) -> Stage:
    return Stage(running, windows, shops, at, PICTURES, sessions)
