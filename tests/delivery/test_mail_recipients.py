"""An answer goes where its customer wrote from last, or asks for answers; nobody else redirects it."""

import pytest

from chalicelib.customers.identities import Identity, Kind
from tests.delivery.channels import Talk
from tests.delivery.cloud import Cloud
from tests.delivery.mailing import Mailed

FIRST, HOME, DESK = "zhang@corp.example", "zhang@home.example", "orders@corp.example"


class Written(Mailed):
    """A customer has written once."""

    def customer(self) -> str:
        (head,) = self.heads()
        return head.customer

    def also_has(self, email: str) -> None:
        identity = Identity(Kind.EMAIL, "", email)
        with self.agent.open():
            house = self.cloud.house
            house.identities.prove(self.agent, customer_id=self.customer(), identity=identity)

    def goes_on(self, talk: Talk, *, dmarc: str = "PASS", **headers: str) -> None:
        """A mail to where answers come to."""
        if not self.ses.letters:
            talk.answers("one moment")
        to = str(self.ses.letters[0]["reply-to"])
        self.arrives(self.letter("and?", **headers), to, dmarc=dmarc)
        self.settle()

    @property
    def to(self) -> list[str]:
        """Whom the last letter went to, by its envelope and by its head."""
        (envelope,) = self.ses.sent[-1]["Destination"].values()
        assert self.ses.letters[-1]["to"].addresses[0].addr_spec == envelope[0]
        return list(envelope)

    def told(self, talk: Talk) -> str:
        with self.agent.open():
            means = self.cloud.house.channels.means(self.agent, conversation=talk.conversation)
        return str(means["to"])

    def reports(self, recipient: str) -> None:
        """A server says of the last letter that there is no such address."""
        name = f"<0100018f{len(self.ses.sent):08d}@eu-west-1.amazonses.com>"
        self.arrives(
            b"From: MAILER-DAEMON@amazonses.com\r\nTo: x\r\nSubject: Delivery Status\r\n"
            b"Message-ID: <dsn@amazonses.com>\r\n"
            b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
            b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a.example\r\n\r\n"
            + f"Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\n".encode()
            + b"Status: 5.1.1\r\n\r\n--b\r\nContent-Type: message/rfc822-headers\r\n\r\n"
            + f"Message-ID: {name}\r\n\r\n--b--\r\n".encode()
        )
        self.settle()


def test_it_goes_to_the_address_from_which_they_wrote_last(cloud: Cloud) -> None:
    mailed = Written(cloud)
    talk = mailed.begun()
    mailed.also_has(HOME)
    for sender in (HOME, FIRST, HOME):
        mailed.goes_on(talk, From=sender)
        talk.answers("here")
        assert (mailed.to, mailed.told(talk)) == ([sender], sender)


def test_an_address_in_the_record_gets_nothing_while_they_write_from_another(cloud: Cloud) -> None:
    for n in range(3):  # in whatever order they lie
        mailed = Written(cloud)
        mailed.use_ses()
        talk = mailed.begun()
        typed = f"typed{n}@else.example"
        with mailed.agent.open():
            customer = mailed.customer()
            version = cloud.house.customers.known(mailed.agent, customer_id=customer).version
            cloud.house.profiles.change(
                mailed.agent, customer_id=customer, version=version, values={"email": typed}
            )
        talk.answers("here")
        assert mailed.to == [FIRST]


def test_of_two_records_that_are_one_the_address_of_either_counts(cloud: Cloud) -> None:
    mailed = Written(cloud)
    talk = mailed.begun()
    first = mailed.customer()
    mailed.arrives(mailed.letter("from home", From=HOME))
    mailed.settle()
    other = next(head.customer for head in mailed.heads() if head.customer != first)
    with mailed.agent.open():
        cloud.house.directory.merging.merge(mailed.agent, customer_id=other, other=first)
    mailed.goes_on(talk, From=HOME)
    talk.answers("here")

    assert mailed.to == [HOME]


def test_where_a_vouched_mail_asks_for_answers_there_they_go(cloud: Cloud) -> None:
    mailed = Written(cloud)
    talk = mailed.begun(Reply_To=DESK)
    talk.answers("here")
    assert (mailed.to, mailed.told(talk)) == ([DESK], DESK)

    mailed.goes_on(talk)
    talk.answers("and here")
    assert mailed.to == [FIRST]


@pytest.mark.parametrize("dmarc", ["FAIL", "GRAY"])
def test_of_what_nobody_vouches_for_the_reply_address_is_not_believed(
    cloud: Cloud, dmarc: str
) -> None:
    mailed = Written(cloud)
    talk = mailed.begun(dmarc=dmarc, Reply_To="eve@else.example")
    talk.answers("here")
    assert mailed.to == [FIRST]


@pytest.mark.parametrize(("sender", "dmarc"), [("li@corp.example", "PASS"), ("", "FAIL")])
def test_who_else_holds_the_signed_address_or_forges_its_sender_redirects_nothing(
    cloud: Cloud, sender: str, dmarc: str
) -> None:
    mailed = Written(cloud)
    talk = mailed.begun()
    known = {"From": sender} if sender else {}
    mailed.goes_on(talk, dmarc=dmarc, Reply_To="eve@else.example", **known)
    talk.answers("here")

    assert mailed.to == [FIRST]


def test_none_goes_to_an_inbox_of_ours(cloud: Cloud) -> None:
    mailed = Written(cloud)
    talk = mailed.begun(Reply_To="0" * 26 + "@in.desk.example")
    talk.answers("here")

    assert mailed.to == [FIRST]


def test_where_nothing_reaches_the_address_they_asked_for_it_goes_to_their_own(
    cloud: Cloud,
) -> None:
    mailed = Written(cloud)
    talk = mailed.begun(Reply_To=DESK)
    talk.answers("here")
    mailed.reports(DESK)
    assert mailed.told(talk) == FIRST
    talk.answers("again")

    assert mailed.to == [FIRST]


def test_a_report_of_an_address_that_it_never_went_to_marks_nothing(cloud: Cloud) -> None:
    mailed = Written(cloud)
    talk = mailed.begun(dmarc="FAIL", Reply_To="eve@else.example")
    talk.answers("here")
    mailed.reports("eve@else.example")

    with mailed.agent.open():
        eve = Identity(Kind.EMAIL, "", "eve@else.example")
        assert cloud.house.identities.reason_of(mailed.agent, identity=eve) == ""


def test_where_nothing_reaches_them_at_all_it_says_so(cloud: Cloud) -> None:
    mailed = Written(cloud)
    talk = mailed.begun()
    talk.answers("here")
    mailed.reports(FIRST)
    assert mailed.told(talk) == "None"
    talk.answers("again")

    assert talk.states() == ["failed", "failed"]
    assert len(mailed.ses.sent) == 1


def test_what_a_guest_says_is_shown_as_theirs_also_in_the_transcript(cloud: Cloud) -> None:
    mailed = Written(cloud)
    talk = mailed.begun()
    mailed.goes_on(talk, From="li@corp.example")
    mailed.goes_on(talk, From="老张 <zhang@corp.example>")
    with mailed.agent.open():
        house = cloud.house
        said = house.conversations.history(mailed.agent, conversation=talk.conversation, after=0)
        text = house.transcripts.read(mailed.agent, conversation=talk.conversation, locale="en")
    theirs = [m for m in said.messages if str(m.author.kind) == "customer"]

    assert [m.author.name for m in theirs] == ["张三", "li@corp.example", "老张"]
    assert [m.extra.source.get("guest") for m in theirs] == [None, True, None]
    assert "Taking part · li@corp.example\n    and?" in text
    assert (
        text.count("Customer · 张三") == 3
    )  # among those who take part, and over each of their own


def test_who_had_a_copy_is_told_to_agents_and_gets_no_answer(cloud: Cloud) -> None:
    mailed = Written(cloud)
    talk = mailed.begun(Cc="Boss <boss@corp.example>, law@corp.example")
    talk.answers("here")

    with mailed.agent.open():
        house = cloud.house
        said = house.conversations.history(mailed.agent, conversation=talk.conversation, after=0)
    source = said.messages[0].wire(mailed.agent.caller)["source"]
    assert source["cc"] == ["boss@corp.example", "law@corp.example"]
    assert mailed.to == [FIRST]
    assert mailed.ses.letters[-1]["cc"] is None
