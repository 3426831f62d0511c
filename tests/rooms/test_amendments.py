"""Who may change which words, for how long, and what every reader is shown of it."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.conversations.amendments import (
    MAX_EDITS,
    WINDOWS,
    amended,
    ensure_is_of_now,
    ensure_is_own,
    ensure_may_amend,
    is_done,
)
from chalicelib.conversations.model import (
    Amended,
    Author,
    AuthorKind,
    Event,
    Extra,
    Message,
    MessageKind,
)
from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.core.ids import ConversationId, MessageId
from chalicelib.core.values import replace

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
CUSTOMER = Caller(CallerKind.VISITOR, "C")
AGENT = Caller(CallerKind.PERSON, "A", role="agent")
OTHER = Caller(CallerKind.PERSON, "B", role="agent")
AUTHORS = {CUSTOMER: AuthorKind.CUSTOMER, AGENT: AuthorKind.AGENT}


def message(
    by: Caller = AGENT, kind: MessageKind = MessageKind.MESSAGE, **given: object
) -> Message:
    made = Message(
        MessageId("M"), ConversationId("V"), 7, AT, kind, Author(AUTHORS[by], by.id), "three lamps"
    )
    return replace(made, **given)


@pytest.mark.parametrize("caller", [CUSTOMER, AGENT])
@pytest.mark.parametrize("event", [Event.EDITED, Event.RECALLED])
def test_the_window_ends_to_the_moment(caller: Caller, event: Event) -> None:
    said = message(caller)
    end = AT + WINDOWS[AUTHORS[caller]]

    ensure_may_amend(said, caller, event, end)
    with pytest.raises(Conflict) as refused:
        ensure_may_amend(said, caller, event, end + timedelta(milliseconds=1))
    assert refused.value.extra["rule"] == "window"


def test_nobody_changes_anothers_words() -> None:
    assert ensure_is_own(message(), AGENT)
    with pytest.raises(Forbidden):
        ensure_is_own(message(), OTHER)
    with pytest.raises(Forbidden):
        ensure_is_own(message(), CUSTOMER)


def test_a_note_is_not_there_for_a_visitor() -> None:
    for gone in (None, message(kind=MessageKind.NOTE)):
        with pytest.raises(NotFound) as refused:
            ensure_is_own(gone, CUSTOMER)
        assert refused.value.extra == {"pointer": "/seq", "rule": "exists"}


def test_what_happened_is_not_reworded() -> None:
    with pytest.raises(Conflict):
        ensure_is_own(message(kind=MessageKind.EVENT, event="taken"), AGENT)


def test_a_choice_is_recalled_but_not_reworded() -> None:
    chosen = message(CUSTOMER, extra=Extra(choice="parcel"))

    ensure_may_amend(chosen, CUSTOMER, Event.RECALLED, AT)
    with pytest.raises(Conflict):
        ensure_may_amend(chosen, CUSTOMER, Event.EDITED, AT)


def test_the_versions_of_a_message_are_bounded() -> None:
    often = message(amended=Amended(MAX_EDITS, AT))

    ensure_may_amend(often, AGENT, Event.RECALLED, AT)
    with pytest.raises(Conflict) as refused:
        ensure_may_amend(often, AGENT, Event.EDITED, AT)
    assert refused.value.extra["rule"] == "edits"


def test_what_was_recalled_stays_so() -> None:
    gone = amended(message(), Event.RECALLED, "", AT)

    with pytest.raises(Conflict) as refused:
        ensure_may_amend(gone, AGENT, Event.EDITED, AT)
    assert refused.value.extra["rule"] == "recalled"


def test_an_edit_made_upon_older_words_is_refused() -> None:
    twice = amended(amended(message(), Event.EDITED, "two", AT), Event.EDITED, "one", AT)

    ensure_is_of_now(message(), 0)
    ensure_is_of_now(twice, 2)
    ensure_is_of_now(twice, None)  # as clients of the version before send it
    for older in (0, 1):
        with pytest.raises(Conflict) as refused:
            ensure_is_of_now(twice, older)
        assert refused.value.extra["rule"] == "edited"
    with pytest.raises(Invalid) as never:
        ensure_is_of_now(twice, 3)
    assert never.value.extra == {"pointer": "/edits", "rule": "future"}


def test_asked_for_again_is_done_already() -> None:
    edited = amended(message(), Event.EDITED, "two lamps", AT)
    gone = amended(edited, Event.RECALLED, "", AT)

    assert is_done(edited, Event.EDITED, "two lamps")
    assert not is_done(edited, Event.EDITED, "three lamps")
    assert not is_done(edited, Event.RECALLED, "")
    assert is_done(gone, Event.RECALLED, "")
    assert not is_done(gone, Event.EDITED, "")


def test_nothing_of_what_was_recalled_is_left() -> None:
    full = message(extra=Extra(options=(("a", "A"),), tried={"decision": "x"}, about=3))
    wire = amended(full, Event.RECALLED, "", AT).wire(OTHER)

    assert wire["parts"] == []
    assert wire["recalled_at"] == "2026-03-02T08:00:00.000Z"
    assert not {"tried", "quote", "edited_at"} & set(wire)


def event_about(subject: Message) -> Message:
    data = {"seq": subject.seq} | ({"kind": "note"} if subject.internal else {})
    line = message(kind=MessageKind.EVENT, event=str(Event.EDITED), text="")
    return replace(line, seq=9, extra=Extra(data=data, about=subject.seq), subject=subject)


def test_a_change_brings_the_message_as_it_is_now() -> None:
    changed = amended(message(), Event.EDITED, "two lamps", AT)
    wire = event_about(changed).wire(CUSTOMER)

    assert wire["event"]["data"] == {"seq": 7}
    assert wire["amended"]["seq"] == 7
    assert wire["amended"]["parts"] == [{"type": "text", "text": "two lamps"}]
    assert (wire["amended"]["edits"], wire["amended"]["edited_at"]) == (
        1,
        "2026-03-02T08:00:00.000Z",
    )


def test_the_change_of_a_note_is_as_hidden_as_the_note() -> None:
    changed = amended(message(kind=MessageKind.NOTE), Event.EDITED, "secret", AT)

    assert set(event_about(changed).wire(CUSTOMER)) == {"conversation", "seq", "at", "kind"}
    assert event_about(changed).wire(OTHER)["amended"]["kind"] == "note"


def test_a_quote_shows_a_little_of_the_message_as_it_is_now() -> None:
    long = message(text="多" * 200)
    answer = replace(message(), seq=9, extra=Extra(about=7), subject=long)
    quote = answer.wire(CUSTOMER)["quote"]

    assert (quote["seq"], quote["author"]) == (7, {"kind": "agent", "id": "A"})
    assert quote["text"] == "多" * 40
    gone = replace(answer, subject=amended(long, Event.RECALLED, "", AT)).wire(CUSTOMER)["quote"]
    assert (gone["text"], gone["recalled"]) == ("", True)
