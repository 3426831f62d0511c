"""Where the running stack stands and who may sign in: what `make run` wrote for the demo."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from infra.replay.dialogues import Unusable

FILE = Path(os.environ.get("DESK_STATE", ".local")) / "state/demo.json"


@dataclass(frozen=True)
class Login:
    email: str
    password: str


@dataclass(frozen=True)
class Demo:
    origin: str
    shop_origin: str
    merchant: str
    widget_key: str
    owner: Login
    agent: Login


def load(path: Path = FILE) -> Demo:
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        return Demo(
            origin=_ported(row["origin"], "DESK_PORT"),
            shop_origin=_ported(row["shop_origin"], "SHOP_PORT"),
            merchant=row["merchant"],
            widget_key=row["widget_key"],
            owner=Login(row["owner"]["email"], row["owner"]["password"]),
            agent=Login(row["agent"]["email"], row["agent"]["password"]),
        )
    except FileNotFoundError as error:
        raise Unusable(f"{path} is missing: start the stack with `make run`") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Unusable(f"{path} is not what `make run` writes: {error}") from error


def _ported(origin: str, variable: str) -> str:
    port = os.environ.get(variable)
    parts = urlsplit(origin)
    return f"{parts.scheme}://{parts.hostname}:{port}" if port else origin
