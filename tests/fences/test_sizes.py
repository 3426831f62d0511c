"""House sizes: files and functions that one can read at a sitting."""

import ast
import statistics
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = [
    path
    for place in ("chalicelib", "functions", "infra")
    for path in sorted((ROOT / place).rglob("*.py"))
    if path.name != "__init__.py"
]
WEB = [
    path
    for place in ("console", "form", "portal", "shared", "widget")
    for path in sorted((ROOT / "web" / place).rglob("*"))
    if path.suffix in {".ts", ".tsx", ".css"}
]


def _lengths(sources: list[Path]) -> dict[str, int]:
    return {str(p.relative_to(ROOT)): len(p.read_text("utf-8").splitlines()) for p in sources}


def _functions() -> list[tuple[str, int]]:
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                found.append((f"{path.relative_to(ROOT)}:{node.name}", length))
    return found


def test_no_file_is_longer_than_the_cap_and_half_are_short() -> None:
    lengths = _lengths(SOURCES)

    assert {name: length for name, length in lengths.items() if length > 250} == {}
    assert statistics.median(lengths.values()) <= 80


def test_no_file_of_the_web_apps_is_longer_than_the_cap_and_half_are_short() -> None:
    lengths = _lengths(WEB)

    assert {name: length for name, length in lengths.items() if length > 250} == {}
    assert statistics.median(lengths.values()) <= 80


def test_no_function_is_longer_than_the_cap_and_half_are_short() -> None:
    functions = _functions()

    assert [each for each in functions if each[1] > 40] == []
    assert statistics.median(length for _, length in functions) <= 8
