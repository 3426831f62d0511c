from typing import Any

import pytest

from chalicelib.audit.model import GENESIS, Entry, faults
from chalicelib.core.values import replace


def chain(length: int) -> list[tuple[Entry, str]]:
    found: list[tuple[Entry, str]] = []
    previous = GENESIS
    for n in range(1, length + 1):
        entry = Entry(
            n=n,
            at=f"2026-03-02T08:00:0{n}.000Z",
            actor_kind="person",
            actor_id="01A",
            action="merchant.changed",
            object="01M",
            previous=previous,
            detail={"fields": "name"},
        )
        previous = entry.hash
        found.append((entry, previous))
    return found


def told(entries: list[tuple[Entry, str]], head: Entry) -> list[int]:
    return [fault.n for fault in faults(entries, head_n=head.n, head_hash=head.hash)]


WHOLE = chain(4)
HEAD = WHOLE[-1][0]


def test_an_untouched_chain_has_no_fault() -> None:
    assert told(WHOLE, HEAD) == []
    assert faults([], head_n=0, head_hash=GENESIS) == []


@pytest.mark.parametrize("field", ["at", "actor_id", "action", "object", "address", "actor_kind"])
def test_an_edited_entry_is_found(field: str) -> None:
    entry, stored = WHOLE[1]
    changed: dict[str, Any] = {field: "other"}
    edited = [WHOLE[0], (replace(entry, **changed), stored), *WHOLE[2:]]

    assert told(edited, HEAD) == [2]


def test_an_edit_that_repairs_its_own_hash_breaks_the_next_entry() -> None:
    edited = replace(WHOLE[1][0], detail={"fields": "greeting"})

    assert told([WHOLE[0], (edited, edited.hash), *WHOLE[2:]], HEAD) == [3]


def test_a_deleted_entry_is_found() -> None:
    assert told([WHOLE[0], *WHOLE[2:]], HEAD)


def test_reordered_entries_are_found() -> None:
    assert told([WHOLE[0], WHOLE[2], WHOLE[1], WHOLE[3]], HEAD)


def test_an_added_entry_is_found() -> None:
    assert told([*WHOLE, chain(5)[-1]], HEAD)


@pytest.mark.parametrize("length", [0, 1, 3])
def test_a_chain_cut_off_at_its_end_is_found(length: int) -> None:
    assert told(WHOLE[:length], HEAD)
