import base64

import pytest

from chalicelib.core.errors import Invalid
from chalicelib.table.pages import Cursors

CURSORS = Cursors(lambda merchant: f"secret of {merchant}".encode())
POSITION = {"sk": "MEMBER#01"}


def test_a_cursor_comes_back_as_it_was() -> None:
    cursor = CURSORS.write("m1", "people", POSITION)

    assert CURSORS.read("m1", "people", cursor) == POSITION


def test_no_cursor_begins_at_the_beginning() -> None:
    assert CURSORS.read("m1", "people", None) is None
    assert CURSORS.read("m1", "people", "") is None


@pytest.mark.parametrize(("merchant", "name"), [("m2", "people"), ("m1", "audit")])
def test_another_merchants_or_lists_cursor_is_refused(merchant: str, name: str) -> None:
    cursor = CURSORS.write("m1", "people", POSITION)

    with pytest.raises(Invalid):
        CURSORS.read(merchant, name, cursor)


def test_the_position_cannot_be_changed() -> None:
    blob = base64.urlsafe_b64decode(CURSORS.write("m1", "people", POSITION) + "==")
    forged = base64.urlsafe_b64encode(blob.replace(b"01", b"02")).decode().rstrip("=")

    with pytest.raises(Invalid):
        CURSORS.read("m1", "people", forged)


@pytest.mark.parametrize("cursor", ["x", "!!!", "AAAA", "é", "A" * 5_000])
def test_what_is_no_cursor_is_invalid(cursor: str) -> None:
    with pytest.raises(Invalid):
        CURSORS.read("m1", "people", cursor)
