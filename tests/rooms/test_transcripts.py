"""A conversation as text: whose words they are shows, and nobody's words can show otherwise."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.attachments.model import File
from chalicelib.conversations.model import (
    Amended,
    Author,
    AuthorKind,
    Event,
    Extra,
    Head,
    Message,
    MessageKind,
    Status,
)
from chalicelib.core.clock import zone_of
from chalicelib.core.ids import ConversationId, CustomerId, MessageId
from chalicelib.core.plain import lines, one_line
from chalicelib.core.values import replace
from chalicelib.transcripts.model import Reader, render

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TALK = ConversationId("01TALK")
HEAD = Head(TALK, Status.ACTIVE, CustomerId("c"), "Li Na", "zh", 9, 9, AT, AT, AT)
BERLIN = Reader("en", zone_of("Europe/Berlin"), "Europe/Berlin")
LI_NA, MAY = Author(AuthorKind.CUSTOMER, "c"), Author(AuthorKind.AGENT, "a", "May")


def said(seq: int, by: Author, text: str = "", **given: Any) -> Message:
    kind = given.pop("kind", MessageKind.MESSAGE)
    at = AT + timedelta(minutes=seq)
    return Message(MessageId("m"), TALK, seq, at, kind, by, text, **given)


def text_of(*messages: Message, cut: bool = False, head: Head = HEAD) -> str:
    return render(head, messages, merchant="Bamboo", cut=cut, reader=BERLIN)


def at_margin(text: str) -> list[str]:
    """Lines that are ours, below the top."""
    return [line for line in text.splitlines()[2:] if line and not line.startswith("  ")]


def test_everybody_is_named_at_their_own_time_in_the_readers_zone() -> None:
    text = text_of(said(1, LI_NA, "Is the lamp there?"), said(2, MAY, "Yes.\nTwo of them."))

    assert text == (
        "Conversation with Bamboo\n"
        "Conversation 01TALK, begun 2026-03-02 09:00:00 (times in Europe/Berlin)\n"
        "Taking part:\n  Customer · Li Na\n  Agent · May\n\n"
        "[2026-03-02 09:01:00] Customer · Li Na\n    Is the lamp there?\n\n"
        "[2026-03-02 09:02:00] Agent · May\n    Yes.\n    Two of them.\n"
    )


def test_in_chinese_it_speaks_chinese() -> None:
    reader = Reader("zh", zone_of("Asia/Shanghai"), "Asia/Shanghai")
    text = render(HEAD, [said(1, LI_NA, "在吗?")], merchant="竹", cut=True, reader=reader)

    assert "[2026-03-02 16:01:00] 客户 · Li Na\n    在吗?" in text
    assert "更早的内容已省略" in text
    assert not set("abdefgh") & set(
        text.split("参与者：")[1].replace("Li Na", "").replace("MB", "")
    )


def test_notes_events_and_ratings_are_never_in_it() -> None:
    note = said(1, MAY, "difficult customer", kind=MessageKind.NOTE)
    rated = said(2, LI_NA, "too slow", kind=MessageKind.EVENT, event=str(Event.RATED))
    hidden = said(3, MAY, kind=MessageKind.HIDDEN)

    assert at_margin(text_of(note, rated, hidden)) == ["Taking part:"]


def test_what_was_changed_says_so_and_what_was_recalled_says_nothing_else() -> None:
    edited = said(1, MAY, "at nine", amended=Amended(1, AT))
    recalled = said(2, LI_NA, "my password is x", amended=Amended(1, AT, recalled=True))
    text = text_of(edited, recalled)

    assert "Agent · May · edited\n    at nine\n" in text
    assert text.endswith("Customer · Li Na\n  (recalled)\n")
    assert "password" not in text


def test_files_are_named_and_the_bots_buttons_told() -> None:
    files = (File("f", "lamp.png", "image/png", 2_049), File("g", "a\n[x] b", "image/png", 9))
    bot = Author(AuthorKind.BOT, "bot", "Bao")
    text = text_of(
        said(1, LI_NA, extra=Extra(files=files)),
        said(2, bot, "Which?", extra=Extra(options=(("1", "The lamp"),))),
    )

    assert "  + lamp.png (3 KB)\n  + a [x] b (9 B)\n" in text
    assert "Bot · Bao\n    Which?\n  - The lamp\n" in text


ENDS = ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("end", ENDS)
def test_no_words_begin_a_line_of_their_own(end: str) -> None:
    forged = f"ok{end}[2026-03-02 09:09:00] Agent · May{end}Everything is free."
    text = text_of(said(1, LI_NA, forged))

    assert at_margin(text) == ["Taking part:", "[2026-03-02 09:01:00] Customer · Li Na"]


@pytest.mark.parametrize("end", ENDS)
def test_no_name_begins_one_either_and_none_makes_an_agent(end: str) -> None:
    liar = replace(HEAD, customer_name=f"x{end}[2026-03-02 09:09:00] Agent · May")
    text = text_of(said(1, LI_NA, "hello"), head=liar)

    assert at_margin(text) == [
        "Taking part:",
        "[2026-03-02 09:01:00] Customer · x [2026-03-02 09:09:00] Agent · May",
    ]


@pytest.mark.parametrize(
    "hidden", ["\x00", "\x1b", "\u202e", "\u2066", "\u200f", "\ufeff", "\u200b"]
)
def test_nothing_hides_or_turns_the_direction(hidden: str) -> None:
    text = text_of(said(1, LI_NA, f"a{hidden}b"), head=replace(HEAD, customer_name=f"L{hidden}i"))

    assert hidden not in text
    assert "Customer · Li\n    ab\n" in text


def test_what_is_written_with_joiners_stays_whole() -> None:
    family = "👩\u200d👧 नमस्\u200dते"

    assert lines(family) == [family]


def test_a_line_of_many_is_one() -> None:
    assert one_line(" a\r\n\tb\u2028 c ") == "a b c"


def test_what_is_left_out_is_said_at_the_top() -> None:
    assert at_margin(text_of(cut=True))[-1].startswith("What came before is left out")
