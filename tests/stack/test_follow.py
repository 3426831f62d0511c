"""Logs as they grow: what went wrong comes out as one line, everything else stays in its file."""

import json
from pathlib import Path

from infra.local.follow import LONGEST, Functions, Plain, Tail, shown

CALM = '2026-01-01T00:00:00Z relay ok 12 ms\n  {"level":"INFO","message":"done"}\n'


def added(log: Path, text: str) -> None:
    with log.open("a", encoding="utf-8") as out:
        out.write(text)


def followed(tmp_path: Path) -> tuple[Path, Functions]:
    log = tmp_path / "functions.log"
    added(log, "2026-01-01T00:00:00Z old failed 1 ms\n  of an earlier run\n")
    return log, Functions(Tail(log))


def test_what_was_there_before_is_old_news(tmp_path: Path) -> None:
    _, functions = followed(tmp_path)
    assert list(functions.troubles()) == []


def test_a_calm_invocation_is_not_mentioned(tmp_path: Path) -> None:
    log, functions = followed(tmp_path)
    added(log, CALM)
    assert list(functions.troubles()) == []


def test_a_crash_is_told_by_its_last_line(tmp_path: Path) -> None:
    log, functions = followed(tmp_path)
    trace = '  Traceback (most recent call last):\n    File "a.py"\n  ValueError: no such thing\n'
    added(log, f"{CALM}2026-01-01T00:00:01Z fan_out failed 3 ms\n{trace}{CALM}")
    assert list(functions.troubles()) == ["fan_out: ValueError: no such thing"]


def test_an_error_that_a_door_logged_is_told_with_its_function(tmp_path: Path) -> None:
    log, functions = followed(tmp_path)
    entry = {"level": "ERROR", "message": "unexpected", "exception": "Traceback\n…\nKeyError: 'x'"}
    added(log, f"2026-01-01T00:00:01Z rest ok 3 ms\n  {json.dumps(entry)}\n")
    assert list(functions.troubles()) == ["rest: unexpected KeyError: 'x'"]


def test_half_a_line_waits_for_its_other_half(tmp_path: Path) -> None:
    log = tmp_path / "aws.log"
    aws = Plain(Tail(log))
    added(log, "12:00 ERROR some")
    assert list(aws.troubles()) == []
    added(log, "thing broke\n12:01 all is well\n")
    assert list(aws.troubles()) == ["aws: 12:00 ERROR something broke"]


def test_a_long_trouble_is_cut_and_says_where_the_rest_is(tmp_path: Path) -> None:
    line = shown("x" * 1000, tmp_path / "functions.log")
    assert len(line) < LONGEST + 100 + len(str(tmp_path))
    assert "functions.log" in line
