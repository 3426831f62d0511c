"""What goes out by mail without a person's having decided on it serves nobody to write to others."""

from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from chalicelib.channels.outward import outbound_of
from chalicelib.conversations.model import AuthorKind, Status
from chalicelib.core.errors import Invalid
from chalicelib.core.values import replace
from chalicelib.customers.allowance import DAY, HOUR, UNASKED
from chalicelib.inboxes.model import Inbox
from tests.delivery.channels import Talk
from tests.delivery.cloud import Cloud, standing
from tests.delivery.forms import Formed
from tests.delivery.mailing import Mailed
from tests.delivery.test_continuing import EMAIL, Left, letter, words_of

VICTIM, LURE = "victim@else.example", "BUY http://evil.example/"
AN_HOUR, A_DAY = (quota.most for quota in UNASKED)


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with standing() as made:
        made.clock.advance(DAY - made.clock().timestamp() % DAY + 1)
        yield made


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def failed(mailed: Mailed) -> list[str]:
    """Why what the bot said has not gone out."""
    with mailed.agent.open():
        talks = mailed.cloud.house.conversations
        every = [
            message
            for head in mailed.heads()
            for message in talks.history(mailed.agent, conversation=head.id, after=0).messages
        ]
    return [each.delivery.code for each in every if each.delivery and each.delivery.code]


@pytest.mark.attack("A18")
@pytest.mark.parametrize("dmarc", ["FAIL", "GRAY"])
def test_the_bot_answers_no_mail_that_nobody_vouches_for(cloud: Cloud, dmarc: str) -> None:
    mailed = Mailed(cloud, bot=True)
    for n in range(4):
        mailed.arrives(mailed.letter(f"{LURE} {n}", From=VICTIM), dmarc=dmarc)
        mailed.settle()

    assert (mailed.ses.sent, failed(mailed)) == ([], [])  # nor did it try
    assert Status.BOT not in {head.status for head in mailed.heads()}


@pytest.mark.attack("A18")
def test_the_bot_answers_no_form_not_even_one_that_was_set_to_it_once(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Invalid):
        Formed(cloud, {"bot": True})
    monkeypatch.setattr(Inbox, "has_bot", True)
    formed = Formed(cloud)
    with formed.agent.open():
        cloud.house.merchants.change(formed.agent, version=1, values={"bot_on": True})
    for n in range(3):
        formed.send(fields={"email": VICTIM, "message": f"{LURE} {n}"})
        formed.settle()

    assert (formed.mailed.ses.sent, failed(formed.mailed)) == ([], [])
    assert Status.BOT not in {head.status for head in formed.heads()}


@pytest.mark.attack("A18")
def test_the_bot_answers_where_a_mail_came_from_and_quotes_nobody(cloud: Cloud) -> None:
    mailed = Mailed(cloud, bot=True)
    mailed.arrives(mailed.letter(LURE, From="me@evil.example", Reply_To=VICTIM))
    mailed.settle()

    (sent,) = mailed.ses.sent
    assert sent["Destination"] == {"ToAddresses": ["me@evil.example"]}
    assert "evil.example" not in text_of(mailed.ses.letters[0])


@pytest.mark.attack("A18")
def test_an_address_has_so_many_letters_of_bots_from_all_merchants_together(cloud: Cloud) -> None:
    ours, theirs = Mailed(cloud, bot=True), Mailed(cloud, bot=True)
    ours.use_ses()
    for n in range(AN_HOUR):
        for mailed in (ours, theirs):
            mailed.arrives(mailed.letter(f"hello {n}", From=f"li+{n}@guest.example"))
            mailed.settle()

    assert len(ours.ses.sent) == AN_HOUR
    assert failed(ours) + failed(theirs) == ["enough_letters"] * AN_HOUR

    cloud.clock.advance(HOUR)
    ours.arrives(ours.letter("hello again", From="li@guest.example"))
    ours.settle()
    assert len(ours.ses.sent) == AN_HOUR + 1


def test_a_person_s_answers_are_not_counted(cloud: Cloud) -> None:
    mailed = Mailed(cloud)
    mailed.arrives(mailed.letter("hello"))
    mailed.settle()
    talk = Talk(mailed, asks=False)
    talk.answers(*(f"answer {n}" for n in range(A_DAY + 1)))

    assert talk.states() == ["sent"] * (A_DAY + 1)
    assert "> hello" in text_of(mailed.ses.letters[0])


@pytest.mark.attack("A18")
def test_a_continued_letter_holds_no_word_of_who_typed_the_address(cloud: Cloud) -> None:
    left = Left(cloud)
    left.answers("It left on Monday.")
    (mail,) = left.waits()

    assert "Where is my parcel?" not in words_of(mail)
    assert str(letter(mail)["to"]) == EMAIL  # and not how they call themselves


@pytest.mark.attack("A18")
def test_continued_letters_beyond_the_count_wait_and_then_hold_what_was_missed(
    cloud: Cloud,
) -> None:
    left = Left(cloud)
    for n in range(11):
        left.answers(f"answer {n}")
        left.waits()
    assert len(left.mails) == AN_HOUR

    cloud.clock.advance(HOUR - 11 * 301)
    left.waits()
    assert len(left.mails) == AN_HOUR + 1
    said, _, _ = words_of(left.mails[-1]).partition("\n\nAnswer this mail")
    assert said.split("\n\n") == [f"answer {n}" for n in range(AN_HOUR, 11)]


@pytest.mark.attack("A18")
def test_the_bot_and_letters_of_the_widget_count_together(cloud: Cloud) -> None:
    left = Left(cloud)
    for _ in range(AN_HOUR):
        cloud.house.allowance.wait_for(EMAIL.upper(), *UNASKED)
    left.answers("It left on Monday.")
    assert left.waits() == []

    cloud.clock.advance(HOUR)
    assert len(left.waits()) == 1


@pytest.mark.attack("A18")
def test_a_letter_waits_for_room_for_a_day_at_most(cloud: Cloud) -> None:
    left = Left(cloud)
    left.answers("It left on Monday.")
    cloud.clock.advance(301)
    for _ in range(26):
        for _ in range(AN_HOUR):
            cloud.house.allowance.wait_for(EMAIL, *UNASKED)
        cloud.house.run_due(lambda: True)
        cloud.clock.advance(HOUR)

    assert left.waits() == []


@pytest.mark.attack("A18")
def test_a_letter_goes_where_it_was_counted_whatever_is_typed_meanwhile(cloud: Cloud) -> None:
    left = Left(cloud)
    left.answers("It left on Monday.")
    left.is_due()
    with left.agent.open():
        customer = left.visitor.caller.id
        version = cloud.house.customers.known(left.agent, customer_id=customer).version
        cloud.house.profiles.change(
            left.agent, customer_id=customer, version=version, values={"email": VICTIM}
        )
    left.mailed.settle()

    assert [each.to for each in left.mails] == [EMAIL]


REPORT = """From: complaints@email-abuse.amazonses.com
To: x
Subject: complaint
Message-ID: <arf@amazonses.com>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is
--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: x/1
Version: 1
Original-Rcpt-To: <{to}>

--b
Content-Type: message/rfc822

Message-ID: {name}

words
--b--
"""


@pytest.mark.parametrize("by", ["ses", "us"])
def test_a_complaint_of_a_continued_letter_stops_the_next(cloud: Cloud, by: str) -> None:
    left = Left(cloud)
    left.answers("It left on Monday.")
    (mail,) = left.waits()
    given = "<captured00000001@eu-west-1.amazonses.com>"
    name = given if by == "ses" else str(letter(mail)["message-id"])
    report = REPORT.format(to=EMAIL, name=name).replace("\n", "\r\n")
    left.mailed.arrives(report.encode())
    left.mailed.settle()
    left.answers("And again")

    assert len(left.waits()) == 1
    assert all("delivery" not in each for each in left.reads(left.agent))


def test_a_letter_that_cannot_hold_all_says_that_there_is_more(cloud: Cloud) -> None:
    left = Left(cloud)
    words = "长" * 8_000  # the longest message, 24 KB of it
    left.answers(*(f"{n} {words}" for n in range(6)))
    (mail,) = left.waits()

    said = words_of(mail)
    assert [f"{n} 长" in said for n in range(6)] == [True] * 4 + [False] * 2
    assert "There is more than one letter holds." in said
    assert len(mail.raw) < 1_000_000


def test_a_letter_of_more_than_it_looks_at_says_so_too(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.conversations.reminding.PAGE", 1)
    left = Left(cloud)
    left.answers(*(f"answer {n}" for n in range(5)))
    (mail,) = left.waits()

    said, _, _ = words_of(mail).partition("\n\nThere is more than one letter holds.")
    assert said.split("\n\n") == [f"answer {n}" for n in range(4)]


@pytest.mark.attack("A19")
@pytest.mark.parametrize(
    ("authors", "says_so"),
    [("bb", True), ("ba", False), ("ab", False), ("aa", False)],
)
def test_a_letter_says_that_it_is_a_machine_s_where_all_of_it_is(
    cloud: Cloud, authors: str, *, says_so: bool
) -> None:
    left = Left(cloud)
    left.answers(*(f"answer {n}" for n in range(len(authors))))
    with left.agent.open():
        house, to = left.house, left.conversation
        head = house.conversations.get(left.agent, conversation=to)
        every = house.conversations.history(left.agent, conversation=to, after=0).messages
        said = [each for each in every if each.text.startswith("answer")]
        kinds = {"a": AuthorKind.AGENT, "b": AuthorKind.BOT}
        by = [
            replace(m, author=replace(m.author, kind=kinds[a]))
            for m, a in zip(said, authors, strict=True)
        ]
        told = house.letters.continued(left.agent, head, by, outbound_of(head, by[0], EMAIL))

    assert told.data["purpose"] == ("bot" if says_so else "answer")
