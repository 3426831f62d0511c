"""The measuring of the bot's engine: it says what is absent, and counts what it says."""

import json
from collections import Counter
from pathlib import Path

import pytest

from infra.bench import bases, retrieval
from infra.bench.answers import ENTRIES, entries


def test_data_that_is_absent_is_said_to_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["retrieval", "--data", str(tmp_path)])

    retrieval.main()

    said = capsys.readouterr().out
    assert said.count("absent: ") == len(retrieval.SETS) + len(bases.POOLS) + 1
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


def test_a_small_base_is_asked_as_often_for_what_it_has_as_for_what_it_lacks(
    tmp_path: Path,
) -> None:
    rows = [
        {"id": f"{n} {name}", "text": f"{name} {n}", "intent": name, "split": split}
        for name in ("lost", "stolen", "fees", "limits", "cards", "loans", "rates")
        for n, split in enumerate(["train"] * 3 + ["test"] * 20)
    ]
    lines = "\n".join(json.dumps(row) for row in rows)
    (tmp_path / "en_banking77.jsonl").write_text(lines, "utf-8")
    pool = bases.POOLS["banking77"](tmp_path, 1)

    asked = list(bases.drawn(pool, 5, 1))

    assert len(asked) == bases.ASKED
    assert sum(bool(each.right) for each in asked) == bases.ASKED / 2
    assert {len(each.entries) for each in asked} == {5}
    assert not list(bases.drawn(pool, 7, 1))
    assert set(pool.asked) == {each.text.split()[0] for each in asked}


def test_the_demo_merchants_bots_answer_most_and_next_to_nothing_wrongly() -> None:
    """Questions held out of the bases; a fitting that spoils small bases shows here."""
    asked = [each for merchant in ("bamboo", "clinic") for each in bases.demo(merchant)]
    known, unknown = ([each for each in asked if bool(each.right) is has] for has in (True, False))
    kinds = Counter((bool(each.right), bases.outcome(each)) for each in asked)

    assert kinds[True, "wrong"] == 0
    assert kinds[True, "right"] > 0.6 * len(known)
    assert kinds[True, "hand_over"] < 0.05 * len(known)
    assert kinds[False, "wrong"] < 0.04 * len(unknown)
    assert kinds[False, "hand_over"] > 0.5 * len(unknown)


def test_the_thousand_entries_are_a_thousand_and_different() -> None:
    made = entries()

    assert len({each.title for each in made}) == len({each.id for each in made}) == ENTRIES
