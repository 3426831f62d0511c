"""The fixes of the emulator are for one version of it, and for no other."""

import json
import shutil
import subprocess
from pathlib import Path

from infra.local import aws, bootstrap, stack
from infra.local.place import ROOT
from tests.stack import stub
from tests.stack.fixtures import Stack, elsewhere

SOURCE = ROOT / "infra" / "local" / "emulator.py"


def start_changed(tmp_path: Path, old: str, new: str) -> subprocess.CompletedProcess[str]:
    changed = tmp_path / "emulator.py"
    shutil.copy(SOURCE, changed)
    text = changed.read_text()
    assert old in text
    changed.write_text(text.replace(old, new))
    return subprocess.run(
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


def test_a_function_at_work_is_not_cut_off_by_a_stop(tmp_path: Path) -> None:
    stack.use_local_keys()
    own = Stack(elsewhere(tmp_path))
    bootstrap.ensure("aws")
    aws.start(own.place)
    stub.function(own, "sockets")
    event = {"requestContext": {"eventType": "MESSAGE"}, "body": "slow"}
    own.client("lambda").invoke(
        FunctionName="stub-sockets", InvocationType="Event", Payload=json.dumps(event)
    )
    aws.stop(own.place)
    assert "frame slow" in stub.logged(own)


def test_workers_share_one_unpacked_layer(running: Stack) -> None:
    folders = running.place.tmp
    assert [*folders.glob("layer-*/python/pynamodb")]
    assert [*folders.glob("ministack-lambda-*/code/chalicelib")]  # workers there are
    assert [*folders.glob("ministack-lambda-*/layer_*/python/pynamodb")] == []
