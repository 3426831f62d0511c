"""Files of knowledge: every row judged, all that is wrong told at once, cells taken as data."""

import codecs
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.errors import Invalid
from chalicelib.knowledge.encodings import decoded
from chalicelib.knowledge.files import MAX_FAULTS, MAX_ROWS, Reading, read
from chalicelib.knowledge.model import MAX_BODY, MAX_TITLE, Kind

TEXT = "question,answer\n什么时候发货?,“两天内”€😀\n"


def csv_of(*lines: str, locale: str = "en") -> Reading:
    return read("csv", "\n".join(lines), locale=locale)


def jsonl_of(*rows: Any, locale: str = "en") -> Reading:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    return read("jsonl", "\n".join(lines), locale=locale)


def told(reading: Reading) -> list[tuple[int, str, str]]:
    return [(each.row, each.fault.pointer, each.fault.rule) for each in reading.found]


# --- encodings


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (TEXT.encode(), ""),
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), ""),
        (codecs.BOM_UTF8 + TEXT.encode(), "gb18030"),
        (TEXT.encode("utf-16"), ""),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), ""),
        (TEXT.encode("gb18030"), "gb18030"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-8"),
    ],
)
def test_a_file_is_read_in_its_encoding(data: bytes, said: str) -> None:
    assert decoded(data, said) == TEXT


@pytest.mark.parametrize(
    ("data", "said", "word"),
    [
        (TEXT.encode("gb18030"), "", "Byte 22"),
        (TEXT.encode("utf-16-le"), "utf-16", "mark"),
        ("a,b\n".encode("utf-16-le"), "", "NUL"),
        (TEXT.encode("utf-16")[:-1], "", "UTF-16"),
        (TEXT.encode("utf-32"), "", "UTF-32"),
        (b"\xff\xfe\x00\xd8\x00", "", "UTF-16"),
        (b"a\xff", "gb18030", "GB18030"),
        (TEXT.encode() + b"\xe4\xb8", "", "UTF-8"),
        (b"\xed\xa0\x80", "", "UTF-8"),
    ],
)
def test_a_broken_encoding_is_refused_with_a_clear_word(data: bytes, said: str, word: str) -> None:
    with pytest.raises(Invalid) as refused:
        decoded(data, said)

    assert refused.value.extra == {"pointer": "/content_base64", "rule": "encoding"}
    assert word in refused.value.detail


# --- CSV


def test_a_sheet_as_people_keep_it() -> None:
    reading = csv_of(
        "\ufeffQuestion;Answer;Similar;Keywords;Category;Type;Language",
        'Do you ship?;"Yes;',
        '""worldwide"".";Shipping?|You send?;ship, send；post;Delivery;faq;en-GB',
        ";;;;;;",
        "营业时间?;十点到六点;;时间、营业;门店;文章;中文",
    )

    assert reading.found == []
    first, second = reading.rows
    assert (first.locale, first.content.kind) == ("en", Kind.FAQ)
    assert first.content.body == 'Yes;\n"worldwide".'
    assert first.content.alternatives == ("Shipping?", "You send?")
    assert first.content.keywords == ("ship", "send", "post")
    assert (second.locale, second.content.kind) == ("zh", Kind.ARTICLE)
    assert second.content.keywords == ("时间", "营业")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1"])
def test_a_cell_that_looks_like_a_formula_is_data(cell: str) -> None:
    (row,) = csv_of("title,body", f'{cell},"{cell}"').rows

    assert (row.content.title, row.content.body) == (cell.strip(), cell.strip())


def test_whatever_is_wrong_is_told_at_once_by_row_and_field() -> None:
    reading = csv_of(
        "title,body,locale,kind",
        "One,fine,en,faq",
        ",no question,en,faq",
        "no answer,,en,faq",
        "One?,again,en,faq",
        "tongue,x,fr,faq",
        "sort,x,en,poem",
        f"{'x' * (MAX_TITLE + 1)},{'y' * (MAX_BODY + 1)},en,faq",
        "<script>alert(1)</script>,x,en,faq",
        "many,x,en,faq,more",
    )

    assert told(reading) == [
        (3, "/title", "minLength"),
        (4, "/body", "minLength"),
        (5, "/title", "duplicate"),
        (6, "/locale", "enum"),
        (7, "/kind", "enum"),
        (8, "/title", "maxLength"),
        (8, "/body", "maxLength"),
        (9, "/title", "minLength"),
        (10, "", "columns"),
    ]


@pytest.mark.parametrize(
    ("head", "faults"),
    [
        ("title", [(1, "/body", "required")]),
        ("title,body,price", [(1, "/columns/2", "column")]),
        ("title,body,question", [(1, "/columns/2", "column")]),
        (
            "what is this",
            [(1, "/columns/0", "column"), (1, "/title", "required"), (1, "/body", "required")],
        ),
    ],
)
def test_a_heading_must_be_understood(head: str, faults: list[tuple[int, str, str]]) -> None:
    assert told(csv_of(head, "a,b,c"))[:3] == faults


@pytest.mark.parametrize("text", ["", "\n\n", "title,body", "title,body\n,\n"])
def test_a_file_without_rows_is_refused(text: str) -> None:
    assert [rule for *_, rule in told(read("csv", text, locale="en"))] in (
        ["empty"],
        ["required", "required"],
    )


def test_broken_quoting_is_told_with_its_row() -> None:
    assert told(csv_of("title,body", "a,b", 'c,"d" e', "f,g")) == [(3, "", "csv")]
    assert told(csv_of("title,body", "a,b", 'c,"never closed')) == [(3, "", "csv")]
    assert told(csv_of("title,body", f'a,"{"x" * 200_000}"')) == [(2, "", "csv")]


def test_a_separator_of_lines_inside_a_cell_ends_no_row() -> None:
    (row,) = csv_of("title,body", "a,b\u2028c\x85d\x0be").rows

    assert row.content.body == "b\u2028cde"


# --- JSONL


def test_lines_of_json() -> None:
    reading = jsonl_of(
        {"question": "Do you ship?", "answer": "Yes.", "similar": ["Shipping?"], "keywords": "a,b"},
        "",
        {"title": "几点开门?", "body": "十点。", "locale": "zh-CN", "kind": "article"},
    )

    assert reading.found == []
    assert [row.locale for row in reading.rows] == ["en", "zh"]
    assert reading.rows[0].content.keywords == ("a", "b")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", ("", "json")),
        ("[1]", ("", "object")),
        ('"text"', ("", "object")),
        ("[" * 100_000, ("", "json")),
        ('{"title": "a", "body": "\\ud800"}', ("", "json")),
        ('{"title": "a", "body": "b", "id": "x"}', ("", "additionalProperties")),
        ('{"title": "a", "question": "b", "body": "c"}', ("/title", "duplicate_key")),
        ('{"title": "a", "title": "b", "body": "c"}', ("/title", "duplicate_key")),
        ('{"title": 5, "body": "c"}', ("/title", "type")),
        ('{"title": "a", "body": ["c"]}', ("/body", "type")),
        ('{"title": "a", "body": "c", "keywords": [1]}', ("/keywords", "type")),
        ('{"title": "a", "body": "c", "keywords": {"a": "b"}}', ("/keywords", "type")),
        ('{"title": "a", "body": null}', ("/body", "type")),
        ('{"title": "a"}', ("/body", "minLength")),
    ],
)
def test_a_line_that_is_no_row_is_told(line: str, fault: tuple[str, str]) -> None:
    good = {"title": "fine", "body": "fine"}

    assert told(jsonl_of(good, line, good | {"title": "other"})) == [(2, *fault)]


# --- bounds


def test_a_hundred_thousand_rows_are_refused_without_reading_them_all() -> None:
    lines = "\n".join(f"q{n},a" for n in range(100_000))
    reading = read("csv", f"title,body\n{lines}", locale="en")

    assert told(reading) == [(MAX_ROWS + 2, "", "max_rows")]
    assert len(reading.rows) == MAX_ROWS + 1


@pytest.mark.parametrize(
    ("form", "text", "rule"),
    [
        ("csv", "title," * 500_000, "columns"),
        ("jsonl", "{" + ",".join(f'"f{n}":1' for n in range(100_000)) + "}", "maxProperties"),
        ("jsonl", '{"title":"q","body":"' + "&lt;b>" * 400_000 + '"}', "maxLength"),
        ("jsonl", '{"title":"q","body":"a","keywords":"' + "a," * 400_000 + '"}', "maxLength"),
    ],
)
def test_a_row_of_a_million_parts_is_one_fault_at_once(form: str, text: str, rule: str) -> None:
    began = time.process_time()
    reading = read(form, text, locale="zh")

    assert [each.fault.rule for each in reading.found] == [rule]
    assert time.process_time() - began < 1


def test_faults_are_told_up_to_a_bound() -> None:
    for form, text in (("csv", "title,body\n" + ",x\n" * 50_000), ("jsonl", "{\n" * 50_000)):
        assert len(read(form, text, locale="en").found) == MAX_FAULTS + 1


@given(st.text(max_size=300), st.sampled_from(["csv", "jsonl"]))
def test_no_text_breaks_the_reading(text: str, form: str) -> None:
    reading = read(form, text, locale="en")

    assert reading.rows or reading.found


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


@given(st.lists(CELLS, min_size=1, max_size=8, unique=True))
def test_what_a_csv_writer_writes_is_read_again(titles: list[str]) -> None:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["title", "body"])
    for title in titles:
        writer.writerow([f"q {title}", f"a {title}"])
    reading = read("csv", out.getvalue(), locale="en")

    blank_or_same = {each.fault.rule for each in reading.found} <= {"duplicate"}
    assert blank_or_same
    assert len(reading.rows) == len(titles)
