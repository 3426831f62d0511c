"""The fixes of the emulator are for one version of it, and for no other."""

import shutil
import subprocess
from pathlib import Path

from infra.local import bootstrap
from infra.local.place import ROOT

SOURCE = ROOT / "infra" / "local" / "emulator.py"


def start_changed(tmp_path: Path, old: str, new: str) -> subprocess.CompletedProcess[str]:
    changed = tmp_path / "emulator.py"
    shutil.copy(SOURCE, changed)
    text = changed.read_text()
    assert old in text
    changed.write_text(text.replace(old, new))
    return subprocess.run(  # noqa: S603
        [str(bootstrap.ensure("aws")), str(changed)],
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_another_version_is_refused(tmp_path: Path) -> None:
    done = start_changed(tmp_path, 'VERSION = "1.5.33"', 'VERSION = "1.5.32"')
    assert done.returncode == 1
    assert "Check each fix against the new source" in done.stderr


def test_changed_source_is_refused(tmp_path: Path) -> None:
    done = start_changed(tmp_path, 'FINGERPRINT = "', 'FINGERPRINT = "0')
    assert done.returncode == 1
    assert "Check each fix against the new source" in done.stderr
