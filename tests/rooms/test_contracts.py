import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from chalicelib.contracts.compiled import check, schema
from chalicelib.contracts.parse import MAX_BYTES, MAX_DEPTH, parse_object
from chalicelib.core.errors import Invalid, Malformed, Refused, TooLarge

SIGN_UP = {"name": "Bamboo", "email": "a@b.example", "locale": "en", "time_zone": "Asia/Shanghai"}


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b'{"a":1,"a":2}', "duplicate_key"),
        (b'{"a":{"b":1,"b":1}}', "duplicate_key"),
        (b'{"a":NaN}', "json"),
        (b'{"a":1e400}', "json"),
        (b'{"a":[-1e999]}', "json"),
        (b'{"a":', "json"),
        (b"\xff\xfe", "json"),
        (b"", "json"),
        (b"[1]", "object"),
        (b'"text"', "object"),
        (b'{"a":"\\ud800"}', "unicode"),
        (b'{"a":' + b"[" * 40 + b"]" * 40 + b"}", "depth"),
        (b'{"a":' + b"[" * 5_000 + b"]" * 5_000 + b"}", None),
    ],
)
def test_what_is_no_clean_json_object_is_malformed(raw: bytes, rule: str | None) -> None:
    with pytest.raises(Malformed) as refused:
        parse_object(raw)

    assert rule is None or refused.value.extra["rule"] == rule


@pytest.mark.parametrize("definition", ["name", "ticket_title", "ticket_category", "company"])
@pytest.mark.parametrize("text", ["a\x00b", "\x1b", "\x7fa", "a\nb", " ", "\u2028"])
def test_one_line_holds_no_control_character_not_even_one(definition: str, text: str) -> None:
    check("rest", definition, "青竹里 1")
    with pytest.raises(Invalid):
        check("rest", definition, text)


def test_the_limits_themselves_still_pass() -> None:
    deep = "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    longest = json.dumps({"a": "x" * (MAX_BYTES - 9)})

    assert parse_object(f'{{"a":{deep}}}')
    assert len(longest) == MAX_BYTES
    assert parse_object(longest)


def test_a_byte_too_many_is_too_large() -> None:
    with pytest.raises(TooLarge):
        parse_object(json.dumps({"a": "x" * (MAX_BYTES - 8)}))


@pytest.mark.parametrize("name", ["rest", "frames"])
def test_the_contracts_are_valid_schemas_that_refuse_unknown_fields(name: str) -> None:
    whole = schema(name)
    Draft202012Validator.check_schema(whole)
    objects = [one for one in whole["$defs"].values() if one.get("type") == "object"]

    assert objects
    assert all(one["additionalProperties"] is False for one in objects)


@pytest.mark.parametrize(
    ("changed", "pointer", "rule"),
    [
        ({"email": "no address"}, "/email", "pattern"),
        ({"email": "a@b.example\r\nbcc: c@d.example"}, "/email", "pattern"),
        ({"email": {"$ne": ""}}, "/email", "type"),
        ({"locale": "fr"}, "/locale", "enum"),
        ({"name": "\n"}, "/name", "pattern"),
        ({"name": "x" * 81}, "/name", "maxLength"),
        ({"role": "owner"}, "", "additionalProperties"),
    ],
)
def test_a_breach_is_told_by_place_and_rule(
    changed: dict[str, Any], pointer: str, rule: str
) -> None:
    with pytest.raises(Invalid) as refused:
        check("rest", "sign_up", SIGN_UP | changed)

    assert refused.value.extra == {"pointer": pointer, "rule": rule}


def test_a_missing_field_is_named_and_a_value_never() -> None:
    with pytest.raises(Refused) as refused:
        check("rest", "sign_in", {"email": "canary@leak.example"})

    assert refused.value.extra["pointer"] == "/password"
    assert "canary" not in refused.value.detail + json.dumps(refused.value.extra)


def test_true_is_no_number() -> None:
    with pytest.raises(Invalid):
        check("frames", "seen", {"t": "seen", "conversation": "0" * 26, "seq": True})


def test_a_good_body_passes() -> None:
    check("rest", "sign_up", SIGN_UP)
