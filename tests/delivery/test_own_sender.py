"""Mail under a merchant's own address: where its domain is proved, and from the inbox's own where not."""

from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parseaddr

import pytest

from chalicelib.mail.port import UNPROVED, CapturedMailer
from chalicelib.senders import pairs
from tests.delivery.channels import pass_time
from tests.delivery.cloud import Cloud, standing
from tests.delivery.mailing import DOMAIN, Mailed, refusal
from tests.delivery.test_continuing import Left
from tests.delivery.test_continuing import letter as as_read

NAME, ADDRESS = "bamboo.example", "help@bamboo.example"


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    monkeypatch.setattr(pairs, "BITS", 1024)
    with standing() as made:
        yield made


def sender_of(letter: EmailMessage) -> str:
    return parseaddr(str(letter["from"]))[1]


def test_an_answer_leaves_under_the_merchants_address_and_comes_back_to_ours(cloud: Cloud) -> None:
    mailed = Mailed(cloud)
    mailed.proves(NAME)
    mailed.set_to(from_address=ADDRESS)
    talk = mailed.begun()
    talk.answers("受理了。")

    (sent,), (letter,) = mailed.ses.sent, mailed.ses.letters
    assert (sent["FromEmailAddress"], sender_of(letter)) == (ADDRESS, ADDRESS)
    assert sent["FeedbackForwardingEmailAddress"] == mailed.address
    assert parseaddr(str(letter["reply-to"]))[1].endswith(f"@{DOMAIN}")
    assert letter["message-id"].endswith(f"@{DOMAIN}>")

    mailed.arrives(mailed.letter("谢谢！"), str(letter["reply-to"]))
    mailed.settle()
    assert mailed.texts(talk.conversation)[-1] == "谢谢！"


def test_what_comes_back_from_the_merchants_address_is_no_customers(cloud: Cloud) -> None:
    """A mailbox that forwards our own letters."""
    mailed = Mailed(cloud)
    mailed.proves(NAME)
    mailed.set_to(from_address=ADDRESS)

    mailed.arrives(mailed.letter("受理了。", From=f"May <{ADDRESS}>"))
    mailed.settle()

    (head,) = mailed.heads()
    with mailed.agent.open():
        said = cloud.house.conversations.message(mailed.agent, conversation=head.id, seq=1)
    assert (said.event, said.extra.source["automatic"]) == ("automatic", "ours")


def test_no_answer_goes_to_the_address_that_it_leaves_under(cloud: Cloud) -> None:
    mailed = Mailed(cloud)
    mailed.proves(NAME)
    mailed.set_to(from_address=ADDRESS)
    mailed.begun(Reply_To=ADDRESS).answers("受理了。")

    (sent,) = mailed.ses.sent
    assert sent["Destination"]["ToAddresses"] == ["zhang@corp.example"]


def test_what_is_removed_or_lost_goes_out_from_the_inbox_itself(cloud: Cloud) -> None:
    mailed = Mailed(cloud)
    proved = mailed.proves(NAME)
    mailed.set_to(from_address=ADDRESS)
    talk = mailed.begun()
    talk.answers("one")
    cloud.aws.ses.dns.clear()
    pass_time(mailed, days=1)  # it is looked at by itself
    talk.answers("two")
    with mailed.agent.open(front=True):
        cloud.house.senders.remove(mailed.agent, domain=proved)
    talk.answers("three")

    assert [sender_of(each) for each in mailed.ses.letters] == [ADDRESS, *[mailed.address] * 2]
    assert talk.states() == ["sent"] * 3


@pytest.mark.parametrize("code", sorted(UNPROVED))
def test_what_ses_does_not_take_under_it_leaves_once_from_the_inbox_itself(
    cloud: Cloud, code: str
) -> None:
    """SES knows of a lost proof before we look."""
    mailed = Mailed(cloud)
    mailed.proves(NAME)
    mailed.set_to(from_address=ADDRESS)
    talk = mailed.begun()
    mailed.ses.trouble = [refusal(code)]
    talk.answers("one")

    (letter,) = mailed.ses.letters
    assert (sender_of(letter), talk.states()) == (mailed.address, ["sent"])
    assert "FeedbackForwardingEmailAddress" not in mailed.ses.sent[0]


def test_what_may_have_left_does_not_leave_again_under_another(cloud: Cloud) -> None:
    mailed = Mailed(cloud)
    mailed.proves(NAME)
    mailed.set_to(from_address=ADDRESS)
    talk = mailed.begun()
    mailed.ses.trouble = [refusal("TooManyRequestsException")]
    talk.answers("one")
    assert (mailed.ses.sent, talk.states()) == ([], ["pending"])
    pass_time(mailed, minutes=1)

    assert [sender_of(each) for each in mailed.ses.letters] == [ADDRESS]


def test_another_merchants_inbox_never_leaves_under_it(cloud: Cloud) -> None:
    """Even where its settings say so, by whatever way they came to."""
    owner, other = Mailed(cloud), Mailed(cloud)
    owner.proves(NAME)
    other.use_ses()
    with other.agent.open(front=True):
        store = cloud.house.inboxes._store
        held = cloud.house.inboxes.get(other.agent, inbox=other.mail.id)
        change = store.changing(
            other.agent, held, held.version, {"settings": f'{{"from_address": "{ADDRESS}"}}'}
        )
        cloud.house.audit.write(other.agent, change, action="inbox.changed", on=held.id)
    talk = other.begun()
    talk.answers("one")

    assert [sender_of(each) for each in other.ses.letters] == [other.address]


def test_a_test_mail_shows_the_address_that_customers_will_see(cloud: Cloud) -> None:
    mailed = Mailed(cloud)
    mailed.proves(NAME)
    mailed.set_to(from_address=ADDRESS)
    cloud.house.channels._who_tests = lambda _: "may@bamboo.example"
    with mailed.agent.open(front=True):
        tried = cloud.house.channels.test(mailed.agent, inbox=mailed.mail.id)

    assert tried["outcome"] == "accepted"
    assert [sender_of(each) for each in mailed.ses.letters] == [ADDRESS]


def test_a_talk_of_the_widget_goes_on_under_it_with_our_own_in_reserve(cloud: Cloud) -> None:
    left = Left(cloud)
    left.mailed.proves(NAME)
    left.mailed.set_to(from_address=ADDRESS)
    left.answers("It left on Monday.")
    (mail,) = left.waits()

    assert (mail.sender, sender_of(as_read(mail))) == (ADDRESS, ADDRESS)
    assert mail.instead is not None
    spare = as_read(mail.instead)
    assert (mail.instead.sender, sender_of(spare)) == (left.mailed.address, left.mailed.address)
    for name in ("reply-to", "message-id", "to"):
        assert spare[name] == as_read(mail)[name]
    assert isinstance(left.house.mailer, CapturedMailer)
