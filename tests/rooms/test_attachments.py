"""What a file is and what it may be called, whatever its sender says."""

import base64
import io
import zipfile

import pytest

from chalicelib.attachments.detection import kind_of
from chalicelib.attachments.kinds import KINDS
from chalicelib.attachments.model import File
from chalicelib.attachments.names import MOST_BYTES, clean, disposition
from chalicelib.core.ids import new_id

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"


def document(folder: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in ("[Content_Types].xml", "_rels/.rels", "docProps/core.xml", f"{folder}/a.xml"):
            packed.writestr(name, "x" * 40)
    return out.getvalue()


GOOD = {
    "image/png": PNG,
    "image/jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(20),
    "image/gif": GIF,
    "image/webp": b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(20),
    "application/pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "audio/mpeg": b"ID3\x04\x00\x00" + bytes(20),
    "audio/ogg": b"OggS\x00\x02" + bytes(20),
    "audio/wav": b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(20),
    "video/mp4": b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom",
    "text/plain": "订单号 12345, three lamps\n".encode(),
}


@pytest.mark.parametrize("kind", GOOD)
def test_a_kind_is_known_by_its_first_bytes(kind: str) -> None:
    assert kind_of(GOOD[kind]) == kind


@pytest.mark.parametrize(("folder", "ending"), [("word", "docx"), ("xl", "xlsx"), ("ppt", "pptx")])
def test_office_documents_are_known_from_other_archives(folder: str, ending: str) -> None:
    found = kind_of(document(folder))
    assert found is not None
    assert KINDS[found].extensions == (ending,)
    assert kind_of(document("other")) is None


def test_text_may_be_cut_within_a_character_and_be_in_an_old_encoding() -> None:
    assert kind_of("多多".encode()[:5]) == "text/plain"
    assert kind_of("您好，三盏灯".encode("gb18030")) == "text/plain"


ACTIVE = {
    "html": b"<!doctype html><p>hello</p>",
    "html after a comment": b"<!-- x -->\n\n  <HTML ><body>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "xml": b'<?xml version="1.0"?><svg/>',
    "script": b"hello <ScRiPt>alert(1)</script>",
    "php": b"<?php system($_GET['c']); ?>",
    "shell": b"#!/bin/sh\nrm -rf /\n",
    "batch": b"@echo off\r\n",
    "windows program": b"MZ\x90\x00\x03" + bytes(60),
    "linux program": b"\x7fELF\x02\x01\x01" + bytes(60),
    "picture and page in one": GIF + b"/*<html><script>alert(1)</script>*/",
    "paper and page in one": b"%PDF-1.4\n<html><body onload=alert(1)>",
    "archive": b"PK\x03\x04" + bytes(40),
    "nothing": b"",
    "noise": bytes(range(256)),
    "text with a zero": b"hello\x00world",
    "text with an escape": b"hello\x1b[31mworld",
}


@pytest.mark.parametrize("what", ACTIVE)
def test_A8_what_could_run_is_not_taken(what: str) -> None:  # noqa: N802 - the case's name
    assert kind_of(ACTIVE[what]) is None


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("lamp.png", "lamp.png"),
        ("灯 照片.PNG", "灯 照片.PNG"),
        ("../../etc/passwd", "passwd.png"),
        ("..\\..\\windows\\a.png", "a.png"),
        ("C:\\fakepath\\a.png", "a.png"),
        ("a\r\nSet-Cookie: x=y.png", "aSet-Cookie x=y.png"),
        ("a\x00.png", "a.png"),
        ("a\x00b.exe", "ab.exe.png"),
        ("in\u200bvoi\ufeffce.png", "invoice.png"),
        ("gpj.\u202eexe.png", "gpj.exe.png"),
        ("photo\u202egnp.exe", "photognp.exe.png"),
        ("\ud800a.png", "a.png"),
        ("CON", "_CON.png"),
        ("con.txt.png", "_con.txt.png"),
        ("NUL.png", "_NUL.png"),
        ("lpt1", "_lpt1.png"),
        ("page.html", "page.html.png"),
        ("a.png.exe", "a.png.exe.png"),
        (".png", "file.png"),
        ("...", "file.png"),
        ("", "file.png"),
        ("/", "file.png"),
        ('<a href="x">|?*.png', "a href=x.png"),
        ("  a   b .png ", "a b.png"),
    ],
)
def test_A23_a_name_is_one_honest_segment(given: str, shown: str) -> None:  # noqa: N802
    assert clean(given, "image/png") == shown


@pytest.mark.parametrize("given", ["x" * 10_000 + ".png", "多" * 300 + ".png", "😀" * 255])
def test_A23_a_long_name_keeps_its_ending(given: str) -> None:  # noqa: N802
    found = clean(given, "image/png")
    assert found.endswith(".png")
    assert len(found.encode()) <= MOST_BYTES + 4


def test_a_name_cannot_leave_its_header() -> None:
    header = disposition('a"; x=灯\\%.png', inline=False)
    assert header == (
        "attachment; filename=\"a_; x=___.png\"; filename*=UTF-8''a%22%3B%20x%3D%E7%81%AF%5C%25.png"
    )


def test_only_what_shows_and_never_runs_is_shown_in_place() -> None:
    shown = {kind for kind, about in KINDS.items() if about.inline}
    assert shown == {
        kind for kind in KINDS if kind.split("/")[0] in {"image", "audio", "video"}
    } | {"application/pdf"}
    assert File(new_id(), "a", "text/html", 1).kind.inline is False
