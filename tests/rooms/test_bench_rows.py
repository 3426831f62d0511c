"""Rows, the texts they are measured with, and the stand-in that answers what was recorded."""

import json
from pathlib import Path

import pytest

from infra.bench import texts
from infra.bench.loopback import answer, headers, named
from infra.bench.recording import Part, Recording
from infra.bench.rows import Row, line, table, write
from infra.bench.sizes import first_load, gzipped, pieces


def test_a_row_without_a_bound_holds_and_a_bound_itself_is_within() -> None:
    assert Row("a", 9, "ms").holds
    assert Row("a", 9, "ms", 9).holds
    assert not Row("a", 9.01, "ms", 9).holds


def test_what_is_written_says_of_each_row_whether_it_holds(tmp_path: Path) -> None:
    rows = [Row("units", 5, "WRU", 4.5), Row("time", 1.5, "ms")]

    assert json.loads(write(rows, tmp_path / "build" / "bench.json").read_text()) == [
        {"name": "units", "value": 5, "unit": "WRU", "bound": 4.5, "holds": False},
        {"name": "time", "value": 1.5, "unit": "ms", "bound": None, "holds": True},
    ]


def test_a_broken_budget_says_why_and_one_that_holds_does_not() -> None:
    assert Row("units", 5, "WRU", 4.5, "it moves the lists").wire()["why"] == "it moves the lists"
    assert "why" not in Row("units", 4, "WRU", 4.5, "it moves the lists").wire()


def test_the_table_says_loudly_what_does_not_hold() -> None:
    first, second = table([Row("a long name", 5, "WRU", 4.5), Row("b", 1_234.5, "µs")]).splitlines()

    assert "DOES NOT HOLD" in first
    assert "1,23" in second
    assert "HOLD" not in second
    assert line(Row("b", 4, "WRU", 4.5), 1).endswith("holds")


def dialogues(path: Path, *turns: list[list[object]]) -> Path:
    lines = [json.dumps({"turns": each}, ensure_ascii=False) for each in turns]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_file_of_dialogues_gives_its_middle_texts_and_its_pace(tmp_path: Path) -> None:
    path = dialogues(
        tmp_path / "some.jsonl",
        [["user", "a", 0], ["agent", "您好", 20], ["user", "bb", 40]],
        [["user", "ccc", 0], ["agent", "b", 40], ["user", "dddd", 80]],
        [["user", "eeeee", 0], ["agent", "ccccccccc", 60], ["user", "ff", 120]],
    )

    assert texts.typical(path) == texts.Typical("some.jsonl", "ccc", "您好", 3, 40)


def test_without_seconds_the_pace_is_the_stated_one(tmp_path: Path) -> None:
    path = dialogues(tmp_path / "some.jsonl", [["user", "a", ["place"]], ["agent", "b", None]])

    assert texts.typical(path).gap == texts.GAP_SECONDS
    assert texts.typical(None).source == "stated lengths"


def test_the_stand_in_answers_what_was_recorded_and_nothing_else() -> None:
    asked = named("DynamoDB_20120810.GetItem", b'{"Key": 1, "TableName": "desk"}')
    answers = {asked: '{"Item":{}}'}

    post, same = "POST /", b'{"TableName":"desk","Key":1}'
    assert answer(answers, post, "DynamoDB_20120810.GetItem", same) == (200, b'{"Item":{}}')
    assert answer(answers, post, "DynamoDB_20120810.GetItem", b'{"Key":2}')[0] == 400
    assert answer(answers, post, "DynamoDB_20120810.TransactWriteItems", b"{}") == (200, b"{}")
    assert answer(answers, post, "", b"a push") == (200, b"{}")


def test_the_stand_in_gives_an_objects_bytes_by_its_path() -> None:
    answers = {"/files/a b": "\x00ÿ"}

    assert answer(answers, "GET /files/a%20b", "", b"") == (200, b"\x00\xff")
    assert answer(answers, "PUT /files/a%20c", "", b"x") == (200, b"")


def test_headers_are_read_whatever_their_case() -> None:
    assert headers(b"POST / HTTP/1.1\r\nContent-Length: 3\r\nX-Amz-Target: a.B") == {
        "content-length": "3",
        "x-amz-target": "a.B",
    }


def test_a_recording_survives_its_file(tmp_path: Path) -> None:
    part = Part({"body": "{}"}, [["dynamodb", "GetItem", {"Key": {"b": {"B": b"\x00\xff"}}}]])
    made = Recording({"say": part}, {"asked": "answered"})

    assert Recording.read(made.write(tmp_path / "made.json")) == made


def test_a_first_load_is_the_page_and_what_its_tags_name(tmp_path: Path) -> None:
    page = tmp_path / "console" / "index.html"
    page.parent.mkdir()
    page.write_text('<script src="/console/a.js"></script><link href="./b.css"><img src="c.png">')

    assert first_load(page, tmp_path) == [page, tmp_path / "console/a.js", page.parent / "b.css"]


def test_a_whole_app_is_more_than_what_it_loads_first(tmp_path: Path) -> None:
    assets = tmp_path / "app" / "assets"
    assets.mkdir(parents=True)
    page, first, later = tmp_path / "app/index.html", assets / "first.js", assets / "later.js"
    for path in (page, first, later):
        path.write_text('<script src="/app/assets/first.js"></script>')

    assert pieces("app", tmp_path) == [page, first]
    assert sorted(pieces("app/*", tmp_path)) == sorted([page, first, later])
    assert pieces("not-built", tmp_path) == []


@pytest.mark.parametrize("size", [0, 10_000])
def test_bytes_are_those_of_gzip(tmp_path: Path, size: int) -> None:
    path = tmp_path / "file.js"
    path.write_bytes(b"x" * size)

    assert gzipped(path) < 100
