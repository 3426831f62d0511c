"""Documents that fail when they lie."""

import inspect
import re
from datetime import UTC, datetime
from pathlib import Path

from chalicelib.contracts.compiled import schema
from chalicelib.conversations.model import Delivery, Reached
from chalicelib.core import errors
from chalicelib.live.backpressure import MOST, Asking
from chalicelib.live.refusals import FRAMES
from chalicelib.sla.calculator import Reason
from chalicelib.sla.model import Event, State, Target
from chalicelib.table import keys
from chalicelib.table.keys import parts

ROOT = Path(__file__).parents[2]
PATTERNS = (ROOT / "docs/access-patterns.md").read_text(encoding="utf-8")
PROTOCOL = (ROOT / "docs/protocol.md").read_text(encoding="utf-8")
HELPERS = {
    "seq_of",
    "time_of_moment",
    "conversation_of",
    "id_of_moment",
    "person_of_socket",
    "person_of",
    "shard_of_due",
    "locale_of_entry",
    "object_path",
    "pk_of_path",
}


def _rows(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def _section(title: str) -> list[list[str]]:
    """The rows of a section, without the head of its table."""
    return _rows(PROTOCOL.split(f"## {title}")[1].split("\n##")[0])[1:]


def test_every_key_answers_a_question_and_every_question_has_its_key() -> None:
    functions = {
        name
        for name, value in vars(keys).items()
        if inspect.isfunction(value)
        and not name.startswith("_")
        and value.__module__.startswith(keys.__name__)
        and value.__module__ != parts.__name__
    }
    named = {name for row in _rows(PATTERNS) for name in re.findall(r"`(\w+)`", row[1])}

    assert named == functions - HELPERS


def test_no_question_is_answered_by_reading_everything() -> None:
    assert not re.search(r"\b(scan|filter)", PATTERNS, re.IGNORECASE)


def test_no_separator_of_keys_stands_outside_the_one_place() -> None:
    guilty = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "chalicelib").rglob("*.py")
        if path.parent.name != "keys"
        and re.search(r"""["'](M|PERSON|SESSION|MSG|CONVERSATION)#""", path.read_text("utf-8"))
    ]

    assert guilty == []


def test_the_protocol_lists_exactly_the_frames_that_the_door_takes() -> None:
    section = PROTOCOL.split("## What a client sends")[1].split("##")[0]
    listed = {re.findall(r"`(\w+)`", row[0])[0] for row in _rows(section) if "`" in row[0]}

    assert listed == set(FRAMES)
    assert set(FRAMES) <= set(schema("frames")["$defs"])


def test_the_protocol_names_the_fields_of_every_frame() -> None:
    section = PROTOCOL.split("## What a client sends")[1].split("##")[0]
    for row in _rows(section)[1:]:
        frame = re.findall(r"`(\w+)`", row[0])[0]
        fields = set(schema("frames")["$defs"][frame]["properties"]) - {"t", "ref"}

        assert fields <= set(re.findall(r"`(\w+)`", row[1])), frame


def test_the_protocol_tells_the_fields_and_states_of_what_goes_out() -> None:
    pushed = {
        re.findall(r"`(\w+)`", row[0])[0]: row[1] for row in _section("What the server sends")
    }
    section = PROTOCOL.split("### What comes and goes by an inbox")[1].split("\n## ")[0]
    states = {name for row in _rows(section)[1:] for name in re.findall(r"`(\w+)`", row[0])}
    at = datetime(2026, 3, 2, tzinfo=UTC)

    assert {"conversation", "seq", "delivery"} <= set(re.findall(r"`(\w+)`", pushed["delivery"]))
    assert states == set(Reached)
    told = set(re.findall(r"`(\w+)`", section.split("|")[0]))
    assert {"channel", "inbox", "subject", *Delivery(Reached.SENT, at).wire()} <= told


def test_the_protocol_explains_every_refusal_that_a_frame_can_get() -> None:
    rest_only = {"gone", "stale", "precondition_required", "unsupported_media_type", "refused"}
    kinds = {
        kind.code
        for kind in vars(errors).values()
        if inspect.isclass(kind) and issubclass(kind, errors.Refused)
    }
    section = PROTOCOL.split("## Refusals")[1]

    assert kinds - rest_only <= set(re.findall(r"`(\w+)`", section))


def test_every_alarm_has_its_page_in_the_runbook() -> None:
    runbook = (ROOT / "docs/runbook.md").read_text(encoding="utf-8")
    sections = set(re.findall(r"^## (.+)$", runbook, re.MULTILINE))
    templates = [*(ROOT / "infra").glob("*.yaml"), *(ROOT / "functions").glob("*/function.yaml")]
    templates.append(ROOT / "infra/finish.py")  # alarms that every function has
    named = {
        name
        for path in templates
        for name in re.findall(r"docs/runbook\.md: ([^.'\"]+)\.", path.read_text(encoding="utf-8"))
    }

    assert named
    assert named <= sections


def test_the_architecture_lists_exactly_the_rooms_that_stand() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    section = text.split("chalicelib/\n", 1)[1].split("functions/", 1)[0]
    listed = set(re.findall(r"^  (\w+)/", section, re.MULTILINE))
    standing = {path.parent.name for path in (ROOT / "chalicelib").glob("*/__init__.py")}

    assert listed == standing


def test_every_clock_and_what_it_tells_is_defined_once() -> None:
    text = (ROOT / "docs/metrics.md").read_text(encoding="utf-8")
    defined = [re.findall(r"`(\w+)`", row[0])[:1] for row in _rows(text)]
    names = [name for found in defined for name in found]
    reasons = set(re.findall(r"`(\w+)`", text.split("with the reason (")[1].split(")")[0]))

    assert {*Target, *State, *Event} <= set(names)
    assert all(names.count(target) == 1 for target in Target)
    assert reasons == set(Reason)


def test_the_protocol_tells_how_much_is_too_much() -> None:
    rows = [row[1:] for row in _rows(PROTOCOL)]
    for amounts in MOST.values():
        told = [f"{amounts[asking]:,}" if asking in amounts else "" for asking in Asking]
        assert told in rows
