import pytest

from tests.stack import stub
from tests.stack.fixtures import Stack, running_stack

__all__ = ["running_stack"]


@pytest.fixture(scope="session")
def stubbed(running: Stack) -> stub.Stub:
    return stub.put_up(running)
