"""Deterministic zips: the same files, packed again, are the same bytes (fixed dates, order, modes)."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)
MODE = 0o644 << 16
SKIPPED = frozenset({"__pycache__"})
DOOR_ONLY = ("routes.py", "edge/")  # Chalice's half of the house


def write(path: Path, files: Mapping[str, bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as zipped:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = MODE
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            zipped.writestr(entry, files[name], compresslevel=9)
    return path


def read(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as zipped:
        return {n: zipped.read(n) for n in zipped.namelist() if not n.endswith("/")}


def tree(folder: Path, prefix: str = "", skipped: frozenset[str] = SKIPPED) -> dict[str, bytes]:
    return {
        prefix + file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not skipped & set(file.parts)
    }


def function_files(root: Path, verb: str) -> dict[str, bytes]:
    """The handler and the rooms it may use: never routes or edge, which need chalice."""
    rooms = tree(root / "chalicelib")
    return {
        "handler.py": (root / "functions" / verb / "handler.py").read_bytes(),
        **{
            f"chalicelib/{name}": content
            for name, content in rooms.items()
            if not (name.endswith(DOOR_ONLY[0]) or name.startswith(DOOR_ONLY[1]))
        },
    }
