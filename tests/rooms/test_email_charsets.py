"""Charsets as they are in Chinese mail: wrongly named, unnamed, unknown."""

import pytest

from chalicelib.channels.email.charsets import codec_of, decoded

LETTER = "你好，我上周买的茶叶还没有收到，请帮我查一下物流，谢谢！"
TRADITIONAL = "你好，我上週買的茶葉還沒有收到，請幫我查一下物流，謝謝！"


@pytest.mark.parametrize(
    ("text", "written", "declared"),
    [
        pytest.param("镕基", "gbk", "gb2312", id="GBK that is called GB2312"),
        pytest.param("㐂𠮷", "gb18030", "gb2312", id="GB18030 that is called GB2312"),
        pytest.param("㐂𠮷", "gb18030", "GBK", id="GB18030 that is called GBK"),
        pytest.param("唔該，喺邊度", "big5hkscs", "big5", id="Hong Kong's signs, called Big5"),
        pytest.param("café", "cp1252", "iso-8859-1", id="Windows, called Latin"),
        pytest.param("①こんにちは", "cp932", "shift_jis", id="Windows, called Shift-JIS"),
        pytest.param("こんにちは", "iso-2022-jp", "ISO-2022-JP", id="a charset of seven bits"),
        pytest.param(LETTER, "utf-8", "utf-8;format=flowed", id="a parameter within the name"),
        pytest.param(LETTER, "utf-8", '"UTF-8"', id="quoted twice"),
        pytest.param(LETTER, "utf-8", "x-unknown-9", id="UTF-8 that is called something else"),
        pytest.param(LETTER, "gb18030", "x-unknown-9", id="GB18030 that is called something else"),
        pytest.param(LETTER, "gb18030", "", id="GB18030 without a name"),
        pytest.param(LETTER, "gb18030", "us-ascii", id="GB18030 that is called ASCII"),
        pytest.param(LETTER, "gb18030", "utf-8", id="GB18030 that is called UTF-8"),
        pytest.param(TRADITIONAL, "big5hkscs", "", id="Big5 without a name"),
        pytest.param("您好", "gb18030", "", id="two signs, without a name"),
        pytest.param("我想退貨", "big5hkscs", "", id="four signs in Big5, without a name"),
    ],
)
def test_a_text_is_read_as_it_was_written(text: str, written: str, declared: str) -> None:
    assert decoded(text.encode(written), declared, locale="zh") == text


@pytest.mark.parametrize(
    "declared", ["utf-7", "UTF7", "x-user-defined", "base64", "rot13", "a" * 99]
)
def test_what_is_no_charset_of_ours_is_not_believed(declared: str) -> None:
    assert codec_of(declared) == ""
    assert decoded(b"+ADw-script+AD4-", declared) == "+ADw-script+AD4-"


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\xfd", b"\x80" * 50_000, bytes(range(256))])
def test_any_bytes_become_text(data: bytes) -> None:
    for declared in ("", "utf-8", "gb2312", "big5", "utf-16", "hz"):
        assert isinstance(decoded(data, declared), str)
