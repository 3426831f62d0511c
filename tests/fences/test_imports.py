"""Who may import whom: the house's rules, read from the imports themselves."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "chalicelib"
GROUND = ("core", "contracts", "table", "vault", "audit", "mail")
ROOMS = (
    "merchants",
    "people",
    "links",
    "invitations",
    "signup",
    "api_keys",
    "access",
    "customers",
    "connections",
    "teams",
    "calendars",
    "due",
    "knowledge",
    "attachments",
    "senders",
    "inboxes",
    "conversations",
    "transcripts",
    "tickets",
    "assignment",
    "sla",
    "bot",
    "channels",
)
LIBRARIES = {
    "core": {"aws_lambda_powertools", "msgspec"},
    "contracts": {"jsonschema", "fastjsonschema"},
    "table": {"pynamodb", "botocore"},
    "vault": {"pynamodb", "cryptography", "botocore", "argon2"},
    "audit": {"pynamodb"},
    "mail": {"botocore"},
    "bot": {"opencc"},
    "attachments": {"filetype", "botocore"},
    "channels": {"regex", "urllib3"},
    "customers": {"idna"},
    "senders": {"idna"},
}
ROUTES = {"routes"}
MODELS = {"model", "identities"}
ITEMS = {"items"}
STORES = {
    *("store", "mapping", "bodies", "sealing", "changes", "shelf", "jobs"),
    *("registry", "begun", "threads"),
}
SERVICES = {
    *(
        "service",
        "reading",
        "writing",
        "moving",
        "amending",
        "reminding",
        "receiving",
        "delivering",
        "ingesting",
        "belonging",
        "recipients",
        "forms",
        "uploads",
        "confirming",
        "sending",
        "fetching",
        "letters",
        "bounces",
        "health",
        "adapters",
        "carrier",
        "mailing",
        "continuing",
        "transcribing",
        "noticing",
        "proofs",
        "reception",
        "members",
        "intake",
        "builder",
    ),
    *("waiting", "queueing", "attendance", "later"),
    *("making", "hands", "views", "public", "following", "sweeping", "counter", "watch"),
    *(
        "setup",
        "erasure",
        "recognising",
        "allowance",
        "profiles",
        "lists",
        "records",
        "blocking",
        "merging",
        "directory",
        "dealings",
        "marking",
    ),
}
EXTRA = {
    "live/push": {"botocore"},
    "calendars/public_days": {"holidays"},
    "channels/email/charsets": {"chardet"},
    "channels/email/carrier": {"botocore"},
    "senders/proofs": {"botocore"},
    "senders/pairs": {"cryptography"},
    "channels/email/html": {"nh3"},
}


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            known = [name for name in names if _is_module(name)]
            yield from known or [node.module]


def _is_module(name: str) -> bool:
    path = ROOT / name.replace(".", "/")
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def _files() -> list[Path]:
    return sorted(path for path in HOUSE.rglob("*.py") if path.name != "__init__.py")


def _allowed(room: str, kind: str, target: str) -> bool:  # noqa: C901, PLR0911 - one line per rule
    """May `chalicelib/<room>/<kind>.py` import the house's module `target` (room.kind)?"""
    to_room, _, to_kind = target.partition(".")
    if room == "wiring":
        return to_room != "edge" and to_kind not in ROUTES
    if to_room in GROUND and room in GROUND:
        return GROUND.index(to_room) <= GROUND.index(room)
    if room == "edge":
        return to_room in {"core", "table", "contracts", "audit", "edge"}
    if room == "live":
        if to_room in ROOMS:
            return to_kind in SERVICES | {"model", "rules", "amendments", "changes"}
        return to_room in {"live", "core", "contracts", "table"}
    if kind in ROUTES:
        own = to_room == room and to_kind in SERVICES | {"model", "rules"}
        return own or to_room in {"core", "edge"} or target in {"table.pages", "audit.model"}
    if to_room in {"edge", "live", "wiring"}:
        return False
    if kind in ITEMS:
        return target == f"{room}.model" or to_room in {"table", "core"}
    if kind in STORES:
        return to_room in {room, "core", "table", "vault"}
    if kind in SERVICES:
        if to_room in ROOMS and to_room != room:
            earlier = ROOMS.index(to_room) < ROOMS.index(room)
            return earlier and to_kind in SERVICES | MODELS | {"rules"}
        return to_room in {room, "core", "table", "audit", "mail", "vault"}
    earlier_model = to_room in ROOMS and to_kind in MODELS
    return earlier_model or to_room in {room, "core"}


@pytest.mark.parametrize("path", _files(), ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_file_imports_only_what_its_place_allows(path: Path) -> None:
    parts = path.relative_to(HOUSE).with_suffix("").parts
    room, kind = (parts[0], parts[-1])
    place = "/".join(parts)
    for name in _imports(path):
        top = name.split(".")[0]
        if top == "chalicelib":
            target = name.removeprefix("chalicelib.")
            assert _allowed(room, kind, target), f"{place} imports {name}"
        elif top not in sys.stdlib_module_names:
            allowed = LIBRARIES.get(room, set()) | EXTRA.get(place, set())
            allowed |= {"pynamodb"} if kind in ITEMS | STORES or room == "edge" else set()
            allowed |= {"chalice"} if room == "edge" or kind in ROUTES else set()
            allowed |= {"botocore"} if room == "wiring" else set()
            assert top in allowed, f"{place} imports {name}"


@pytest.mark.parametrize("path", sorted((ROOT / "functions").glob("*/handler.py")), ids=str)
def test_a_function_is_a_thin_door(path: Path) -> None:
    allowed = r"chalicelib\.(wiring|core\.\w+)$|aws_lambda_powertools|typing|json$"
    for name in _imports(path):
        assert re.match(allowed, name), f"{path.parent.name} imports {name}"

    handler = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(handler) <= 32


def test_the_front_door_stays_thin() -> None:
    lines = (ROOT / "app.py").read_text(encoding="utf-8").splitlines()

    assert len(lines) < 85


@pytest.mark.parametrize(
    ("place", "target"),
    [
        ("customers/service", "conversations.service"),
        ("people/model", "table.desk"),
        ("live/dispatch", "conversations.store"),
        ("conversations/routes", "customers.store"),
        ("table/keys", "vault.seal"),
        ("merchants/items", "audit.log"),
        ("wiring", "edge.door"),
    ],
)
def test_what_the_rules_forbid_is_caught(place: str, target: str) -> None:
    room, _, kind = place.partition("/")

    assert not _allowed(room, kind or room, target)
