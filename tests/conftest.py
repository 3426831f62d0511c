"""The fast suites reach no network: whatever they need stands in this process."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import botocore.session
import pytest
from pytest_socket import disable_socket, enable_socket

# Each house has a session of its own, and each session would parse the same megabytes of AWS's models anew.
botocore.session.create_loader = cache(botocore.session.create_loader)

HERE = Path(__file__).parent
FAST = {HERE / name for name in ("rooms", "desk", "doors", "fences", "delivery", "bulk")}


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest) -> Iterator[None]:
    if not FAST & set(request.path.parents):
        yield
        return
    disable_socket(allow_unix_socket=True)
    yield
    enable_socket()
