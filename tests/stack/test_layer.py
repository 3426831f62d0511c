"""The layer as it is shipped. pip fetches it, so this stands with the slow tests."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra.layer import SERVICES, Target, layer, make

BUDGET = 35_000_000
ELF_AARCH64 = 0xB7
UNZIPPED_LIMIT = 250_000_000  # Lambda's own, function and layers together
EVERYTHING = """
import argon2, aws_lambda_powertools, cryptography.hazmat.primitives.ciphers.aead, jsonschema
import pynamodb.models, pynamodb.transactions
from aws_lambda_powertools import Logger
from botocore.session import Session
session = Session()
for service in {services}:
    session.create_client(service, region_name="eu-west-1", endpoint_url=None)
argon2.PasswordHasher(memory_cost=1024).hash("x")
jsonschema.Draft202012Validator({{"type": "string", "format": "email"}}).validate("x")
"""

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("target", ["lambda", "host"])
def test_the_layer_keeps_its_budget(target: Target) -> None:
    made = layer(target)

    assert made.stat().st_size <= BUDGET
    assert sum(entry.file_size for entry in zipfile.ZipFile(made).infolist()) <= UNZIPPED_LIMIT


def test_lambda_s_layer_is_for_its_machine_alone() -> None:
    held = zipfile.ZipFile(layer("lambda"))
    libraries = [name for name in held.namelist() if ".so" in Path(name).suffixes]

    assert len(libraries) >= 3
    machines = {name: int.from_bytes(held.read(name)[18:20], "little") for name in libraries}
    assert machines == dict.fromkeys(libraries, ELF_AARCH64)
    foreign = [n for n in held.namelist() if ".cpython-" in n and ".cpython-313" not in n]
    assert foreign == []


def test_what_was_trimmed_is_not_missed(tmp_path: Path) -> None:
    """Nothing but the layer and the standard library: each client can be made, each import works."""
    zipfile.ZipFile(layer("host")).extractall(tmp_path)
    program = EVERYTHING.format(services=sorted(SERVICES))
    ran = subprocess.run(
        [sys.executable, "-S", "-c", program],
        env={"PYTHONPATH": str(tmp_path / "python"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_layer_made_again_is_the_same_bytes(tmp_path: Path) -> None:
    assert make("host", tmp_path / "again.zip").read_bytes() == layer("host").read_bytes()
