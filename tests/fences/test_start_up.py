"""What a door loads before its first event. `make bench` measures what that costs in processor time."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FUNCTIONS = [path.parent.name for path in sorted((ROOT / "functions").glob("*/handler.py"))]
NOT_FOR = {
    "app": {"boto3", "holidays", "pydantic"},
    "assign": {"boto3", "chalice", "holidays", "jsonschema", "pydantic"},
    "build_index": {"argon2", "boto3", "chalice", "jsonschema", "pydantic"},
    "authorize_socket": {"boto3", "chalice", "jsonschema", "pydantic"},
    "check_sla": {"argon2", "boto3", "chalice", "holidays", "jsonschema", "pydantic"},
    "fan_out": {"argon2", "boto3", "chalice", "jsonschema", "pydantic"},
    "ingest_email": {"argon2", "boto3", "chalice", "holidays", "pydantic"},
    "ingest_channel": {"argon2", "boto3", "chalice", "holidays", "nh3", "pydantic"},
    "receive_channel": {"argon2", "boto3", "chalice", "holidays", "pydantic"},
    "send_channel": {"argon2", "boto3", "chalice", "holidays", "nh3", "pydantic"},
    "relay": {
        *("argon2", "boto3", "chalice", "cryptography", "jsonschema", "pydantic", "pynamodb"),
    },
    "reply_bot": {"argon2", "boto3", "chalice", "jsonschema", "opencc", "pydantic"},
    "transition_ticket": {"boto3", "chalice", "jsonschema", "pydantic"},
    "send_mail": {"boto3", "chalice", "jsonschema", "pydantic"},
}
# Others' modules over those of botocore's session: a new heavy import shows here, whatever the machine.
MOST_MORE = 110


def _modules(statement: str, *paths: str) -> set[str]:
    code = (
        f"import json, sys; sys.path[:0] = {[str(ROOT), *paths]!r}; {statement}; "
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def _of_door(door: str) -> tuple[str, str]:
    return "import app" if door == "app" else "import handler", str(ROOT / "functions" / door)


@pytest.fixture(scope="module")
def bare() -> set[str]:
    return _modules("import botocore.session")


def test_every_door_is_watched() -> None:
    assert set(NOT_FOR) == {"app", *FUNCTIONS}


@pytest.mark.parametrize("door", NOT_FOR)
def test_a_door_loads_nothing_heavy_that_it_does_not_use(door: str, bare: set[str]) -> None:
    statement, place = _of_door(door)
    loaded = _modules(statement, place)

    assert NOT_FOR[door] & {name.split(".")[0] for name in loaded} == set()
    others = {name for name in loaded - bare if name.split(".")[0] != "chalicelib"}
    assert len(others) <= MOST_MORE, sorted(others)


@pytest.mark.parametrize("door", NOT_FOR)
def test_a_door_looks_for_garbage_again_when_it_has_started(door: str) -> None:
    statement, place = _of_door(door)

    _modules(f"{statement}; import gc; assert gc.isenabled() and gc.get_freeze_count()", place)
