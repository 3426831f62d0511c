"""What a test of delivery stands on. Whatever is said lies nowhere in the clear, and stands in no log."""

from collections.abc import Iterator

import pytest

from tests.delivery.cloud import Cloud, standing
from tests.desk.standing import nothing_in_the_clear

__all__ = ["cloud", "nothing_in_the_clear"]


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with standing() as made:
        yield made
