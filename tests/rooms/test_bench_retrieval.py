"""The measuring of the bot's engine: it says what is absent, and counts what it says."""

import json
from pathlib import Path

import pytest

from infra.bench import retrieval
from infra.bench.answers import ENTRIES, entries


def test_data_that_is_absent_is_said_to_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["retrieval", "--data", str(tmp_path)])

    retrieval.main()

    said = capsys.readouterr().out
    assert said.count("absent: ") == len(retrieval.SETS) + 1
    assert "43 of 51 set aside are understood" in said


def test_an_unknown_question_counts_against_the_answers_alone(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "text": "cancel my card", "intent": "cancel", "split": "train"},
        {"id": "2", "text": "cancel the card please", "intent": "cancel", "split": "test"},
        {"id": "3", "text": "weather in Paris", "intent": "oos", "split": "test"},
    ]
    lines = "\n".join(json.dumps(row) for row in rows)
    (tmp_path / "en_clinc150.jsonl").write_text(lines, "utf-8")

    asked = list(retrieval.clinc(tmp_path))

    assert [(each.id, bool(each.right)) for each in sorted(asked, key=lambda each: each.id)] == [
        ("2", True),
        ("3", False),
    ]
    assert retrieval.figures(asked).split() == [
        "1",
        "1.000",
        "1.000",
        "|",
        "2",
        "0.500",
        "1.000",
        "|",
        "0.000",
        "-",
    ]


def test_the_thousand_entries_are_a_thousand_and_different() -> None:
    made = entries()

    assert len({each.title for each in made}) == len({each.id for each in made}) == ENTRIES
