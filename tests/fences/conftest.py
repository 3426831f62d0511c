"""The template as the tree stands, built once for all fences. Its layer is third-party and left out."""

import json
from pathlib import Path

import pytest

from infra.build import build
from tests.fences.reading import Template

EMPTY_ZIP = b"PK\x05\x06" + bytes(18)


def build_into(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    no_layer = folder / "empty.zip"
    no_layer.write_bytes(EMPTY_ZIP)
    return build(folder / "built", target="lambda", layer_zip=no_layer)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_into(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def template(built: Path) -> Template:
    whole: Template = json.loads(built.read_text())
    return whole
