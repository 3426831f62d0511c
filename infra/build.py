"""Builds the one template and its artefacts.

    python infra/build.py --target lambda|host --out build/lambda

Joins infra/*.yaml and functions/*/function.yaml, lets chalice add what app.py declares, finishes the
result, and lays template.json and its zips side by side in the folder given. The target decides only
which machine the layer's third-party code is for: Lambda's (arm64), or this one (the local AWS).
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import get_args

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from infra import finish, parts, zips
from infra.layer import Target, layer
from infra.parts import ROOT, Template

STAGE = "desk"
RUNTIME_LAYER = "RuntimeLayer"


def chalice_package(joined: Template, root: Path, work: Path) -> Template:
    """What chalice makes of app.py, merged with ours, its zip beside it; in a copy, for it leaves traces."""
    project, made, ours = work / "project", work / "made", work / "ours.json"
    skipped = shutil.ignore_patterns("__pycache__", "deployments", "deployed")
    for folder in ("chalicelib", ".chalice"):
        shutil.copytree(root / folder, project / folder, ignore=skipped)
    shutil.copy(root / "app.py", project)
    ours.write_text(json.dumps(joined))
    chalice = Path(sys.executable).with_name("chalice")
    command = [str(chalice), "--project-dir", str(project), "package", "--stage", STAGE]
    quiet = {"AWS_DEFAULT_REGION": "us-east-1", "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(
        [*command, "--merge-template", str(ours), str(made)],
        env=os.environ | quiet,
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise SystemExit(f"chalice could not package app.py:\n{ran.stdout}{ran.stderr}")
    template: Template = json.loads((made / "sam.json").read_text())
    return template


def pack(template: Template, root: Path, work: Path, out: Path) -> None:
    """Zips the code of every function and points the template at it."""
    zips.write(out / "app.zip", zips.read(work / "made" / "deployment.zip"))
    for name, properties in finish.functions(template):
        if "CodeUri" in properties:
            properties["CodeUri"] = "app.zip"
            continue
        verb = verb_of(name, root)
        zips.write(out / f"{verb}.zip", zips.function_files(root, verb))
        properties["CodeUri"] = f"{verb}.zip"


def verb_of(function: str, root: Path) -> str:
    """The folder under functions/ whose function.yaml declares it."""
    for path in sorted(root.glob("functions/*/function.yaml")):
        if function in parts.read(path)["Resources"]:
            return path.parent.name
    raise LookupError(f"no functions/*/function.yaml declares {function}")


def build(out: Path, *, target: Target, root: Path = ROOT, layer_zip: Path | None = None) -> Path:
    """Returns the finished template; its artefacts lie beside it under the names it gives them.

    A layer_zip given is taken as it is, instead of building one for the target.
    """
    out.mkdir(parents=True, exist_ok=True)
    joined = parts.join(parts.fragments(root))
    with tempfile.TemporaryDirectory() as work:
        template = chalice_package(joined, root, Path(work))
        finish.finish(template, joined)
        pack(template, root, Path(work), out)
    shutil.copy(layer_zip or layer(target), out / "layer.zip")
    template["Resources"][RUNTIME_LAYER]["Properties"]["ContentUri"] = "layer.zip"
    finished = out / "template.json"
    finished.write_text(json.dumps(template, indent=1, sort_keys=True) + "\n")
    return finished


def main() -> None:
    asked = argparse.ArgumentParser(description="Build the one template and its artefacts.")
    asked.add_argument("--target", choices=get_args(Target), required=True)
    asked.add_argument("--out", type=Path, required=True)
    given = asked.parse_args()
    print(build(given.out, target=given.target))


if __name__ == "__main__":
    main()
