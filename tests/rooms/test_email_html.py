"""A mail's HTML: what of it is shown, what of it is read, and that no page of it takes long."""

import re
import time
from html.parser import HTMLParser

import pytest

from chalicelib.channels.email.elements import KNOWN
from chalicelib.channels.email.html import ATTRIBUTES, MOST, MOST_SHOWN, shown
from chalicelib.channels.email.markup import DEEPEST, MOST_FORMATS, written
from chalicelib.channels.email.words import words_of

EVIL = "alert(1)"


class Read(HTMLParser):
    """Every element and attribute that a browser would find, and how deep."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.depth = self.deepest = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in {"br", "col", "hr", "img"}:
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1


# --- nothing of it runs or fetches

HOSTILE = [
    "<script>alert(1)</script>",
    "<ScRiPt src=https://x.example/a.js></sCrIpT>",
    "<scr<script>ipt>alert(1)</script>",
    "<script/x>alert(1)</script >",
    "<script>alert(1)",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror = 'alert(1)'/>",
    "<p onclick=alert(1) onmouseover\n=\nalert(1)>x</p>",
    "<body onload=alert(1)>x",
    "<details open ontoggle=alert(1)>x</details>",
    "<div style='x' onpointerenter=\"alert(1)\">x</div>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' jAvAsCrIpT:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java&#10;script&colon;alert(1)'>x</a>",
    "<a href='&#x6a;avascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='vbscript:alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='/console/logout'>x</a><a href='//x.example'>y</a><a href='?x'>z</a>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<img src='javascript:alert(1)'>",
    "<img src=/v1/conversations>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><p><style><img src=x onerror=alert(1)></style>",
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math href='javascript:alert(1)'>x</math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><img src=x onerror=alert(1)></template>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>",
    "<xmp><img title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<p style='background:url(https://x.example/p)'>x</p>",
    "<p style='background-image:URL (\"https://x.example/p\")'>x</p>",
    "<p style='color:\\75rl(https://x.example/p)'>x</p>",
    "<p style='width:expression(alert(1))'>x</p>",
    "<p style='background-color:red;position:fixed;top:0;z-index:9'>x</p>",
    "<style>@import 'https://x.example/a.css'; p{background:url(x)}</style>",
    "<link rel=stylesheet href=https://x.example/a.css>",
    "<meta http-equiv=refresh content='0;url=https://x.example'>",
    "<base href=https://x.example/>",
    "<form action=https://x.example><input name=p><button>x</button></form>",
    "<iframe src=https://x.example></iframe>",
    "<object data=https://x.example></object><embed src=https://x.example>",
    "<video src=https://x.example poster=https://x.example/p></video>",
    "<audio src=https://x.example><source src=https://x.example></audio>",
    "<table background=https://x.example/p><tr><td background=https://x.example/p>x",
    "<img srcset='https://x.example/p 2x' lowsrc=https://x.example/p>",
    "<input type=image src=https://x.example/p>",
    "<a href=https://x.example ping=https://x.example/p>x</a>",
    "<p id=x class=y name=z contenteditable autofocus tabindex=1>x</p>",
    '<img src="a" title=\'"><img src=x onerror=alert(1)>\'>',
    "<img src='held:x' alt=' src=\"held:https://x.example\"'>",
]
ATTRIBUTES_OUT = {name: {*ATTRIBUTES["*"], *ATTRIBUTES.get(name, ())} for name in KNOWN}
ATTRIBUTES_OUT["img"] = (ATTRIBUTES_OUT["img"]) | {"data-held"}
ATTRIBUTES_OUT["a"] = ATTRIBUTES_OUT["a"] | {"rel"}


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_that_runs_or_fetches_is_left(html: str) -> None:
    for tag, attributes in Read(shown(f"<p>before</p>{html}").html).found:
        assert tag in KNOWN
        assert set(attributes) <= ATTRIBUTES_OUT[tag]
        assert re.match(r"(?:https?|mailto|tel|cid):|\Z", attributes.get("href") or "")
        assert re.match(r"cid:|\Z", attributes.get("src") or "")
        assert not re.search(r"url|expression|position|\\", attributes.get("style") or "")


@pytest.mark.parametrize("html", HOSTILE)
def test_what_is_shown_is_the_same_when_it_is_cleaned_again(html: str) -> None:
    once = shown(html).html.replace("data-held", "src")
    again = shown(once).html.replace("data-held", "src")
    assert again == once


def test_a_link_goes_where_it_says_and_tells_nothing() -> None:
    clean = shown("<a href='https://shop.example/o?id=1&amp;x=2' target=_blank>order</a>").html
    assert clean == (
        '<a href="https://shop.example/o?id=1&amp;x=2" rel="noopener noreferrer nofollow">order</a>'
    )


def test_remote_images_wait_until_somebody_asks_and_the_mails_own_are_named() -> None:
    got = shown(
        "<img src=' HTTPS://t.example/p.gif?u=1&amp;v=2' alt='a > b' width=1>"
        "<img src='cid:logo@shop'><img src=CID:second><img src='cid:logo@shop'><img src='/x'>"
    )
    held, *own, none = [attributes for _, attributes in Read(got.html).found]
    assert held == {"data-held": "HTTPS://t.example/p.gif?u=1&v=2", "alt": "a > b", "width": "1"}
    assert [each["src"] for each in own] == ["cid:logo@shop", "cid:second", "cid:logo@shop"]
    assert none == {}
    assert (got.held, got.cids) == (1, ("logo@shop", "second"))


def test_an_ordinary_mail_looks_as_it_was_written() -> None:
    html = (
        '<div style="font-size:14px"><h2>退款</h2><p>您好，<b>订单</b> &lt;1042&gt;</p>'
        '<table border="1"><tbody><tr><td colspan="2">茶叶</td></tr></tbody></table>'
        "<ul><li>一</li><li>二</li></ul><blockquote>原文</blockquote></div>"
    )
    assert shown(html).html == html


def test_ends_that_nobody_writes_are_understood() -> None:
    html = "<table><tr><td><p>one<p>two<td>three<tr><td>four</table><ul><li>a<li>b</ul>"
    assert shown(html).html == (
        "<table><tbody><tr><td><p>one</p><p>two</p></td><td>three</td></tr>"
        "<tr><td>four</td></tr></tbody></table><ul><li>a</li><li>b</li></ul>"
    )


# --- its words


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>你好，</p><p>谢谢&nbsp;！</p>", "你好，\n\n谢谢 ！"),
        ("a<br>b<BR/>c", "a\nb\nc"),
        ("<div>a <b>b</b>\n c</div>", "a b c"),
        ("<td>x</td>5 &lt; 6 &amp; 5 < 6", "x5 < 6 & 5 < 6"),
        ("<tr><td>x<table><tr><td>a</td><td>b</td></tr></table>", "x\n\na b"),
        ("<pre>a\n b\r\nc</pre>", "a\nb\nc"),
        ("<style>p{}</style><title>t</title><script>x</script>words", "words"),
        ("yes<!-- no --><![if !mso]>, yes<![endif]><?xml no?>", "yes, yes"),
        ("<p title='a>b'>x</p><p title=it's>y</p>", "x\n\ny"),
        ("<blockquote>old<br>older</blockquote>new", "> old\n> older\nnew"),
        (
            'new<div class="gmail_quote"><div>On … wrote:</div>old</div>',
            "new\n\n> On … wrote:\n> old",
        ),
        ("<p>never closed <b>bold", "never closed bold"),
        ("", ""),
        ("&#0;&#xD800;&bogus; x", "\ufffd\ufffd&bogus; x"),
    ],
)
def test_words_are_read_in_lines_with_quotes_marked(html: str, words: str) -> None:
    assert words_of(html) == words


# --- bombs: each as long as what is looked at

BOMBS = {
    "elements a hundred thousand deep": "<div>",
    "ends that end nothing between them": "<div></x>",
    "ends within comments": "<div><!--</div>-->",
    "ends within values": '<div title="</div>">',
    "ends within a field": "<div><textarea></div></textarea>",
    "cells within drawings": "<svg><td>",
    "formats that every paragraph opens again": "".join(f"<font size={n}>" for n in range(400))
    + "<p>x" * (MOST // 5),
    "formats between the cells": "<table>"
    + "".join(f"<font size={n}>" for n in range(400))
    + "<td>x</td>y" * (MOST // 12),
    "links": "<a href=x>",
    "links within links": "<a><p>",
    "bold without end": "<b>",
    "tables within tables": "<table><tr><td>",
    "tables without cells": "<table>",
    "lists": "<ul><li>",
    "quotes": "<blockquote>",
    "ends alone": "</p>",
    "an element of many attributes": "<p " + "a=1 " * MOST,
    "values without an end": "<a href='\"",
    "comments without an end": "<!--",
    "declarations without an end": "<!",
    "brackets": "<",
    "references": "&",
    "longer references": "&#x1;",
    "spaces": " ",
    "spaces within an element": "<p" + " " * MOST,
    "equals signs": "<p a" + " =" * MOST,
    "styles": f'<p style="{"color:red;" * 1_000}">',
    "scripts without an end": "<script>",
}


# Those that filled a machine, or an hour, before the elements were counted.
WORST = ("formats that every paragraph opens again", "ends that end nothing between them")


def _burst(bomb: str, length: int) -> float:
    html = (bomb * (length // len(bomb) + 1))[:length]
    begun = time.process_time()
    assert len(shown(html).html) <= MOST_SHOWN
    assert len(words_of(html)) <= MOST
    return time.process_time() - begun


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_no_html_takes_long_or_becomes_large(bomb: str) -> None:
    """Ten times what the slowest takes on a quiet machine."""
    assert _burst(bomb, 20_000) < 1


@pytest.mark.parametrize("name", WORST)
def test_not_even_a_third_of_what_is_looked_at_takes_long(name: str) -> None:
    assert _burst(BOMBS[name], MOST // 3) < 7


def test_what_is_too_deep_keeps_its_words() -> None:
    assert words_of(f"{'<div>' * 90_000}words") == "words"
    assert Read(written(f"{'<div>' * 1_000}words", MOST)).deepest == DEEPEST
    assert Read(written(f"{'<b>' * 1_000}words", MOST)).deepest == MOST_FORMATS
    assert words_of("x" * 1_000_000) == "x" * MOST
