"""The quick yes never says yes to what the full validator refuses, and does say it to plain bodies."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.contracts import compiled, quick

NAMES = [
    (name, definition)
    for name in ("rest", "frames")
    for definition, each in compiled.schema(name)["$defs"].items()
    if each.get("type") == "object"
]
SAY = {
    "t": "say",
    "ref": "r1",
    "conversation": None,
    "session": "0123456789ABCDEF",
    "n": 1,
    "parts": [{"type": "text", "text": "您好"}],
}
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 10**12),
    st.floats(allow_nan=False),
    st.sampled_from([1.0, 0, True, "say", "en", "text", "agent", "#c0ffee", "https://a.example"]),
    st.sampled_from(
        ["0" * 16, "0" * 26, "0" * 26 + "\n", "wk_" + "a" * 20, "a@b.example", " ", ""]
    ),
    st.text(max_size=30),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["type", "text", "zh", "en", "accent", "x"]), inner),
    ),
    max_leaves=6,
)


def asked(name: str, definition: str) -> quick.Test:
    definitions = compiled.schema(name)["$defs"]
    return quick.compiled(definitions[definition], definitions)


@pytest.mark.parametrize(("name", "definition"), NAMES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_what_gets_a_quick_yes_keeps_the_contract(
    name: str, definition: str, data: st.DataObject
) -> None:
    fields = compiled.schema(name)["$defs"][definition].get("properties", {})
    body: dict[str, Any] = data.draw(
        st.dictionaries(st.sampled_from([*fields, "unknown"]), VALUES, max_size=len(fields) + 1)
    )

    if asked(name, definition)(body):
        assert compiled.validator(name, definition).is_valid(body)


@pytest.mark.parametrize("field", SAY)
@settings(deadline=None)
@given(value=VALUES)
def test_a_frame_with_one_field_changed_gets_no_better_than_it_deserves(
    field: str, value: Any
) -> None:
    frame = {**SAY, field: value}

    if asked("frames", "say")(frame):
        assert compiled.validator("frames", "say").is_valid(frame)


def test_a_plain_frame_gets_a_quick_yes() -> None:
    assert asked("frames", "say")(SAY)
    assert asked("frames", "say")({**SAY, "kind": "note"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"n": True},
        {"n": 0},
        {"n": 1.5},
        {"parts": []},
        {"parts": [{"type": "text", "text": " "}]},
        {"parts": [{"type": "text", "text": "x" * 8_001}]},
        {"unknown": 1},
        {"session": "lower"},
    ],
)
def test_a_wrong_frame_gets_none(wrong: dict[str, Any]) -> None:
    assert not asked("frames", "say")({**SAY, **wrong})


def test_a_whole_number_written_with_a_point_is_left_to_the_full_validator() -> None:
    frame = {**SAY, "n": 1.0}

    assert not asked("frames", "say")(frame)
    compiled.check("frames", "say", frame)


def test_a_keyword_that_is_not_known_stops_at_once() -> None:
    with pytest.raises(KeyError):
        quick.compiled({"type": "string", "format": "email"}, {})
