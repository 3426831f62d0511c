"""What importing a door costs, beside importing botocore alone, in fresh interpreters of this run.

Libraries come with their byte code in the layer; ours is compiled once before anything is measured, and
what a function pays whose zip holds none is a row of its own.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from infra.bench.rows import Row
from infra.bench.theatre import ENVIRONMENT
from infra.parts import ROOT

MAX_RATIO = 1.6
TRIES = 5
MEASURE = (
    "import resource, sys; sys.path[:0] = {paths!r}; import {module}; "
    "used = resource.getrusage(resource.RUSAGE_SELF); print(used.ru_utime + used.ru_stime)"
)


def cpu(module: str, path: Path, kept: Path, *, keep: bool = True) -> float:
    """Processor seconds of one fresh interpreter; `kept` is where byte code lies and may be left."""
    code = MEASURE.format(paths=[str(ROOT), str(path)], module=module)
    byte_code = {
        "PYTHONPYCACHEPREFIX": str(kept),
        "PYTHONDONTWRITEBYTECODE": "" if keep else "1",
    }
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | ENVIRONMENT | byte_code,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(ran.stdout.splitlines()[-1])


def doors() -> dict[str, tuple[str, Path]]:
    """Name: the module that Lambda imports, and where it lies."""
    functions = sorted((ROOT / "functions").glob("*/handler.py"))
    return {
        "app (REST and sockets)": ("app", ROOT),
        **{path.parent.name: ("handler", path.parent) for path in functions},
    }


def rows(kept: Path) -> Iterator[Row]:
    """The least of a few tries each, taken in turns: what disturbs a try only ever adds."""
    asked = {"botocore.session": ("botocore.session", ROOT), **doors()}
    spent: dict[str, list[float]] = {name: [] for name in asked}
    for turn in range(TRIES + 1):
        for name, (module, path) in asked.items():
            used = cpu(module, path, kept)
            spent[name] += [used] if turn else []  # the first one compiles
    bare = min(spent["botocore.session"])
    yield Row("import of botocore.session: CPU", bare * 1_000, "ms")
    for name in doors():
        ratio = min(spent[name]) / bare
        yield Row(f"import of {name}: CPU over botocore.session", ratio, "times", MAX_RATIO)
    shutil.rmtree(kept / ROOT.relative_to(ROOT.anchor) / "chalicelib")
    slow = min(cpu("app", ROOT, kept, keep=False) for _ in range(TRIES))
    name = "import of app, our own byte code missing as in its zip: CPU over botocore.session"
    yield Row(name, slow / bare, "times")
