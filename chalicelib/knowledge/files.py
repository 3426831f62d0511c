"""CSV and JSONL files of knowledge: every row read and judged, and all that is wrong told at once.

A cell is data, whatever it begins with: `=1+1` is text here, and stays it.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.core.values import Value
from chalicelib.knowledge.drafting import cleaned
from chalicelib.knowledge.model import LOCALES, Fault, Kind, faults
from chalicelib.knowledge.rows import Row

MAX_ROWS, MAX_FAULTS = 5_000, 100
# A row with more cells or fields is none of ours, and judging each of them would take all day.
MAX_CELLS = 50
# Markup takes more room than the words that it leaves; a cell of more than this is not even cleaned.
MAX_CELL = 200_000
# What a column or field may be called, in the languages that people keep such files in.
NAMES: Mapping[str, str] = {
    alias: name
    for name, aliases in {
        "title": "title question 标题 问题 標題 問題",
        "body": "body answer 正文 内容 答案 回答 內容",
        "alternatives": "alternatives similar 相似问法 相似问 其他问法 相似問法",
        "keywords": "keywords 关键词 关键字 關鍵詞 關鍵字",
        "category": "category 分类 类别 分類 類別",
        "kind": "kind type 类型 類型",
        "locale": "locale language 语言 語言",
    }.items()
    for alias in aliases.split()
}
_KINDS = {
    "": Kind.FAQ,
    "faq": Kind.FAQ,
    "问答": Kind.FAQ,
    "article": Kind.ARTICLE,
    "文章": Kind.ARTICLE,
}
_LISTS = {"alternatives": "|\n", "keywords": "|\n,，、;；"}
_NEEDED = ("title", "body")


class RowFault(Value, frozen=True):
    """`row` counts as a spreadsheet or an editor does, from 1; a CSV file's heading is row 1."""

    row: int
    fault: Fault

    def wire(self) -> dict[str, Any]:
        fault = self.fault
        return {
            "row": self.row,
            "pointer": fault.pointer,
            "rule": fault.rule,
            "detail": fault.detail,
        }


@dataclass
class Reading:
    """What a file holds so far."""

    locale: str  # of rows that name none
    rows: list[Row] = field(default_factory=list)
    found: list[RowFault] = field(default_factory=list)
    _asked: dict[str, int] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        return len(self.found) > MAX_FAULTS or len(self.rows) > MAX_ROWS

    def refuse(self, row: int, pointer: str, rule: str, detail: str) -> None:
        self.found.append(RowFault(row, Fault(pointer, rule, detail)))

    def take(self, number: int, values: Mapping[str, Any]) -> None:
        """A row's values by our own names, texts or lists of texts."""
        if huge := [name for name, value in values.items() if _length(value) > MAX_CELL]:
            self.refuse(number, f"/{huge[0]}", "maxLength", f"At most {MAX_CELL} characters.")
            return
        told = {**values, **{name: _items(values, name) for name in _LISTS}}
        locale = _locale(told.pop("locale", "")) or self.locale
        kind = _KINDS.get(told.pop("kind", "").strip().casefold())
        if locale not in LOCALES:
            self.refuse(number, "/locale", "enum", f"One of {', '.join(LOCALES)}.")
        if kind is None:
            self.refuse(number, "/kind", "enum", f"One of {', '.join(Kind)}.")
        content = cleaned({**dict.fromkeys(_NEEDED, ""), **told, "kind": kind or Kind.FAQ})
        self.found += [RowFault(number, fault) for fault in faults(content)]
        self._add(number, Row(locale, content))

    def _add(self, number: int, row: Row) -> None:
        first = self._asked.setdefault(row.asked, number)
        if first != number and row.content.title:
            self.refuse(number, "/title", "duplicate", f"Row {first} asks the same.")
        self.rows.append(row)
        if len(self.rows) > MAX_ROWS:
            self.refuse(number, "", "max_rows", f"At most {MAX_ROWS} rows in one file.")


def _length(value: str | list[str]) -> int:
    return len(value) if isinstance(value, str) else sum(len(text) + 1 for text in value)


def _locale(text: str) -> str:
    """`zh` of zh-CN, of 中文 and of ZH; what is no language of ours stays as it is, to be refused."""
    said = text.strip().casefold()
    known = {"中文": "zh", "英文": "en", "chinese": "zh", "english": "en"}
    return known.get(said, said.replace("_", "-").split("-")[0])


def _items(values: Mapping[str, Any], name: str) -> list[str]:
    """A list as it is, a text at its separators."""
    given = values.get(name, "")
    if not isinstance(given, str):
        return list(given)
    return given.translate(dict.fromkeys(map(ord, _LISTS[name]), "\n")).split("\n")


def read(form: str, text: str, *, locale: str) -> Reading:
    """All rows of a file, or what is wrong with them; reading ends where it has become pointless."""
    reading = Reading(locale)
    rows: Iterator[tuple[int, Mapping[str, Any] | None]]
    rows = _csv(text, reading) if form == "csv" else _jsonl(text, reading)
    for number, values in rows:
        if values is not None:
            reading.take(number, values)
        if reading.is_full:
            break
    if not reading.rows and not reading.found:
        reading.refuse(1, "", "empty", "There are no rows.")
    return reading


def _csv(text: str, reading: Reading) -> Iterator[tuple[int, dict[str, str]]]:
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    head = lines.readline()
    lines.seek(0)
    records = csv.reader(lines, delimiter=max(",;\t", key=head.count), strict=True)
    names: list[str] = []
    number = 0
    try:
        for number, cells in enumerate(records, 1):
            if not names:
                names = _columns(cells, reading)
                if reading.found:
                    return
            elif any(cell.strip() for cell in cells):
                if len(cells) > len(names):
                    reading.refuse(number, "", "columns", f"More than {len(names)} cells.")
                yield number, dict(zip(names, cells, strict=False))
    except csv.Error:
        detail = "A quotation mark is missing or misplaced, or a cell is far too long."
        reading.refuse(number + 1, "", "csv", detail)


def _columns(cells: list[str], reading: Reading) -> list[str]:
    if len(cells) > MAX_CELLS:
        reading.refuse(1, "", "columns", f"More than {MAX_CELLS} columns.")
        return []
    names = [NAMES.get(cell.strip().casefold(), "") for cell in cells]
    for place, name in enumerate(names):
        if not name:
            known = ", ".join(dict.fromkeys(NAMES.values()))
            reading.refuse(1, f"/columns/{place}", "column", f"Columns are {known}.")
        elif name in names[:place]:
            reading.refuse(1, f"/columns/{place}", "column", "This column is there twice.")
    for name in _NEEDED:
        if name not in names:
            reading.refuse(1, f"/{name}", "required", "This column is missing.")
    return names


def _jsonl(text: str, reading: Reading) -> Iterator[tuple[int, dict[str, Any] | None]]:
    for number, each in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if each.strip():
            yield number, _line(number, each, reading)


def _line(number: int, text: str, reading: Reading) -> dict[str, Any] | None:
    try:
        pairs = json.loads(text, object_pairs_hook=_Pairs)
        json.dumps(pairs, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        reading.refuse(number, "", "json", "This line is no JSON, or holds half a character.")
        return None
    return _fields(number, pairs, reading)


class _Pairs(list[tuple[str, Any]]):
    """An object as it was written, a name said twice included."""


def _fields(number: int, pairs: Any, reading: Reading) -> dict[str, Any] | None:
    if not isinstance(pairs, _Pairs):
        reading.refuse(number, "", "object", "A line holds one object.")
        return None
    if len(pairs) > MAX_CELLS:
        reading.refuse(number, "", "maxProperties", f"More than {MAX_CELLS} fields.")
        return None
    before = len(reading.found)
    values: dict[str, Any] = {}
    for told, value in pairs:
        name = NAMES.get(told.casefold(), "")
        if not name:
            known = ", ".join(dict.fromkeys(NAMES.values()))
            reading.refuse(number, "", "additionalProperties", f"Fields are {known}.")
        elif name in values:
            reading.refuse(number, f"/{name}", "duplicate_key", "This field is there twice.")
        elif not _is_text(value, name):
            reading.refuse(number, f"/{name}", "type", "This takes text.")
        else:
            values[name] = value
    return values if len(reading.found) == before else None


def _is_text(value: Any, name: str) -> bool:
    if isinstance(value, list) and not isinstance(value, _Pairs) and name in _LISTS:
        return all(isinstance(each, str) for each in value)
    return isinstance(value, str)
