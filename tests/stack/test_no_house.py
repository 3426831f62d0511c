"""What plays on the running stack is outside of it: the house's own call guard has no business here."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOADED = "import sys, importlib; [importlib.import_module(m) for m in sys.argv[1:]]; sys.exit('chalicelib.wiring' in sys.modules)"


def test_no_test_of_the_stack_builds_a_house_of_its_own() -> None:
    """One that did would put its guard before every client of this process."""
    names = [f"tests.{each.parent.name}.{each.stem}" for each in sorted(ROOT.glob("tests/*/*.py"))]
    outside = [name for name in names if name.split(".")[1] in {"stack", "browser"}]

    subprocess.run([sys.executable, "-c", LOADED, *outside], cwd=ROOT, check=True, timeout=120)
