"""A newcomer has Python and make: the environments come about, are mended, and are left alone."""

import ast
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local import bootstrap
from infra.local.place import ROOT

SOURCE = ROOT / "infra" / "local" / "bootstrap.py"
TOOL = ["-c", "print('the tool ran')"]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bootstrap alone, with nothing to install."""
    root = tmp_path_factory.mktemp("clone")
    (root / "infra" / "local").mkdir(parents=True)
    shutil.copy(SOURCE, root / "infra" / "local")
    (root / "infra" / "requirements.txt").write_text("")
    return root


def boot(root: Path) -> str:
    script = root / "infra" / "local" / "bootstrap.py"
    done = subprocess.run(
        [sys.executable, str(script), *TOOL], capture_output=True, text=True, check=True
    )
    assert "the tool ran" in done.stdout
    return done.stdout


def test_an_environment_is_made_once(clone: Path) -> None:
    assert "installing" in boot(clone)
    assert "installing" not in boot(clone)


def test_an_environment_that_does_not_start_is_made_again(clone: Path) -> None:
    boot(clone)
    python = clone / ".local" / "dev" / "bin" / "python"
    python.unlink()
    python.symlink_to(clone / "no-such-python")
    assert "does not start: making it again" in boot(clone)
    assert "making it again" not in boot(clone)


def test_an_environment_of_a_moved_folder_is_made_again(clone: Path, tmp_path: Path) -> None:
    boot(clone)
    moved = tmp_path / "moved"
    shutil.copytree(clone, moved, symlinks=True)
    assert "belongs to another folder: making it again" in boot(moved)


def test_changed_requirements_are_installed(clone: Path) -> None:
    boot(clone)
    (clone / "infra" / "requirements.txt").write_text("# nothing, but in other words\n")
    assert "installing" in boot(clone)


def test_an_old_python_is_told_what_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(SystemExit) as left:
        runpy.run_path(str(SOURCE), run_name="__main__")
    assert "needs Python 3.11 or newer" in str(left.value)
    assert "is 3.9" in str(left.value)
    assert "PYTHON=python3.11" in str(left.value)
    assert capsys.readouterr().out == ""


def test_an_old_python_can_read_the_bootstrap_at_all() -> None:
    ast.parse(SOURCE.read_text(), feature_version=(3, 7))


def test_every_lock_that_the_bootstrap_installs_is_there() -> None:
    assert all(lock.is_file() for lock in bootstrap.LOCKS.values())
