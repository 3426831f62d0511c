"""Content hashes: work whose sources have not changed is not done again."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

NEVER = {"node_modules", "dist", "__pycache__", ".pytest_cache", "test-results"}


def of(paths: Iterable[Path]) -> str:
    """One hash over files and folders, by name and content."""
    total = hashlib.sha256()
    for path in files(paths):
        total.update(f"{path}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def files(paths: Iterable[Path]) -> list[Path]:
    return sorted(
        file
        for path in paths
        for file in ([path] if path.is_file() else path.rglob("*"))
        if file.is_file() and not NEVER & set(file.parts) and file.suffix != ".pyc"
    )
