"""Mail in, an agent's answer out, the customer's answer back into the same conversation."""

from email.message import EmailMessage

import pytest
from botocore.exceptions import ReadTimeoutError

from chalicelib.conversations.model import Event
from chalicelib.core.errors import NotFound
from tests.delivery.channels import Talk, pass_time
from tests.delivery.cloud import Cloud
from tests.delivery.mailing import Mailed, refusal


def words_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def answer_to(mailed: Mailed, text: str, **headers: str) -> bytes:
    """As a mail program writes it: to where answers go, below it what it answers."""
    last = mailed.ses.letters[-1]
    quoted = "".join(f"> {line}\n" for line in words_of(last).splitlines())
    names = {"In_Reply_To": "<0100018f00000001@eu-west-1.amazonses.com>"}
    head = "在 2026年11月23日 10:00，May 写道：\n\n"
    return mailed.letter(f"{text}\n\n{head}{quoted}", **{"Subject": "Re: 退款", **names, **headers})


def test_a_mail_is_a_conversation_with_its_subject_and_sender(cloud: Cloud) -> None:
    mailed = Mailed(cloud)
    mailed.begun()

    (head,) = mailed.heads()
    wire = head.wire()
    assert (wire["channel"], wire["subject"], head.customer_name) == ("email", "退款", "张三")
    assert mailed.texts(head.id) == ["我的退款呢？"]


def test_r17_the_same_mail_delivered_five_times_is_one_message(cloud: Cloud) -> None:
    """Again by the same server, and by others: each writes its own trace above the mail."""
    mailed = Mailed(cloud)
    raw = mailed.letter("hello")
    for n in range(5):
        trace = f"Received: from mx{n}.corp.example by us; Tue, 24 Nov 2026 01:0{n}:00 +0000\r\n"
        mailed.arrives((trace.encode() if n > 1 else b"") + raw, name=f"delivery{n % 4}")
        mailed.settle()

    (head,) = mailed.heads()
    assert mailed.texts(head.id) == ["hello"]


def test_r17_the_same_name_with_another_body_is_another_message(cloud: Cloud) -> None:
    mailed = Mailed(cloud)
    for text in ("one", "two"):
        mailed.arrives(mailed.letter(text, Message_ID="<same@corp.example>"))
    mailed.settle()

    assert sorted(text for head in mailed.heads() for text in mailed.texts(head.id)) == [
        "one",
        "two",
    ]


def test_the_answer_goes_out_as_a_letter_and_what_comes_back_threads(cloud: Cloud) -> None:
    mailed = Mailed(cloud)
    talk = mailed.begun()
    talk.answers("退款已经受理，三天内到账。")

    (letter,) = mailed.ses.letters
    (sent,) = mailed.ses.sent
    assert sent["FromEmailAddress"] == mailed.address
    assert sent["Destination"] == {"ToAddresses": ["zhang@corp.example"]}
    assert "退款已经受理" in words_of(letter)
    assert (str(letter["subject"]), letter["in-reply-to"]) == ("Re: 退款", "<m1@corp.example>")
    assert talk.states() == ["sent"]

    mailed.arrives(answer_to(mailed, "谢谢！"), str(letter["reply-to"]))
    mailed.settle()

    assert mailed.texts(talk.conversation) == [
        "我的退款呢？",
        "退款已经受理，三天内到账。",
        "谢谢！",
    ]


def test_an_answer_by_the_name_that_ses_gave_threads_for_who_takes_part(cloud: Cloud) -> None:
    """To the inbox's own address, without the signed one: its sender must be known."""
    mailed = Mailed(cloud)
    talk = mailed.begun()
    talk.answers("done")

    mailed.arrives(answer_to(mailed, "thanks"))
    mailed.arrives(answer_to(mailed, "me too", From="eve@else.example"))
    mailed.settle()

    assert mailed.texts(talk.conversation)[-1] == "thanks"
    assert len(mailed.heads()) == 2


def test_who_writes_twice_before_any_answer_stays_in_one_conversation(cloud: Cloud) -> None:
    mailed = Mailed(cloud)
    talk = mailed.begun()
    mailed.arrives(mailed.letter("and one more thing", In_Reply_To="<m1@corp.example>"))
    mailed.settle()

    assert len(mailed.texts(talk.conversation)) == 2


def test_a_token_of_another_merchant_leads_nowhere(cloud: Cloud) -> None:
    mailed, other = Mailed(cloud), Mailed(cloud)
    other.use_ses()
    talk = other.begun()
    talk.answers("ours")
    token = str(other.ses.letters[0]["reply-to"]).partition("+")[2]
    local = mailed.address.partition("@")[0]

    mailed.arrives(mailed.letter("stolen", From="eve@else.example"), f"{local}+{token}")
    mailed.settle()

    assert "stolen" not in other.texts(talk.conversation)
    assert [mailed.texts(head.id) for head in mailed.heads()] == [["stolen"]]


def test_whoever_holds_the_signed_address_writes_into_it_and_is_shown_as_who_they_are(
    cloud: Cloud,
) -> None:
    """A colleague to whom the customer passed it on."""
    mailed = Mailed(cloud)
    talk = mailed.begun()
    talk.answers("done")
    raw = answer_to(mailed, "I take over", From="Li <li@corp.example>")

    mailed.arrives(raw, str(mailed.ses.letters[0]["reply-to"]))
    mailed.settle()

    with mailed.agent.open():
        found = cloud.house.conversations.history(
            mailed.agent, conversation=talk.conversation, after=0
        )
    last = [m for m in found.messages if m.text][-1]
    assert (last.text, last.author.name, last.extra.source["from"]) == (
        "I take over",
        "Li",
        "li@corp.example",
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X_Auto_Response_Suppress": "All"},
        {"Subject": "自动回复: 退款"},
        {"From": "MAILER-DAEMON@corp.example"},
    ],
)
def test_a_machine_s_mail_is_kept_and_wakes_nobody(cloud: Cloud, headers: dict[str, str]) -> None:
    mailed = Mailed(cloud)
    talk = mailed.begun()
    talk.answers("done")
    with mailed.agent.open():
        cloud.house.conversations.move(
            mailed.agent,
            conversation=talk.conversation,
            event=Event.RESOLVED,
        )
    raw = answer_to(mailed, "I am away", **headers)

    mailed.arrives(raw, str(mailed.ses.letters[0]["reply-to"]))
    mailed.settle()

    head = next(h for h in mailed.heads() if h.id == talk.conversation)
    assert str(head.status) == "resolved"
    assert len(mailed.ses.sent) == 1


def test_a_letter_that_may_have_left_is_never_sent_again_by_itself(cloud: Cloud) -> None:
    mailed = Mailed(cloud)
    talk = mailed.begun()
    mailed.ses.trouble = [ReadTimeoutError(endpoint_url="ses")]
    talk.answers("once")
    for _ in range(5):
        pass_time(mailed, hours=1)

    assert (talk.states(), mailed.ses.sent) == (["unknown"], [])


def test_what_ses_cannot_take_just_now_goes_out_later_and_what_it_refuses_fails(
    cloud: Cloud,
) -> None:
    mailed = Mailed(cloud)
    talk = mailed.begun()
    mailed.ses.trouble = [refusal("TooManyRequestsException"), refusal("MessageRejected")]
    talk.answers("later", "never")
    pass_time(mailed, minutes=1)

    assert talk.states() == ["failed", "sent"]  # the first was tried again, and was the one refused
    assert len(mailed.ses.sent) == 1


def test_a_process_that_dies_while_it_sends_a_letter_leaves_it_unknown(cloud: Cloud) -> None:
    mailed = Mailed(cloud)
    talk = mailed.begun()
    mailed.ses.trouble = [KeyboardInterrupt()]  # type: ignore[list-item]
    with pytest.raises(KeyboardInterrupt):
        talk.answers("once")
    mailed.settle_through()

    assert (talk.states(), mailed.ses.sent) == (["unknown"], [])


def last_code(talk: Talk) -> str:
    delivery = talk.ours()[-1].delivery
    assert delivery is not None
    return delivery.code


@pytest.mark.parametrize(
    ("status", "next_state", "code"), [("5.1.1", "failed", "bounced"), ("4.4.7", "sent", "")]
)
def test_a_report_that_it_did_not_arrive_is_shown_at_the_message(
    cloud: Cloud, status: str, next_state: str, code: str
) -> None:
    """A server that was away for days says nothing against the address."""
    mailed = Mailed(cloud)
    talk = mailed.begun()
    talk.answers("done")
    report = (
        b"From: MAILER-DAEMON@amazonses.com\r\nTo: x\r\nSubject: Delivery Status\r\n"
        b"Message-ID: <dsn@amazonses.com>\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nno such user\r\n"
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a.example\r\n\r\n"
        b"Final-Recipient: rfc822; zhang@corp.example\r\nAction: failed\r\n"
        b"Status: " + status.encode() + b"\r\n\r\n"
        b"--b\r\nContent-Type: message/rfc822-headers\r\n\r\n"
        b"Message-ID: <0100018f00000001@eu-west-1.amazonses.com>\r\n\r\n--b--\r\n"
    )

    mailed.arrives(report)
    mailed.settle()

    assert talk.states() == ["failed"]
    assert len(mailed.heads()) == 1
    talk.answers("and again")
    assert talk.states() == ["failed", next_state]
    assert last_code(talk) == code


def complaint(recipient: str) -> bytes:
    """As mail providers tell SES, and SES us: most leave out who it was."""
    return (
        b"From: complaints@email-abuse.amazonses.com\r\nTo: x\r\nSubject: complaint\r\n"
        b"Message-ID: <arf@amazonses.com>\r\n"
        b'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nThis is an email abuse report\r\n"
        b"--b\r\nContent-Type: message/feedback-report\r\n\r\n"
        b"Feedback-Type: abuse\r\nUser-Agent: x/1\r\nVersion: 1\r\n"
        + (f"Original-Rcpt-To: <{recipient}>\r\n".encode() if recipient else b"")
        + b"\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        b"Message-ID: <0100018f00000001@eu-west-1.amazonses.com>\r\n\r\nwords\r\n--b--\r\n"
    )


@pytest.mark.parametrize("recipient", ["", "Zhang@corp.example"])
def test_who_calls_it_spam_is_written_to_again_when_they_write_themselves(
    cloud: Cloud, recipient: str
) -> None:
    mailed = Mailed(cloud)
    talk = mailed.begun()
    talk.answers("done")

    mailed.arrives(complaint(recipient))
    mailed.settle()
    talk.answers("and again")

    assert (talk.states(), len(mailed.ses.sent)) == (["delivered", "failed"], 1)
    assert last_code(talk) == "complained"
    mailed.arrives(answer_to(mailed, "sorry, wrong button"))
    mailed.settle()
    talk.answers("no harm done")
    assert (talk.states()[-1], len(mailed.ses.sent)) == ("sent", 2)


def test_a_complaint_about_somebody_else_marks_nobody(cloud: Cloud) -> None:
    mailed = Mailed(cloud)
    talk = mailed.begun()
    talk.answers("done")

    mailed.arrives(complaint("li@corp.example"))
    mailed.settle()
    talk.answers("and again")

    assert talk.states()[-1] == "sent"


def test_two_inboxes_of_one_merchant_have_a_copy_each(cloud: Cloud) -> None:
    mailed = Mailed(cloud)
    with mailed.agent.open(front=True):
        second, _ = cloud.house.inboxes.make(
            mailed.agent, channel="email", name="Sales", settings={}
        )

    mailed.arrives(mailed.letter("both"), mailed.address, second.address("in.desk.example"))
    mailed.settle()

    assert [mailed.texts(head.id) for head in mailed.heads()] == [["both"], ["both"]]


def test_an_inbox_whose_mails_are_cases_opens_a_ticket(cloud: Cloud) -> None:
    mailed = Mailed(cloud)
    with mailed.agent.open():
        cloud.house.inboxes.change(
            mailed.agent, inbox=mailed.mail.id, version=1, values={"settings": {"makes": "ticket"}}
        )
    mailed.arrives(mailed.letter("broken"))
    mailed.settle()

    (head,) = mailed.heads()
    assert head.ticket.number == 1


def test_mail_to_nobody_is_left_alone(cloud: Cloud) -> None:
    mailed = Mailed(cloud)
    mailed.arrives(mailed.letter("x"), "0" * 26 + "@in.desk.example", "else@other.example")
    mailed.settle()

    assert mailed.heads() == []


def test_a_mail_is_shown_as_it_looked_until_its_sender_is_erased(cloud: Cloud) -> None:
    mailed = Mailed(cloud)
    message = EmailMessage()
    message["From"], message["To"] = "zhang@corp.example", mailed.address
    message["Message-ID"] = "<h1@corp.example>"
    message.set_content("plain")
    message.add_alternative("<p onclick=x()>Hello <b>you</b><script>x</script></p>", subtype="html")
    mailed.arrives(message.as_bytes())
    mailed.settle()
    (head,) = mailed.heads()
    house, agent = cloud.house, mailed.agent

    with agent.open():
        shown = house.channels.original(agent, conversation=head.id, seq=1)
        assert (shown["html"].strip(), shown["text"]) == ("<p>Hello <b>you</b></p>", "plain")
        house.directory.erasure.erase(agent, customer_id=head.customer)
        with pytest.raises(NotFound):
            house.channels.original(agent, conversation=head.id, seq=1)
