"""What comes as HTML is kept as its words; what is text stays as it was."""

import time
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.knowledge.cleaning import clean, has_elements, line
from chalicelib.knowledge.model import MAX_BODY


@pytest.mark.parametrize(
    "text",
    [
        "Ring us: 9–18 h, or write.",
        "a < b and c > d, 3<4, <3, x<=y",
        '=HYPERLINK("http://evil.example")',
        "支持七天无理由退货。\n运费由我们承担。",
        "List<String> is no element, <code> would be one"[:31],
        "R&D &amp; more",
        "😀 👩‍👩‍👧 ＜script＞",
    ],
)
def test_text_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two<br>Three</p>", "One\n\nTwo\nThree"),
        ("<b>Bold</b> and <a href='https://x.example'>link</a>", "Bold and link"),
        ("before<script>alert(1)</script>after", "beforeafter"),
        ("<SCRIPT SRC=//evil.example/x.js></SCRIPT>words", "words"),
        ("<img src=x onerror=alert(1)>words", "words"),
        ("<x-any onpointerover=alert(1)>words</x-any>", "words"),
        ("<svg/onload=alert(1)>words", "words"),
        ("<style>p{}</style><!-- note -->words", "words"),
        ("<iframe src='https://x.example'>x</iframe>words", "words"),
        ("<html><head><title>t</title><body>words</body></html>", "words"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;<b>words</b>", "words"),
        ("<scr<script>ipt>alert(1)</script>words", "scrwords"),
        ("<scr\x00ipt>alert(1)</scr\x00ipt>words", "words"),
        ("words<script>never closed", "words"),
        ("<b>1 &lt; 2</b>", "1 < 2"),
    ],
)
def test_html_leaves_its_words(html: str, text: str) -> None:
    assert clean(html) == text


def test_controls_and_marks_that_turn_the_reading_direction_go() -> None:
    assert clean("a\x00b\x07c\u202ed\u2066e\ufefff\r\ng\rh") == "abcdef\ng\nh"


def test_a_line_has_no_second_one() -> None:
    assert line(" Do <b>you</b>\n ship \t?  ") == "Do you ship ?"


MARKS = [
    "<",
    ">",
    "</",
    "script",
    "b",
    "onload=",
    "x",
    "&lt;",
    "&gt;",
    "&amp;",
    "<!--",
    "-->",
    "<p>",
    "</p>",
    "<script>",
    "</script>",
    "<svg",
    "/",
    "<textarea>\nwords",
    "<?xml",
    "<!doctype",
    "]]>",
    "<![CDATA[",
    "&#60;",
    "'",
    '"',
    "\x00",
    "\ufeff",
]
MARKUP = st.lists(st.sampled_from([*MARKS, " ", "\n", "\u00a0"]), max_size=40).map("".join)


@pytest.mark.attack("A7")
@given(st.one_of(MARKUP, st.text(max_size=80)))
@example("<<b>script>alert(1)</script>")
@example("&amp;lt;b&amp;gt;<p>")
def test_no_element_is_ever_left_and_cleaning_again_changes_nothing(text: str) -> None:
    once = clean(text)

    assert not has_elements(once)
    assert clean(once) == once
    assert len(once) <= max(len(text) * 3, 8)  # composed characters may come apart


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p><![if !supportLists]>1.<![endif]> Tea</p>", "1. Tea"),
        ("<b>a</b><![<![x", "a"),
        ("<b>a</b><!x y='>' b", "a ' b"),
        ("<b>a</b><?php b ?> c", "a c"),
    ],
)
def test_declarations_that_no_parser_reads_leave_the_words(html: str, words: str) -> None:
    assert clean(html) == words


def test_what_is_written_to_take_long_takes_no_time() -> None:
    nested = "x"
    while len(nested) < MAX_BODY:
        nested = nested.replace("&", "&amp;").replace("<", "&lt;") + "<b>"
    marks = (
        "<",
        "<!--",
        "<b ",
        "</b",
        "<x on",
        "&amp;",
        "<script>",
        "<![CDATA[",
        "<?",
        "<!",
        "<![",
    )
    began = time.process_time()
    for text in (nested, *(mark * (MAX_BODY // len(mark)) for mark in marks)):
        assert not has_elements(clean("<p>" + text))

    assert time.process_time() - began < 4


# A7: how scripts are brought in, each in several disguises.
CALL = "alert(1)"
ELEMENTS = (
    "<script>{}</script>",
    "<script src=//evil.example/x.js></script>",
    "<img src=x onerror={}>",
    "<svg onload={}>",
    "<svg><script>{}</script></svg>",
    "<svg><animate onbegin={} attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror={}&gt;'>",
    "<body onpageshow={}>",
    "<iframe src='javascript:{}'></iframe>",
    "<iframe srcdoc='<script>{}</script>'></iframe>",
    "<a href='javascript:{}'>x</a>",
    "<a href='jav&#x09;ascript:{}'>x</a>",
    "<a href='data:text/html,<script>{}</script>'>x</a>",
    "<form action='javascript:{}'><input type=submit>",
    "<object data='javascript:{}'></object>",
    "<embed src='javascript:{}'>",
    "<link rel=stylesheet href='javascript:{}'>",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>",
    "<style>@import 'javascript:{}';</style>",
    "<div style='background:url(javascript:{})'>",
    "<details open ontoggle={}>",
    "<video><source onerror={}></video>",
    "<noscript><p title='</noscript><img src=x onerror={}>'>",
    "<template><script>{}</script></template>",
    "<textarea><script>{}</script></textarea>",
)
DISGUISES: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    str.upper,
    lambda text: text.replace("<", "&lt;").replace(">", "&gt;"),
    lambda text: text.replace("<", "&#60;").replace(">", "&#x3e;"),
    lambda text: text.replace(" ", "\t\n"),
    lambda text: text.replace("<", "<\x00"),
    lambda text: text.replace("<", "<<"),
    lambda text: text.replace(">", ""),
)
VECTORS = [dress(each.format(CALL)) for each in ELEMENTS for dress in DISGUISES]


@pytest.mark.attack("A7")
def test_of_two_hundred_ways_to_bring_a_script_in_none_is_left() -> None:
    assert len(set(VECTORS)) >= 190
    for vector in VECTORS:
        for text in (vector, f"words {vector} words", f'<p title="{vector}">words'):
            assert not has_elements(clean(text)), vector
            assert not has_elements(line(text)), vector
