"""What a mail says anew: without the mail that it answers, and without the signature below.

Mail programs quote in a handful of shapes. Each is told by a line, or a block of lines, that a person
does not write by chance; where in doubt everything stays. The whole text is kept beside what is shown.
"""

import re

# A line any longer is nobody's heading, and no pattern is tried on it.
MOST_IN_A_LINE = 400
# How many lines a heading may be wrapped to, and how many a block of headers, a signature may have.
WRAPPED, BLOCK, SIGNATURE = 3, 9, 15
# A text any longer is left as it is.
MOST = 200_000

_MARK = re.compile(r"\s*>")
# `On 23 Nov 2026, Care <care@shop.example> wrote:`, `在 2026年11月23日，客服 写道：`, `… 于2026年…写道：`
_WROTE = re.compile(
    r"(?:on|at)\b.{4,}\bwrote\s*[:：]"
    r"|(?:在|于|於).{4,}(?:写道|寫道|写到|寫到)\s*[:：]"
    r"|.{1,120}?(?:于|於|在)\s*\d{4}.{4,}(?:写道|寫道|写到|寫到)\s*[:：]",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"(?:on|at)\b|.{0,120}?(?:在|于|於)\s*\S|.{0,120}<[^<>\s]+@[^<>\s]+>$", re.IGNORECASE
)
# Who says when somebody wrote names a date, or an address. `On Monday I wrote:` has neither.
_WHEN_OR_WHO = re.compile(r"\d{1,4}\D{1,3}\d{1,2}|<[^<>\s]+@[^<>\s]+>|\S+@\S+\.\S+")
_RULE = re.compile(
    r"[-_—=\s]*(?:original message|original appointment|reply message|原始邮件|原始郵件"
    r"|原邮件|原郵件|邮件原件|郵件原件|回复的原邮件|回复原文|历史邮件)[-_—=\s]*",
    re.IGNORECASE,
)
# Somebody else's mail, sent on: that is what is meant to be read.
_FORWARDED = re.compile(
    r"[-_—\s]*(?:forwarded message|begin forwarded message:?|转发的邮件|轉寄的郵件|转发邮件|轉寄郵件|转发邮件信息)[-_—\s]*",
    re.IGNORECASE,
)
_LINE = re.compile(r"[-_—=]{5,}.*[-_—=]{5,}|[_—-]{20,}")
_SENDER = "from|发件人|發件人|寄件者|寄件人|发信人|发送人"
_WHEN = "sent|date|发送时间|發送時間|发送日期|已发送|时间|日期|寄件日期|發送日期|傳送時間"
_OTHER = "to|cc|subject|收件人|抄送|主题|主題|主旨|收件者|副本|收信人"
_HEADER = re.compile(
    rf"[*\s]*(?:(?P<sender>{_SENDER})|(?P<when>{_WHEN})|(?P<other>{_OTHER}))[*\s]*[:：][*\s]*(?P<said>.*)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"[*\s]*(?:subject|主题|主題|主旨)\b", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"(?:发自|發自|來自|来自)\s*我?的?\s*\S{0,30}(?:iphone|ipad|手机|手機|邮箱|郵箱|邮箱大师|huawei|xiaomi|android|foxmail)\S{0,20}.{0,20}"
    r"|(?:sent from|get outlook for)\s.{1,40}",
    re.IGNORECASE,
)


def fresh(whole: str) -> str:
    """The new part; the whole where nothing would be left, or where answers stand between the quotes."""
    if len(whole) > MOST:
        return whole.strip()
    lines = whole.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_signed_off(lines[: _quote(lines)])).strip() or whole.strip()


def _quote(lines: list[str]) -> int:
    """Where the quote begins; the number of lines if there is none to be cut."""
    last = _last_own(lines)
    mine = False
    for at, line in enumerate(lines):
        marked = _MARK.match(line) is not None
        if mine and marked and at > last:
            return at
        if not marked and (_FORWARDED.fullmatch(line.strip()[:MOST_IN_A_LINE])):
            return len(lines)
        if not marked and _begins(lines, at):
            kept = not mine or _answered_within(lines, at)
            return len(lines) if kept else _without_rule(lines, at)
        mine = mine or bool(line.strip() and not marked)
    return len(lines)


def _last_own(lines: list[str]) -> int:
    """The last line that is neither marked, nor empty, nor a signature."""
    own = (at for at in range(len(lines) - 1, -1, -1) if _is_own(lines[at]))
    return next(own, -1)


def _is_own(line: str) -> bool:
    return bool(line.strip()) and not _MARK.match(line) and not _is_signature(line)


def _begins(lines: list[str], at: int) -> bool:
    line = lines[at].strip()
    if not line or len(line) > MOST_IN_A_LINE or _MARK.match(line):
        return False
    return _is_rule(lines, at) or _wrote(lines, at) or _headers(lines, at)


def _is_rule(lines: list[str], at: int) -> bool:
    """A line of dashes that says so, with something below."""
    line = lines[at].strip().replace("&nbsp;", " ").replace("\u00a0", " ")
    return _RULE.fullmatch(line) is not None and any(each.strip() for each in lines[at + 1 :])


def _wrote(lines: list[str], at: int) -> bool:
    """Wrapped to a few lines or on one; a date or an address in it."""
    if not _BEGINS.match(lines[at].strip()):
        return False
    said = ""
    for line in lines[at : at + WRAPPED]:
        if len(line) > MOST_IN_A_LINE or not line.strip():
            return False
        said = f"{said} {line.strip()}".strip()
        if _WROTE.fullmatch(said):
            return _WHEN_OR_WHO.search(said) is not None
    return False


def _headers(lines: list[str], at: int) -> bool:
    """From whom, with when or about what below. Two names with numbers behind them are none."""
    first = _HEADER.fullmatch(lines[at].strip())
    if first is None or not (first["sender"] or first["when"]):
        return False
    kinds = {"sender"} if first["sender"] else {"when"}
    for line in lines[at + 1 : at + BLOCK]:
        if not line.strip():
            continue
        found = _HEADER.fullmatch(line.strip()[:MOST_IN_A_LINE])
        if found is None:
            break
        kinds |= {kind for kind in ("sender", "when") if found[kind]}
        if _SUBJECT.match(line):
            kinds.add("subject")
    return "sender" in kinds and bool(kinds & {"when", "subject"})


def _answered_within(lines: list[str], at: int) -> bool:
    """Between marked lines, or below them, stand unmarked words: they answer what stands above them."""
    below = lines[at + 1 :]
    marked = next((n for n, line in enumerate(below) if _MARK.match(line)), len(below))
    return _last_own(below) > marked


def _without_rule(lines: list[str], at: int) -> int:
    """A rule or an empty line above the heading belongs to it."""
    while at and (not lines[at - 1].strip() or _LINE.fullmatch(lines[at - 1].strip())):
        at -= 1
    return at


def _signed_off(lines: list[str]) -> list[str]:
    """Without a signature at the end: from `-- ` on, or a telephone's own line."""
    for at in range(len(lines) - 1, max(-1, len(lines) - SIGNATURE), -1):
        if lines[at].rstrip() == "--":
            return lines[:at]
    end = len(lines)
    while end and (not lines[end - 1].strip() or _is_signature(lines[end - 1])):
        end -= 1
    return lines[:end]


def _is_signature(line: str) -> bool:
    return len(line) <= MOST_IN_A_LINE and _SIGNATURE.fullmatch(line.strip()) is not None
