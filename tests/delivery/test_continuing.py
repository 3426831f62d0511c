"""Who has left the widget reads by mail what they missed, answers the mail, and is in the same talk."""

from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from chalicelib.conversations.model import Event, MessageKind
from chalicelib.conversations.words import Words
from chalicelib.core.ids import new_sending_session
from chalicelib.customers.identities import Identity, Kind
from chalicelib.mail.port import CapturedMailer, Mail
from chalicelib.table.desk import Desk
from tests.delivery.channels import pass_time
from tests.delivery.cloud import Cloud
from tests.delivery.mailing import Mailed
from tests.desk.agents import head_of
from tests.desk.cases import customer_of

EMAIL = "li.na@guest.example"


@dataclass
class Left:
    """A customer asked in the widget, left an address and is gone; the agent answers."""

    cloud: Cloud
    settings: dict[str, Any] = field(default_factory=lambda: {"continues": True})
    n: int = 0

    def __post_init__(self) -> None:
        self.mailed = Mailed(self.cloud)
        self.house, self.agent = self.cloud.house, self.mailed.agent
        with self.agent.open():
            values = {"settings": self.settings}
            inbox = self.mailed.mail.id
            self.house.inboxes.change(self.agent, inbox=inbox, version=1, values=values)
        self.visitor = customer_of(self.house, self.agent.merchant, email=EMAIL)
        self.says("Where is my parcel?")
        self.session = new_sending_session()
        with self.agent.open():
            talk, to = self.house.conversations, self.conversation
            if talk.get(self.agent, conversation=to).assignee is None:
                talk.move(self.agent, conversation=to, event=Event.TAKEN)
            talk.register(self.agent, conversation=to, session=self.session)

    def says(self, text: str) -> None:
        words = Words(new_sending_session(), 1, text)
        with self.visitor.open():
            said = self.house.conversations.say(self.visitor, conversation=None, words=words)
        self.conversation = said.conversation
        self.mailed.settle()

    def answers(self, *texts: str, kind: MessageKind = MessageKind.MESSAGE) -> None:
        for text in texts:
            self.n += 1
            words = Words(self.session, self.n, text, kind, "May")
            with self.agent.open():
                to = self.conversation
                self.house.conversations.say(self.agent, conversation=to, words=words)
        self.mailed.settle()

    def sees(self) -> None:
        seq = head_of(self.house, self.agent.merchant, self.conversation).seq
        with self.visitor.open():
            self.house.conversations.see(self.visitor, conversation=self.conversation, seq=seq)

    def recalls(self, text: str) -> None:
        with self.agent.open():
            talk, to = self.house.conversations, self.conversation
            found = talk.history(self.agent, conversation=to, after=0).messages
            seq = next(message.seq for message in found if message.text == text)
            talk.recall(self.agent, conversation=to, seq=seq)

    def waits(self) -> list[Mail]:
        pass_time(self.mailed, minutes=5, seconds=1)
        return self.mails

    def is_due(self) -> None:
        """The letter lies in the outbox, and has not gone out."""
        self.cloud.clock.advance(301)
        self.house.run_due(lambda: True)

    @property
    def mails(self) -> list[Mail]:
        mailer = self.house.mailer
        assert isinstance(mailer, CapturedMailer)
        return mailer.sent

    def reads(self, reader: Desk) -> list[dict[str, Any]]:
        with reader.open():
            found = self.house.conversations.history(
                reader, conversation=self.conversation, after=0
            )
        return [message.wire(reader.caller) for message in found.messages if message.text]

    def answers_by_mail(self, mail: Mail, text: str, **headers: str) -> None:
        to = str(letter(mail)["reply-to"])
        sender = {"From": f"Li Na <{EMAIL}>", "Subject": f"Re: {letter(mail)['subject']}"}
        self.mailed.arrives(self.mailed.letter(text, **{**sender, **headers}), to)
        self.mailed.settle()


def letter(mail: Mail) -> EmailMessage:
    return message_from_bytes(mail.raw, policy=policy.default)


def words_of(mail: Mail) -> str:
    body = letter(mail).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_one_letter_from_the_inbox_holds_all_that_was_missed(cloud: Cloud) -> None:
    left = Left(cloud)
    left.answers("It left on Monday.", "It should be there by {Friday}. 👍🏽")
    (mail,) = left.waits()

    head = letter(mail)
    assert (mail.to, mail.sender) == (EMAIL, left.mailed.address)
    assert left.mailed.address in str(head["from"])
    assert "May" in str(head["from"])
    assert str(head["subject"]) == "青竹里 has answered you"
    assert "auto-submitted" not in head
    local = left.mailed.address.partition("@")[0]
    assert str(head["reply-to"]).startswith(f"{local}+{left.conversation.lower()}")
    said, _, below = words_of(mail).partition("-- \n")
    assert said.startswith("It left on Monday.\n\nIt should be there by {Friday}. 👍🏽\n")
    assert "Answer this mail" in said
    assert "parcel" not in below


def test_the_customer_s_mail_is_their_own_message_in_the_same_talk(cloud: Cloud) -> None:
    left = Left(cloud)
    left.answers("It left on Monday.")
    (mail,) = left.waits()
    left.answers_by_mail(mail, "Thank you!")

    last = left.reads(left.visitor)[-1]
    assert last["parts"] == [{"type": "text", "text": "Thank you!"}]
    assert (last["author"]["kind"], last["author"]["id"]) == ("customer", left.visitor.caller.id)
    assert "source" not in last
    assert left.reads(left.agent)[-1]["source"]["from"] == EMAIL
    assert len(left.mailed.heads()) == 1


def test_it_goes_on_in_one_thread_and_no_reply_is_in_two_letters(cloud: Cloud) -> None:
    left = Left(cloud)
    left.answers("It left on Monday.")
    (first,) = left.waits()
    left.answers_by_mail(first, "And when is it here?", Message_ID="<a1@guest.example>")
    left.answers("On Friday.")
    _, second = left.waits()

    assert (letter(second)["in-reply-to"], letter(second)["references"]) == (
        "<a1@guest.example>",
        "<a1@guest.example>",
    )
    assert str(letter(second)["subject"]) == "Re: 青竹里 has answered you"
    assert "On Friday." in words_of(second)
    assert "Monday" not in words_of(second)
    assert "And when is it here?" not in words_of(second)


def test_what_is_said_after_a_letter_is_in_the_next(cloud: Cloud) -> None:
    left = Left(cloud)
    left.answers("one")
    left.waits()
    left.answers("two", "three")
    _, second = left.waits()

    assert words_of(second).startswith("two\n\nthree\n")
    assert len(left.waits()) == 2


def test_who_comes_back_before_it_goes_out_has_none_of_what_they_saw(cloud: Cloud) -> None:
    left = Left(cloud)
    left.answers("one")
    left.is_due()
    left.sees()
    left.answers("two")
    assert left.mails == []

    (mail,) = left.waits()
    assert words_of(mail).startswith("two\n")
    assert len(left.waits()) == 1


def test_a_note_goes_out_to_nobody(cloud: Cloud) -> None:
    left = Left(cloud)
    left.answers("It left on Monday.")
    left.answers("she is in a hurry", kind=MessageKind.NOTE)
    left.answers("On Friday it is there.")
    (mail,) = left.waits()

    assert words_of(mail).startswith("It left on Monday.\n\nOn Friday it is there.\n")
    assert "hurry" not in words_of(mail)


def test_who_is_there_has_no_letter(cloud: Cloud) -> None:
    left = Left(cloud)
    left.answers("one")
    left.sees()

    assert left.waits() == []


@pytest.mark.parametrize("lies_in_the_outbox", [False, True])
def test_what_was_recalled_is_not_told(cloud: Cloud, *, lies_in_the_outbox: bool) -> None:
    left = Left(cloud)
    left.answers("wrong", "right")
    if lies_in_the_outbox:
        left.is_due()
    left.recalls("wrong")
    (mail,) = left.waits()

    assert words_of(mail).startswith("right\n")
    assert "wrong" not in words_of(mail)


def test_where_all_was_recalled_there_is_no_letter(cloud: Cloud) -> None:
    left = Left(cloud)
    left.answers("wrong")
    left.is_due()
    left.recalls("wrong")

    assert left.waits() == []


def test_what_was_edited_is_told_as_it_is_now(cloud: Cloud) -> None:
    left = Left(cloud)
    left.answers("Mnoday")
    left.is_due()
    with left.agent.open():
        talk, to = left.house.conversations, left.conversation
        seq = next(m["seq"] for m in left.reads(left.agent) if m["author"]["kind"] == "agent")
        talk.edit(left.agent, conversation=to, seq=seq, text="Monday")
    (mail,) = left.waits()

    assert words_of(mail).startswith("Monday\n")


@pytest.mark.parametrize("settings", [{}, {"continues": False}])
def test_without_such_an_inbox_the_letter_tells_none_of_the_words(
    cloud: Cloud, settings: dict[str, Any]
) -> None:
    left = Left(cloud, settings)
    with left.agent.open(front=True):
        left.house.merchants.change_widget(
            left.agent, version=1, allowed_origins=["https://shop.example"]
        )
    left.answers("It left on Monday.")
    (mail,) = left.waits()

    assert (mail.to, mail.raw, mail.sender) == (EMAIL, b"", "")
    assert "Monday" not in mail.text


def test_an_inbox_that_is_off_by_then_sends_nothing(cloud: Cloud) -> None:
    left = Left(cloud)
    with left.agent.open(front=True):
        left.house.merchants.change_widget(
            left.agent, version=1, allowed_origins=["https://shop.example"]
        )
    left.answers("It left on Monday.")
    left.is_due()
    with left.agent.open():
        inbox = left.mailed.mail.id
        left.house.inboxes.change(left.agent, inbox=inbox, version=2, values={"state": "off"})
    (mail,) = left.waits()

    assert (mail.raw, "Monday" in mail.text) == (b"", False)


def test_where_nothing_reaches_the_address_nothing_is_sent(cloud: Cloud) -> None:
    left = Left(cloud)
    with left.agent.open():
        identity = Identity(Kind.EMAIL, "", EMAIL)
        left.house.identities.undeliverable(left.agent, identity=identity, reason="bounced")
    left.answers("It left on Monday.")

    assert left.waits() == []


def test_it_goes_to_the_address_of_the_record_whoever_answered_the_last_one(cloud: Cloud) -> None:
    left = Left(cloud)
    left.answers("It left on Monday.")
    (mail,) = left.waits()
    left.answers_by_mail(mail, "I ask for her", From="Eve <eve@else.example>")
    left.answers("On Friday.")

    assert [each.to for each in left.waits()] == [EMAIL, EMAIL]


def test_the_page_where_they_wrote_is_named_where_it_still_may_be(cloud: Cloud) -> None:
    left = Left(cloud)
    with left.agent.open(front=True):
        left.house.merchants.change_widget(
            left.agent, version=1, allowed_origins=["https://shop.example"]
        )
    left.answers("It left on Monday.")
    (mail,) = left.waits()

    assert "\nhttps://shop.example\n" in words_of(mail)
