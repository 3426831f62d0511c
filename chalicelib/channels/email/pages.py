"""The words of a mail of ours, as text and as HTML: the answer, who gives it, files to fetch, what is answered."""

import re
from collections.abc import Sequence
from html import escape

from chalicelib.channels.email.draft import Brand, Draft, File, Quoted
from chalicelib.channels.model import plain
from chalicelib.core.plain import one_line

MOST_TEXT = 200_000
MOST_QUOTED, MOST_QUOTED_LINES = 4_000, 80
_LINK = re.compile(r"https?://[^\s<>\"'，。；）]{1,2000}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_WORDS = {
    "zh": ("在 {date}，{author} 写道：", "%Y年%m月%d日 %H:%M", "附件：", "客户"),
    "en": ("On {date}, {author} wrote:", "%Y-%m-%d at %H:%M", "Files:", "customer"),
}


def as_text(draft: Draft, linked: Sequence[File]) -> str:
    parts = [_body(draft)]
    if linked:
        lines = (
            f"{one_line(file.name)} ({_size(file.size)})\n{one_line(file.url)}" for file in linked
        )
        parts.append("\n".join((_words(draft)[2], *lines)))
    parts.append("-- \n" + "\n".join(_signed(draft)))
    if draft.quoted:
        lines = (f"> {line}".rstrip() for line in _quoted(draft.quoted))
        parts.append("\n".join((_heading(draft, draft.quoted), "", *lines)))
    return "\n\n".join(parts) + "\n"


def as_html(draft: Draft, linked: Sequence[File]) -> str:
    grey = "color:#6b7280;font-size:13px"
    parts = [_paragraphs(_body(draft))]
    if linked:
        rows = "".join(
            f'<li><a href="{escape(one_line(file.url))}">{escape(one_line(file.name))}</a> ({_size(file.size)})</li>'
            for file in linked
        )
        parts.append(f"<p>{escape(_words(draft)[2])}</p><ul>{rows}</ul>")
    parts.append(f'<p style="{grey}">{"<br>".join(map(escape, _signed(draft)))}</p>')
    quoted = _quoted_html(draft, draft.quoted) if draft.quoted else ""
    frame = f"max-width:640px;border-top:3px solid {_accent(draft.brand)};padding-top:16px"
    language = "zh-Hans" if _language(draft) == "zh" else "en"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"></head>'
        '<body style="margin:0;padding:16px;font-family:sans-serif;font-size:15px;line-height:1.6">'
        f'<div style="{frame}">{"".join(parts)}</div>{quoted}</body></html>'
    )


def _language(draft: Draft) -> str:
    return "zh" if draft.locale.lower().startswith("zh") else "en"


def _words(draft: Draft) -> tuple[str, str, str, str]:
    return _WORDS[_language(draft)]


def _body(draft: Draft) -> str:
    return plain(draft.text, MOST_TEXT)


def _signed(draft: Draft) -> list[str]:
    """Who writes, for whom, and the merchant's own lines; nothing twice."""
    signature = [one_line(line) for line in draft.brand.signature.split("\n")]
    lines = [one_line(draft.agent), one_line(draft.brand.name), *signature]
    return list(dict.fromkeys(filter(None, lines)))


def _heading(draft: Draft, quoted: Quoted) -> str:
    heading, moment, _, somebody = _words(draft)
    author = one_line(quoted.author)[:80] or somebody
    return heading.format(date=quoted.at.strftime(moment), author=author)


def _quoted(quoted: Quoted) -> list[str]:
    return plain(quoted.text, MOST_QUOTED).split("\n")[:MOST_QUOTED_LINES]


def _quoted_html(draft: Draft, quoted: Quoted) -> str:
    edge = "margin:0;padding-left:12px;border-left:2px solid #d1d5db;color:#6b7280"
    words = _paragraphs("\n".join(_quoted(quoted)))
    heading = escape(_heading(draft, quoted))
    return f'<div class="gmail_quote"><p>{heading}</p><blockquote style="{edge}">{words}</blockquote></div>'


def _paragraphs(text: str) -> str:
    """Lines as they were written; an address in them can be followed."""
    blocks = re.split(r"\n{2,}", text)
    return "".join(f"<p>{_linked(block)}</p>" for block in blocks if block.strip())


def _linked(block: str) -> str:
    pieces, at = [], 0
    for found in _LINK.finditer(block):
        url = escape(found[0].rstrip(".,;:!?)"))
        pieces += [escape(block[at : found.start()]), f'<a href="{url}">{url}</a>']
        at = found.start() + len(found[0].rstrip(".,;:!?)"))
    return "".join([*pieces, escape(block[at:])]).replace("\n", "<br>")


def _accent(brand: Brand) -> str:
    return brand.accent if _COLOUR.fullmatch(brand.accent) else Brand("").accent


def _size(size: int) -> str:
    return f"{max(1, round(size / 1024))} KB" if size < 1024 * 1024 else f"{size / 1024**2:.1f} MB"
