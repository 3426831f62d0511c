"""What was logged, line by line."""

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.desk.canaries import heard

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def logged() -> Iterator[Lines]:
    """The lines that were logged since it was last asked."""
    stream = io.StringIO()

    def lines() -> list[dict[str, Any]]:
        found = [json.loads(each) for each in stream.getvalue().splitlines()]
        stream.seek(0)
        stream.truncate()
        return found

    with heard(stream):
        yield lines
