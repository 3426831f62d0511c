"""The table's answers are read as botocore itself reads them, whatever an item holds."""

import json
from base64 import b64encode
from typing import Any

import botocore.session
import pytest
from botocore.parsers import JSONParser
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.table.parsing import TableParser, TableParsers

SHAPES = botocore.session.get_session().get_service_model("dynamodb")

blob = st.binary(max_size=40).map(lambda raw: b64encode(raw).decode())
number = st.integers().map(str)
plain = st.one_of(
    st.text(max_size=20).map(lambda text: {"S": text}),
    number.map(lambda text: {"N": text}),
    blob.map(lambda text: {"B": text}),
    st.booleans().map(lambda truth: {"BOOL": truth}),
    st.just({"NULL": True}),
    st.lists(st.text(max_size=5), min_size=1).map(lambda texts: {"SS": texts}),
    st.lists(number, min_size=1).map(lambda texts: {"NS": texts}),
    st.lists(blob, min_size=1).map(lambda texts: {"BS": texts}),
)
value = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda values: {"L": values}),
        st.dictionaries(st.text(max_size=5), inner, max_size=3).map(lambda values: {"M": values}),
    ),
    max_leaves=6,
)
item = st.dictionaries(st.text(min_size=1, max_size=8), value, max_size=6)


def both(operation: str, answer: dict[str, Any]) -> tuple[Any, Any]:
    shape = SHAPES.operation_model(operation).output_shape
    response = {"status_code": 200, "headers": {}, "body": json.dumps(answer).encode()}
    ours, theirs = (parser().parse(response, shape) for parser in (TableParser, JSONParser))
    return ours, theirs


@given(item, st.lists(item, max_size=3))
def test_items_are_what_botocore_reads(one: dict[str, Any], many: list[dict[str, Any]]) -> None:
    for operation, answer in (
        ("GetItem", {"Item": one, "ConsumedCapacity": {"TableName": "x", "CapacityUnits": 1}}),
        ("Query", {"Items": many, "Count": len(many), "LastEvaluatedKey": one}),
        ("BatchGetItem", {"Responses": {"x": many}, "UnprocessedKeys": {}}),
        ("UpdateItem", {"Attributes": one}),
    ):
        ours, theirs = both(operation, answer)
        assert ours == theirs


@pytest.mark.parametrize("odd", [{}, {"X": "new"}, {"L": []}, {"M": {}}])
def test_a_value_of_a_kind_not_known_is_left_to_botocore(odd: dict[str, Any]) -> None:
    ours, theirs = both("GetItem", {"Item": {"a": odd}})

    assert ours == theirs


def test_other_protocols_are_botocores_own() -> None:
    assert isinstance(TableParsers().create_parser("json"), TableParser)
    assert not isinstance(TableParsers().create_parser("rest-json"), TableParser)
