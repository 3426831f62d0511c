"""Real questions, thousands of them: imported, indexed and found. Needs the shared sample data."""

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.core.errors import Invalid
from chalicelib.core.ids import MerchantId
from chalicelib.knowledge.files import read
from chalicelib.knowledge.model import Import
from chalicelib.table.desk import Desk
from tests.desk.standing import Stage, desk_of
from tests.desk.test_knowledge import work

NEAR = [parent / "shared" / "data" for parent in Path(__file__).parents]
DATA = next((folder for folder in NEAR if folder.is_dir()), NEAR[0])
ENGLISH, CHINESE = DATA / "en_merchant_faq_dstc11.jsonl", DATA / "zh_medical.jsonl"
pytestmark = pytest.mark.skipif(
    not (ENGLISH.exists() and CHINESE.exists()),
    reason="the folder shared/data with the sample questions is not beside the project",
)


@pytest.fixture
def desk(merchant: MerchantId) -> Desk:
    return desk_of(merchant)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def english(most: int) -> str:
    """Of one file for all merchants; the same question of two merchants is there once."""
    rows = [
        {"question": each["question"], "answer": each["answer"], "category": each["name"]}
        for each in lines(ENGLISH)
    ]
    return _sound(rows, most)


def chinese(most: int) -> str:
    rows = [
        {"question": each["title"], "answer": each["answer"], "category": each["department"]}
        for each in lines(CHINESE)
    ]
    return _sound(rows, most)


def _sound(rows: list[dict[str, str]], most: int) -> str:
    """Without what the intake itself calls a second time the same."""
    asked: dict[str, dict[str, str]] = {}
    for row in rows:
        reading = read("jsonl", json.dumps(row), locale="en")
        if not reading.found:
            asked.setdefault(reading.rows[0].asked, row)
    return "\n".join(json.dumps(row) for row in list(asked.values())[:most])


def brought(stage: Stage, desk: Desk, text: str, locale: str) -> Import:
    body = {"format": "jsonl", "text": text, "locale": locale, "publish": True}
    with desk.open():
        accepted = stage.house.knowledge.take_in(desk, body)
    work(stage, desk)
    with desk.open():
        return stage.house.knowledge.imported(desk, import_id=accepted.id)


def test_a_file_as_merchants_have_them_is_judged_row_by_row(fresh: Stage, desk: Desk) -> None:
    """All merchants' questions in one file: those asked twice are named, and nothing is imported."""
    rows = [
        json.dumps({"question": each["question"], "answer": each["answer"]})
        for each in lines(ENGLISH)
    ]
    with desk.open(), pytest.raises(Invalid) as refused:
        fresh.house.knowledge.take_in(desk, {"format": "jsonl", "text": "\n".join(rows)})

    errors = refused.value.extra["errors"]
    assert {each["rule"] for each in errors} == {"duplicate"}
    assert len(errors) == 100
    assert refused.value.extra["more"] is True


def test_every_real_question_finds_itself(fresh: Stage, desk: Desk) -> None:
    texts = {"en": english(300), "zh": chinese(300)}
    for locale, text in texts.items():
        done = brought(fresh, desk, text, locale)
        assert (done.created, done.applied) == (300, 300)
    found = {}
    with desk.open():
        for locale, text in texts.items():
            asked = [json.loads(line)["question"] for line in text.splitlines()[::6]]
            best = [
                fresh.house.knowledge.search(desk, text=each, locale=locale)[0]["title"]
                for each in asked
            ]
            same = [
                " ".join(each.split()) == title for each, title in zip(asked, best, strict=True)
            ]
            found[locale] = sum(same) / len(same)

    assert min(found.values()) > 0.9, found


def test_the_largest_file_is_read_whole(fresh: Stage, desk: Desk) -> None:
    """Five thousand real rows are judged and accepted; what applies them is tested on fewer."""
    body = {"format": "jsonl", "text": chinese(5_000), "locale": "zh"}
    with desk.open():
        accepted = fresh.house.knowledge.take_in(desk, body)
        state = fresh.house.knowledge.state(desk)

    assert accepted.rows == 5_000
    assert state.entries == 5_000
