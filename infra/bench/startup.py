"""What importing a door costs, beside importing botocore alone, in fresh interpreters of this run."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from infra.bench.rows import Row
from infra.parts import ROOT

MAX_RATIO = 1.6
TRIES = 5
MEASURE = (
    "import resource, sys; sys.path[:0] = {paths!r}; import {module}; "
    "used = resource.getrusage(resource.RUSAGE_SELF); print(used.ru_utime + used.ru_stime)"
)


def cpu(module: str, *paths: Path) -> float:
    """Processor seconds of one fresh interpreter."""
    code = MEASURE.format(paths=[str(ROOT), *map(str, paths)], module=module)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(ran.stdout.splitlines()[-1])


def doors() -> dict[str, tuple[str, Path]]:
    """Name: the module that Lambda imports, and where it lies."""
    functions = sorted((ROOT / "functions").glob("*/handler.py"))
    return {
        "app (REST and sockets)": ("app", ROOT),
        **{path.parent.name: ("handler", path.parent) for path in functions},
    }


def rows() -> Iterator[Row]:
    """The least of a few tries each, taken in turns: what disturbs a try only ever adds."""
    asked = {"botocore.session": ("botocore.session", ROOT), **doors()}
    spent: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(TRIES):
        for name, (module, path) in asked.items():
            spent[name].append(cpu(module, path))
    bare = min(spent.pop("botocore.session"))
    yield Row("import of botocore.session: CPU", bare * 1_000, "ms")
    for name, tries in spent.items():
        yield Row(f"import of {name}: CPU over botocore.session", min(tries) / bare, "times", MAX_RATIO)
