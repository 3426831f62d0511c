"""What a form asks, and whether an answer is one: pure, by the definition that its inbox holds."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from chalicelib.attachments.model import MAX_BYTES
from chalicelib.channels.model import MOST_TEXT, plain
from chalicelib.core.errors import Invalid
from chalicelib.core.values import Value


class Kind(StrEnum):
    TEXT = "text"
    LONG = "long"
    EMAIL = "email"
    PHONE = "phone"
    CHOICE = "choice"
    FILES = "files"


MEGABYTE = 1024 * 1024
# Of a question of files, where its merchant says nothing of it: how many, and of each how many bytes.
USUAL_FILES = 5
# Characters; a choice is one of its options.
MOST = {Kind.TEXT: 200, Kind.LONG: 5_000, Kind.EMAIL: 254, Kind.PHONE: 40, Kind.CHOICE: 80}
LINES = frozenset({Kind.LONG})
# Asked once at most: whom to answer, and what goes with the message.
ONCE = frozenset({Kind.EMAIL, Kind.FILES})
ROOM = frozenset({"most_files", "most_megabytes"})
# Of a form that its merchant has not set up, in the language that it is in.
_USUAL = {
    "zh": (("name", "姓名"), ("email", "邮箱"), ("message", "内容")),
    "en": (("name", "Name"), ("email", "E-mail"), ("message", "Message")),
}
_USUAL_KINDS = {"name": Kind.TEXT, "email": Kind.EMAIL, "message": Kind.LONG}


class Field(Value, frozen=True):
    id: str
    label: str
    kind: Kind
    required: bool = False
    options: tuple[str, ...] = ()
    most_files: int = 0
    most_bytes: int = 0

    def wire(self) -> dict[str, Any]:
        options = {"options": list(self.options)} if self.options else {}
        known = {"id": self.id, "label": self.label, "kind": str(self.kind)}
        if self.kind is Kind.FILES:
            limits = {"most": self.most_files, "bytes": self.most_bytes}
            return {**known, "required": self.required, **limits}
        return {**known, "required": self.required, "most": MOST[self.kind], **options}


class Filled(Value, frozen=True):
    """One answer, under the label that its writer read."""

    id: str
    label: str
    kind: Kind
    value: str

    def told(self) -> str:
        between = "\n" if self.kind in LINES else " "
        return f"{self.label}:{between}{self.value}"


def fields_of(settings: Mapping[str, Any], locale: str) -> tuple[Field, ...]:
    """What is asked. The address to answer to always is: by the form's own question, else by ours first."""
    usual = _usual(settings.get("locale", locale))
    asked = tuple(_field(each) for each in settings.get("fields", ()))
    if not asked:
        return usual
    own = any(field.kind is Kind.EMAIL for field in asked)
    return asked if own else (next(each for each in usual if each.kind is Kind.EMAIL), *asked)


def files_of(fields: Sequence[Field]) -> Field | None:
    """The one question whose answer is files."""
    return next((field for field in fields if field.kind is Kind.FILES), None)


def _usual(locale: str) -> tuple[Field, ...]:
    return tuple(
        Field(name, label, _USUAL_KINDS[name], required=name != "name")
        for name, label in _USUAL.get(locale, _USUAL["en"])
    )


def _field(given: Mapping[str, Any]) -> Field:
    kind = Kind(given["kind"])
    return Field(
        id=given["id"],
        label=given["label"],
        kind=kind,
        required=kind is Kind.EMAIL or bool(given.get("required")),
        options=tuple(given.get("options", ())),
        **(_room(given) if kind is Kind.FILES else {}),
    )


def _room(given: Mapping[str, Any]) -> dict[str, int]:
    megabytes = given.get("most_megabytes", MAX_BYTES // MEGABYTE)
    return {
        "most_files": given.get("most_files", USUAL_FILES),
        "most_bytes": megabytes * MEGABYTE,
    }


def ensure_whole(settings: Mapping[str, Any]) -> None:
    """What the contract of the settings cannot say."""
    seen: set[str] = set()
    fields = settings.get("fields", ())
    for n, each in enumerate(fields):
        kind = each["kind"]
        if each["id"] in seen or (each["id"] == Kind.EMAIL and kind != Kind.EMAIL):
            raise _broken(f"/fields/{n}/id", "unique")
        seen.add(each["id"])
        if (kind == Kind.CHOICE) != bool(each.get("options")):
            raise _broken(f"/fields/{n}/options", "choice")
        if kind in ONCE and any(other["kind"] == kind for other in fields[:n]):
            raise _broken(f"/fields/{n}/kind", "unique")
        if kind != Kind.FILES and each.keys() & ROOM:
            raise _broken(f"/fields/{n}/kind", "files")


def filled(
    fields: Sequence[Field], given: Mapping[str, str], is_address: Callable[[str], bool]
) -> tuple[Filled, ...]:
    """The answers in words, in the order of the form; Invalid with the field and the rule that it breaks."""
    asked = [field for field in fields if field.kind is not Kind.FILES]
    if given.keys() - {field.id for field in asked}:
        raise _broken("/fields", "additionalProperties")
    found = [(field, _answer(field, given.get(field.id, ""), is_address)) for field in asked]
    answers = tuple(Filled(f.id, f.label, f.kind, value) for f, value in found if value)
    if len(text_of(answers)) > MOST_TEXT:
        longest = max(answers, key=lambda each: len(each.value))
        raise _broken(f"/fields/{longest.id}", "maxLength")
    return answers


def ensure_so_many_files(field: Field | None, count: int) -> None:
    if field is None:
        if count:
            raise _broken("/files", "additionalProperties")
        return
    if count > field.most_files:
        raise _broken(f"/fields/{field.id}", "maxItems")
    if field.required and not count:
        raise _broken(f"/fields/{field.id}", "required")


def text_of(answers: Sequence[Filled]) -> str:
    return "\n".join(each.told() for each in answers)


def _answer(field: Field, given: str, is_address: Callable[[str], bool]) -> str:
    value = plain(given, most=len(given))
    if field.kind not in LINES:
        value = " ".join(value.split())
    if not value:
        if field.required:
            raise _broken(f"/fields/{field.id}", "required")
        return ""
    if len(value) > MOST[field.kind]:
        raise _broken(f"/fields/{field.id}", "maxLength")
    rule = _rule(field, value, is_address)
    if rule:
        raise _broken(f"/fields/{field.id}", rule)
    return value


def _rule(field: Field, value: str, is_address: Callable[[str], bool]) -> str:
    """The one that it breaks; empty where it keeps them."""
    match field.kind:
        case Kind.EMAIL:
            return "" if is_address(value) else "email"
        case Kind.PHONE:
            digits = sum(each.isdigit() for each in value)
            return "" if 5 <= digits <= 20 else "phone"  # noqa: PLR2004 - of numbers as people write them
        case Kind.CHOICE:
            return "" if value in field.options else "enum"
    return ""


def _broken(pointer: str, rule: str) -> Invalid:
    return Invalid("The form does not allow this.", pointer=pointer, rule=rule)
