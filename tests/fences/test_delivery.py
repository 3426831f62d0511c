"""docs/delivery.md and docs/channels.md name tests, each of which stands where they say.

Every reliability goal has its test in the first.
"""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = {
    name: (ROOT / f"docs/{name}.md").read_text(encoding="utf-8")
    for name in ("delivery", "channels")
}
GOALS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 18, 21, 23}


def _named(document: str) -> set[tuple[str, str]]:
    """File and test, of each row that names both."""
    rows = re.findall(r"`(test_\w+)` \| `(tests/[\w/]+\.py)`", DOCUMENTS[document])
    return {(path, test) for test, path in rows}


def _standing(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_test_that_a_document_names_stands_where_it_says(document: str) -> None:
    named = _named(document)

    assert named
    assert [(path, test) for path, test in named if test not in _standing(path)] == []


def test_every_goal_has_its_test_and_every_test_of_a_goal_its_row() -> None:
    goals = {
        int(number)
        for _, test in _named("delivery")
        for number in re.findall(r"^test_r(\d\d)_", test)
    }
    standing = {
        (str(path.relative_to(ROOT)), name)
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in _standing(str(path.relative_to(ROOT)))
        if re.match(r"test_r\d\d_", name)
    }

    assert goals >= GOALS
    assert standing <= _named("delivery")
