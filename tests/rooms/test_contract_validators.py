"""The two validators agree: what the compiled one lets pass keeps the contract, and the reverse."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.contracts import compiled

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
# Nested ones are written out once: drawing them anew would take most of the suite's time.
PLAIN = [None, True, 0, 1.0, 2.5, 10**12, "en", "text", "agent", "#c0ffee", "0" * 26, "", " "]
NAMED = ["type", "text", "zh", "en", "accent", "x"]
FLAT = [*([each] for each in PLAIN), *({name: each} for name in NAMED for each in PLAIN), [], {}]
DEEP = [each for inner in FLAT for each in ([inner], [inner, "en"], {"type": "text", "x": inner})]
PAIRS = [{"zh": one, "en": other} for one in PLAIN for other in PLAIN]
VALUES = st.one_of(SCALARS, st.sampled_from([*FLAT, *PAIRS]), st.sampled_from(DEEP))


@pytest.mark.parametrize(("name", "definition"), NAMES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_both_validators_agree_on_any_body(name: str, definition: str, data: st.DataObject) -> None:
    fields = compiled.schema(name)["$defs"][definition].get("properties", {})
    body: dict[str, Any] = data.draw(
        st.dictionaries(st.sampled_from([*fields, "unknown"]), VALUES, max_size=len(fields) + 1)
    )

    full = compiled.validator(name, definition).is_valid(body)
    assert compiled.keeps(name, definition, body) == full


@pytest.mark.parametrize("field", SAY)
@settings(deadline=None)
@given(value=VALUES)
def test_both_validators_agree_on_a_frame_with_one_field_changed(field: str, value: Any) -> None:
    frame = {**SAY, field: value}

    full = compiled.validator("frames", "say").is_valid(frame)
    assert compiled.keeps("frames", "say", frame) == full


def test_a_plain_frame_passes() -> None:
    assert compiled.keeps("frames", "say", SAY)
    assert compiled.keeps("frames", "say", {**SAY, "kind": "note"})


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
def test_a_wrong_frame_does_not(wrong: dict[str, Any]) -> None:
    assert not compiled.keeps("frames", "say", {**SAY, **wrong})


def test_a_whole_number_may_be_written_with_a_point() -> None:
    assert compiled.keeps("frames", "say", {**SAY, "n": 1.0})
