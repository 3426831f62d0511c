"""The list of attacks tells the truth: what it says is shown has its tests, what it says is open has none."""

import ast
import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
LIST = (ROOT / "docs/delivery.md").read_text(encoding="utf-8").split("## Attack cases")[1]
ROW = re.compile(r"^\| (A\d+) \|.*\| ([^|]+) \|$", re.MULTILINE)
WEB = ROOT / "web"
# Ways by which text becomes markup or code. The apps show text as text.
MAKES_MARKUP = re.compile(
    r"innerHTML|outerHTML|dangerouslySetInnerHTML|insertAdjacentHTML|srcdoc|setHTML"
    r"|document\.write|\beval\(|new Function\("
)


def rows() -> dict[str, str]:
    return dict(ROW.findall(LIST))


def cases_of(mark: ast.expr) -> list[str]:
    """`pytest.mark.attack("A1")`"""
    if not isinstance(mark, ast.Call) or ast.unparse(mark.func) != "pytest.mark.attack":
        return []
    return [str(each.value) for each in mark.args if isinstance(each, ast.Constant)]


def marked() -> dict[str, set[str]]:
    """The tests of each case, as files and names."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                named = re.findall(r"^test_(A\d+)_", node.name)
                by_mark = [each for mark in node.decorator_list for each in cases_of(mark)]
                for case in [*named, *by_mark]:
                    found[case].add(f"{path.relative_to(TESTS)}: {node.name}")
    for path in sources(".test.ts", ".test.tsx"):
        for case in re.findall(r"test\('(A\d+): ", path.read_text(encoding="utf-8")):
            found[case].add(str(path.relative_to(ROOT)))
    return found


def sources(*endings: str) -> list[Path]:
    return [
        path
        for path in WEB.rglob("*.ts*")
        if path.name.endswith(endings or (".ts", ".tsx"))
        and not {"node_modules", "dist"} & set(path.parts)
    ]


def test_every_case_has_its_row_once() -> None:
    assert [f"A{n}" for n in range(1, 33)] == [case for case, _ in ROW.findall(LIST)]


def test_a_case_is_shown_where_it_says_so_and_open_where_it_has_no_test() -> None:
    tests = marked()
    assert tests.keys() <= rows().keys()
    for case, shown in rows().items():
        named = set(re.findall(r"`([\w./]+)`", shown))
        files = {each.partition(":")[0] for each in tests.get(case, set())}
        assert named == files, case
        assert bool(files) != shown.startswith("open"), case


def test_no_app_makes_markup_or_code_of_text() -> None:
    """A7: whatever was written, it is shown as it was written."""
    guilty = [
        str(path.relative_to(ROOT))
        for path in sources()
        if not path.name.endswith((".test.ts", ".test.tsx"))
        and MAKES_MARKUP.search(path.read_text(encoding="utf-8"))
    ]

    assert sources()
    assert guilty == []
