"""Mail as it should not be: of nobody, of two at once, under a name that is taken, with a report beside its words."""

from contextlib import suppress
from itertools import count

import pytest

from chalicelib.channels.mailing import MOST_INBOXES
from chalicelib.conversations.model import Message
from tests.delivery.channels import Talk
from tests.delivery.cloud import Cloud, Died, standing
from tests.delivery.mailing import DOMAIN, Mailed

BODY = b"To: x\r\nSubject: hi\r\nMessage-ID: <q@else.example>\r\n\r\nhello\r\n"


def talking(mailed: Mailed, **headers: str) -> Talk:
    """A customer has asked, and was answered."""
    talk = mailed.begun(**headers)
    talk.answers("done")
    return talk


def signed(mailed: Mailed) -> str:
    return str(mailed.ses.letters[0]["reply-to"])


def said(mailed: Mailed) -> list[str]:
    return sorted(text for head in mailed.heads() for text in mailed.texts(head.id))


def last(mailed: Mailed, conversation: str) -> Message:
    with mailed.agent.open():
        found = mailed.cloud.house.conversations.history(
            mailed.agent, conversation=conversation, after=0
        )
    return [each for each in found.messages if each.text][-1]


# --- of nobody

NOBODY = [
    b"",
    b"From: <>\r\n",
    b"From: MAILER-DAEMON (Mail Delivery System)\r\n",
    b"From: =?utf-8?q?a=40b=2Ec?=\r\n",
]


@pytest.mark.parametrize(
    ("head", "source"), [*((each, "") for each in NOBODY), (b"", "postmaster")]
)
def test_a_mail_of_nobody_is_kept_wakes_nobody_and_cannot_be_answered(
    cloud: Cloud, head: bytes, source: str
) -> None:
    mailed = Mailed(cloud, bot=True)
    mailed.arrives(head + BODY, source=source)
    mailed.settle()

    assert (said(mailed), mailed.ses.sent) == (["hello"], [])
    talk = Talk(mailed, asks=False)
    talk.answers("who are you?")
    assert (talk.states(), mailed.ses.sent) == (["failed"], [])


@pytest.mark.parametrize("head", [NOBODY[0], NOBODY[2]])
def test_nobody_who_holds_the_signed_address_is_a_guest(cloud: Cloud, head: bytes) -> None:
    mailed = Mailed(cloud)
    talk = talking(mailed)
    mailed.arrives(head + BODY, signed(mailed), source="")
    mailed.settle()

    message = last(mailed, talk.conversation)
    assert (message.text, message.extra.source.get("guest")) == ("hello", True)
    assert message.author.name not in {"", "张三"}


def test_two_mails_of_nobody_are_of_two_and_neither_waits_for_the_other(cloud: Cloud) -> None:
    mailed = Mailed(cloud)
    groups = []

    def crossing(when: str, _service: str, operation: str, params: object) -> None:
        if (when, operation) == ("before", "SendMessage"):
            assert isinstance(params, dict)
            groups.append(params["MessageGroupId"])

    with cloud.aws.crossed_by(crossing):
        for n in range(2):
            mailed.arrives(BODY.replace(b"<q@", f"<q{n}@".encode()), source="")
    mailed.settle()

    assert len(set(groups)) == 2
    assert len({head.customer for head in mailed.heads()}) == 2


def test_an_address_that_grows_when_it_is_composed_is_none(cloud: Cloud) -> None:
    """Each of these signs is three, once it is in the one form in which it is kept."""
    mailed = Mailed(cloud)
    local = "\N{MUSICAL SYMBOL EIGHTH NOTE}" * 200
    mailed.arrives(f"From: <{local}@else.example>\r\n".encode() + BODY, source="")
    mailed.settle()

    assert said(mailed) == ["hello"]


# --- of several at once


@pytest.mark.parametrize(
    "head",
    [
        b"From: victim@good.example\r\nFrom: eve@evil.example\r\n",
        b"From: undisclosed:;\r\nSender: victim@good.example\r\n",
    ],
)
def test_nobody_is_proved_by_a_mail_of_two(cloud: Cloud, head: bytes) -> None:
    mailed = Mailed(cloud)
    mailed.arrives(head + BODY)
    mailed.settle()

    (conversation,) = mailed.heads()
    assert last(mailed, conversation.id).extra.source["unproved"]
    with mailed.agent.open():
        known = cloud.house.identities.of(mailed.agent, customer_id=conversation.customer)
    assert [each.verified for each in known] == [False]


# --- with a report beside its words


@pytest.mark.parametrize("answers", [False, True])
def test_words_beside_somebody_s_report_are_words(cloud: Cloud, answers: bool) -> None:
    mailed = Mailed(cloud)
    talk = talking(mailed)
    name = str(mailed.ses.letters[0]["message-id"]).encode()
    mailed.arrives(
        b"From: zhang@corp.example\r\nTo: x\r\nSubject: Fwd: Delivery Status\r\n"
        + (b"In-Reply-To: " + name + b"\r\n" if answers else b"")
        + b"Message-ID: <mine@corp.example>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nMy colleague never got your mail\r\n"
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a.example\r\n\r\n"
        b"Final-Recipient: rfc822; li@firm.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        b"--b\r\nContent-Type: message/rfc822-headers\r\n\r\n"
        b"Message-ID: <0100018f00000001@eu-west-1.amazonses.com>\r\n\r\n--b--\r\n"
    )
    mailed.settle()

    assert "My colleague never got your mail" in said(mailed)
    assert talk.states() == ["sent"]


# --- under a name that is taken


def test_of_two_senders_who_take_one_name_at_once_both_are_heard(cloud: Cloud) -> None:
    """They are in two groups of the queue: the one is kept between the other's look and its writing."""
    mailed = Mailed(cloud)
    for sender in ("a@corp.example", "b@corp.example"):
        raw = mailed.letter(f"from {sender}", From=sender, Message_ID="<same@corp.example>")
        mailed.arrives(raw, source=sender)
    first, second = mailed.jobs()
    crossings = count()

    def crossing(when: str, _service: str, operation: str, _params: object) -> None:
        if (when, operation) == ("before", "TransactWriteItems") and not next(crossings):
            cloud.house.channel_receiving.take(**second)

    with cloud.aws.crossed_by(crossing):
        cloud.house.channel_receiving.take(**first)
    mailed.settle()

    assert said(mailed) == ["from a@corp.example", "from b@corp.example"]


def test_what_another_process_kept_and_left_is_finished_by_who_comes_second(cloud: Cloud) -> None:
    """The same mail by two envelopes at once: whoever wrote it first dies before it has a ticket."""
    mailed = Mailed(cloud)
    mailed.set_to(makes="ticket")
    raw = mailed.letter("broken")
    for source in ("a@corp.example", "b@corp.example"):
        mailed.arrives(raw, source=source)
    first, second = mailed.jobs()
    crossings = count()

    def crossing(when: str, _service: str, operation: str, _params: object) -> None:
        if (when, operation) != ("before", "TransactWriteItems"):
            return
        at = next(crossings)
        if at == 0:
            with suppress(Died):
                cloud.house.channel_receiving.take(**second)
        elif at == 2:  # the second one's message is at 1
            raise Died

    with cloud.aws.crossed_by(crossing):
        cloud.house.channel_receiving.take(**first)

    (head,) = mailed.heads()
    assert (mailed.texts(head.id), bool(head.ticket.id)) == (["broken"], True)


# --- answers, and who is blocked


@pytest.mark.parametrize(
    "asked", ["a@x..example", "z张@邮箱.中国", f"a@{'邮' * 60}.example", "a b@x.example"]
)
def test_where_no_mail_can_be_written_to_the_address_they_asked_for_it_goes_to_their_own(
    cloud: Cloud, asked: str
) -> None:
    mailed = Mailed(cloud)
    raw = f"Reply-To: {asked}\r\n".encode() + mailed.letter("hello")
    mailed.arrives(raw)
    mailed.settle()
    talk = Talk(mailed, asks=False)
    talk.answers("done")

    assert talk.states() == ["sent"]
    assert mailed.ses.sent[0]["Destination"] == {"ToAddresses": ["zhang@corp.example"]}


def test_who_is_blocked_does_not_write_by_somebody_else_s_signed_address(cloud: Cloud) -> None:
    mailed = Mailed(cloud)
    talk = talking(mailed)
    eve = "eve@else.example"
    mailed.arrives(mailed.letter("buy!", From=eve), source=eve)
    mailed.settle()
    customer = next(head.customer for head in mailed.heads() if head.id != talk.conversation)
    with mailed.agent.open():
        cloud.house.blocking.block(mailed.agent, customer_id=customer, reason="spam")
    mailed.arrives(mailed.letter("buy more!", From=eve), signed(mailed), source=eve)
    mailed.settle()

    assert "buy more!" not in said(mailed)


def test_a_mail_to_more_inboxes_than_are_served_says_so_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with standing(loud=True) as cloud:
        mailed = Mailed(cloud)
        with mailed.agent.open(front=True):
            make = cloud.house.inboxes.make
            made = [
                make(mailed.agent, channel="email", name=f"n{n}", settings={})[0]
                for n in range(MOST_INBOXES)
            ]
        to = [mailed.address, *(each.address(DOMAIN) for each in made)]
        mailed.arrives(mailed.letter("all"), *to)
        mailed.settle()

        assert len(mailed.heads()) == MOST_INBOXES
    (line,) = [vars(each) for each in caplog.records if each.msg == "mail to too many inboxes"]
    assert (line["inboxes"], line["recipients"]) == (MOST_INBOXES + 1, MOST_INBOXES + 1)
