"""A conversation is taken away as text, or goes to its customer by mail: bounded, and theirs alone."""

import pytest

from chalicelib.conversations.model import Event, MessageKind
from chalicelib.conversations.service import Words
from chalicelib.core.errors import Busy, Conflict, Forbidden, Invalid, NotFound
from chalicelib.core.ids import MerchantId, new_sending_session
from chalicelib.mail.port import Mail
from chalicelib.table.desk import Desk
from chalicelib.transcripts import service
from chalicelib.wiring import House
from tests.desk.cases import Case, customer_of
from tests.desk.standing import MovableClock, Stage, desk_of
from tests.desk.stories import deliver

EMAIL = "li.na@guest.example"


class Talk(Case):
    """The customer asked; the agent answers, in the console."""

    agents_session = ""
    answers = 0

    def answer(self, text: str, kind: MessageKind = MessageKind.MESSAGE) -> None:
        if not self.answers:
            self.agents_session = new_sending_session()
            with self.agent.open():
                talk = self.house.conversations
                talk.move(self.agent, conversation=self.conversation, event=Event.TAKEN)
                talk.register(
                    self.agent, conversation=self.conversation, session=self.agents_session
                )
        self.answers += 1
        words = Words(self.agents_session, self.answers, text, kind, "May")
        with self.agent.open():
            self.house.conversations.say(self.agent, conversation=self.conversation, words=words)

    def read(self, desk: Desk | None = None, **given: str) -> str:
        desk = desk or self.visitor
        with desk.open(front=True):
            return self.house.transcripts.read(desk, conversation=self.conversation, **given)

    def mail(self, desk: Desk | None = None, **given: str) -> None:
        desk = desk or self.visitor
        with desk.open(front=True):
            self.house.transcripts.mail(desk, conversation=self.conversation, **given)


@pytest.fixture
def talk(house: House, merchant: MerchantId) -> Talk:
    return Talk(house, merchant, email=EMAIL)


def actions(house: House, desk: Desk) -> list[str]:
    with desk.open():
        return [entry.action for entry in house.audit.page(desk).items]


def test_customer_and_agent_read_the_same_words_and_neither_reads_a_note(talk: Talk) -> None:
    talk.answer("It is the cable.")
    talk.answer("he is in a hurry", MessageKind.NOTE)
    own, agents = talk.read(locale="en"), talk.read(talk.agent, locale="en")

    assert own == agents
    assert "Customer · 李娜\n    the lamp flickers\n" in own
    assert "Agent · May\n    It is the cable.\n" in own
    assert "hurry" not in own


def test_it_speaks_as_asked_else_as_its_reader_does(talk: Talk) -> None:
    assert "Asia/Shanghai" in talk.read()
    assert talk.read().startswith("Conversation with 青竹里")  # the customer's own language
    assert talk.read(talk.agent).startswith("与 青竹里 的对话")  # the merchant's
    assert "(times in Europe/Paris)" in talk.read(locale="en", time_zone="Europe/Paris")
    with pytest.raises(Invalid):
        talk.read(time_zone="Europe/Atlantis")


def test_who_takes_it_away_for_the_desk_is_written_down(talk: Talk, house: House) -> None:
    talk.read()
    owner = desk_of(talk.agent.merchant)
    assert "conversation.transcript_read" not in actions(house, owner)
    talk.read(talk.agent)
    talk.mail(talk.agent)

    assert actions(house, owner)[:2] == [
        "conversation.transcript_mailed",
        "conversation.transcript_read",
    ]


def test_another_customers_conversation_is_not_there(talk: Talk, house: House) -> None:
    other = customer_of(house, talk.agent.merchant, email="other@guest.example")
    with pytest.raises(NotFound):
        talk.read(other)
    with pytest.raises(NotFound):
        talk.mail(other, email="other@guest.example")


def mails(stage: Stage) -> list[Mail]:
    deliver(stage)
    return stage.mailer.sent


def test_it_goes_once_to_the_address_that_is_known(talk: Talk, stage: Stage) -> None:
    talk.answer("It is the cable.")
    talk.mail(talk.agent)
    mails(stage)
    (mail,) = mails(stage)

    assert (mail.to, mail.subject) == (EMAIL, "Your conversation with 青竹里")
    assert "Agent · May\n    It is the cable.\n" in mail.text
    assert "?token=" not in mail.text


def test_a_customer_may_name_another_address_which_stays_unknown(
    talk: Talk, stage: Stage, house: House
) -> None:
    talk.mail(email="Else@guest.example", locale="zh", time_zone="Europe/Paris")
    (mail,) = mails(stage)
    assert (mail.to, mail.subject) == ("Else@guest.example", "您与 青竹里 的对话记录")
    assert "Europe/Paris" in mail.text
    with talk.visitor.open():
        assert house.customers.who_calls(talk.visitor).email == EMAIL


def test_an_agent_sends_it_nowhere_else(talk: Talk, stage: Stage) -> None:
    with pytest.raises(Forbidden):
        talk.mail(talk.agent, email="friend@else.example")
    assert mails(stage) == []


def test_without_an_address_it_goes_nowhere(
    house: House, merchant: MerchantId, stage: Stage
) -> None:
    talk = Talk(house, merchant)
    with pytest.raises(Invalid) as asked:
        talk.mail()
    with pytest.raises(Conflict) as refused:
        talk.mail(talk.agent)

    assert (asked.value.extra["pointer"], refused.value.extra["rule"]) == ("/email", "no_address")
    assert mails(stage) == []


def test_ten_go_out_about_a_customer_in_a_day(
    talk: Talk, stage: Stage, clock: MovableClock
) -> None:
    for n in range(10):
        talk.mail(email=f"a{n}@guest.example")
    with pytest.raises(Busy) as refused:
        talk.mail(talk.agent)
    assert len(mails(stage)) == 10
    clock.advance(refused.value.extra["retry_after"])
    talk.mail(talk.agent)


def test_twenty_go_to_one_address_however_it_is_spelt(house: House, merchant: MerchantId) -> None:
    one, two, three = (Talk(house, merchant) for _ in range(3))
    for talk in (one, two):
        for spelt in ("A@guest.example", "ａ@guest.example") * 5:
            talk.mail(email=spelt)
    with pytest.raises(Busy):
        three.mail(email="a@Guest.Example")
    three.mail(email="b@guest.example")


def test_a_long_one_holds_its_end_and_says_so(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "PAGE", 4)
    monkeypatch.setattr(service, "MOST_MESSAGES", 8)
    for n in range(7):
        talk.says(f"word {n}")
    assert "the lamp flickers" in talk.read(locale="en")
    assert "left out" not in talk.read(locale="en")

    talk.says("word 7")
    text = talk.read(locale="en")
    assert "the lamp flickers" not in text
    assert "left out" in text
    assert [f"    word {n}" in text.splitlines() for n in range(8)] == [True] * 8


def test_much_text_ends_it_as_well(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "PAGE", 2)
    monkeypatch.setattr(service, "MOST_BYTES", 30)
    for n in range(4):
        talk.says(f"{n} " + "x" * 20)

    text = talk.read(locale="en")
    assert "left out" in text
    assert text.count("x" * 20) == 2
