"""A customer who has gone gets one letter of the answers they have missed; who comes back, none."""

import pytest

from chalicelib.conversations.model import MessageKind
from chalicelib.conversations.rules import REPLY_WAITS
from chalicelib.core.ids import MerchantId, new_sending_session
from chalicelib.links.model import Purpose
from chalicelib.mail.port import Mail
from chalicelib.table import writes
from tests.desk.agents import head_of
from tests.desk.standing import Stage, desk_of
from tests.desk.stories import deliver
from tests.desk.test_transcripts import EMAIL, Talk

PAGE, OTHER = "https://shop.example", "https://elsewhere.example"


class Missed(Talk):
    """A talk whose customer has left; the merchant's widget stands on two pages."""

    stage: Stage

    def waits(self, seconds: float = 0) -> list[Mail]:
        """What has gone out when so much time has passed; five minutes and a second unless said."""
        self.stage.clock.advance(seconds or REPLY_WAITS.total_seconds() + 1)
        self.house.run_due(lambda: True)
        deliver(self.stage)
        return self.stage.mailer.sent

    def sees(self) -> None:
        with self.visitor.open():
            talk, seq = self.house.conversations, self.head_seq
            talk.see(self.visitor, conversation=self.conversation, seq=seq)

    def recalls(self, seq: int) -> None:
        with self.agent.open():
            talk = self.house.conversations
            talk.recall(self.agent, conversation=self.conversation, seq=seq)

    @property
    def head_seq(self) -> int:
        return head_of(self.house, self.agent.merchant, self.conversation).seq


def missed(stage: Stage, merchant: MerchantId, *, email: str = EMAIL) -> Missed:
    owner = desk_of(merchant)
    with owner.open(front=True):
        stage.house.merchants.change_widget(owner, version=1, allowed_origins=[OTHER, PAGE])
    talk = Missed(stage.house, merchant, email=email)
    talk.stage = stage
    return talk


@pytest.fixture
def talk(fresh: Stage, merchant: MerchantId) -> Missed:
    return missed(fresh, merchant)


def test_after_five_minutes_one_letter_tells_that_there_is_an_answer_and_not_which(
    talk: Missed,
) -> None:
    talk.answer("It is the cable.")
    assert talk.waits(299) == []
    (mail,) = talk.waits(2)

    assert (mail.to, mail.subject) == (EMAIL, "青竹里 has answered you")
    assert OTHER in mail.text
    assert "cable" not in mail.text
    assert "?token=" not in mail.text


def test_many_answers_are_one_letter_also_when_more_come_later(talk: Missed) -> None:
    for text in ("one", "two", "three"):
        talk.answer(text)
        talk.stage.clock.advance(60)
    assert len(talk.waits(121)) == 1
    talk.answer("four")
    assert len(talk.waits()) == 1


def test_who_has_seen_it_by_then_gets_none(talk: Missed) -> None:
    talk.answer("It is the cable.")
    talk.sees()

    assert talk.waits() == []


def test_what_was_recalled_by_then_is_not_told_of(talk: Missed) -> None:
    talk.answer("It is the cable.")
    talk.recalls(talk.head_seq)

    assert talk.waits() == []


def test_what_is_recalled_while_the_letter_lies_in_the_outbox_is_not_told_of(talk: Missed) -> None:
    talk.answer("It is the cable.")
    talk.stage.clock.advance(301)
    talk.house.run_due(lambda: True)
    talk.recalls(talk.head_seq)

    assert talk.waits() == []


def test_of_several_answers_the_first_that_stands_is_told_of_in_its_own_time(talk: Missed) -> None:
    talk.answer("one")
    first = talk.head_seq
    talk.stage.clock.advance(60)
    for text in ("two", "three"):
        talk.answer(text)
    talk.recalls(first)
    talk.recalls(first + 2)

    assert talk.waits(299) == []
    assert len(talk.waits(2)) == 1
    assert len(talk.waits()) == 1


def test_when_all_were_recalled_the_next_answer_is_told_of(talk: Missed) -> None:
    """Whatever became of the moment that stood for the first: it is put off, or there is another."""
    for pause in (0, 301):
        before = len(talk.stage.mailer.sent)
        for text in ("one", "two"):
            talk.answer(text)
        last = talk.head_seq
        for seq in (last - 1, last):
            talk.recalls(seq)
        talk.stage.clock.advance(pause)
        talk.house.run_due(lambda: True)
        talk.answer("three")

        assert len(talk.waits(299)) == before
        assert len(talk.waits(2)) == before + 1
        talk.sees()


def test_a_letter_that_is_out_was_of_all_that_stands(talk: Missed) -> None:
    talk.answer("one")
    first = talk.head_seq
    talk.answer("two")
    assert len(talk.waits()) == 1
    talk.recalls(first)
    talk.answer("three")

    assert len(talk.waits()) == 1
    talk.sees()
    talk.answer("four")
    assert len(talk.waits()) == 2


def test_who_sees_it_while_the_letter_lies_in_the_outbox_gets_none(talk: Missed) -> None:
    talk.answer("It is the cable.")
    talk.stage.clock.advance(301)
    talk.house.run_due(lambda: True)
    talk.sees()

    assert talk.waits() == []


def test_who_comes_back_while_it_lies_in_the_outbox_has_one_letter_of_what_they_miss_then(
    talk: Missed,
) -> None:
    talk.answer("one")
    talk.stage.clock.advance(301)
    talk.house.run_due(lambda: True)
    talk.sees()
    talk.answer("two")

    assert talk.waits(1) == []
    assert len(talk.waits()) == 1
    assert len(talk.waits()) == 1


def test_what_is_said_while_it_lies_in_the_outbox_is_told_by_it(talk: Missed) -> None:
    """Also where all that it was posted for is recalled by then."""
    talk.answer("one")
    first = talk.head_seq
    talk.stage.clock.advance(301)
    talk.house.run_due(lambda: True)
    talk.answer("two")
    talk.recalls(first)

    assert len(talk.waits(1)) == 1
    assert len(talk.waits()) == 1


def test_a_letter_that_the_version_before_has_posted_goes_out(talk: Missed) -> None:
    talk.answer("one")
    desk = desk_of(talk.agent.merchant)
    facts = {"conversation": talk.conversation}
    with desk.open():
        writes.transact(talk.house.links.posting(desk, Purpose.REPLY, facts))

    assert len(talk.waits(1)) == 1


def test_who_has_come_back_and_gone_again_is_told_of_the_next_one(talk: Missed) -> None:
    talk.answer("one")
    assert len(talk.waits()) == 1
    talk.sees()
    talk.answer("two")

    assert len(talk.waits()) == 2


def test_who_writes_again_has_seen_what_was_said(talk: Missed) -> None:
    talk.answer("one")
    talk.says("thanks")

    assert talk.waits() == []


def test_a_talk_at_its_pace_has_one_moment_that_is_put_off(talk: Missed) -> None:
    """Answer and thanks by turns for ten minutes; then the last answer is missed."""
    for _ in range(10):
        talk.answer("and so on")
        talk.stage.clock.advance(30)
        talk.says("thanks")
        assert talk.waits(30) == []
    talk.answer("Goodbye.")
    assert talk.waits(299) == []
    assert len(talk.waits(2)) == 1
    assert len(talk.waits()) == 1


def test_a_note_is_no_answer(talk: Missed) -> None:
    talk.answer("he will call", MessageKind.NOTE)

    assert talk.waits() == []


def test_without_an_address_nothing_is_ever_due(fresh: Stage, merchant: MerchantId) -> None:
    talk = missed(fresh, merchant, email="")
    talk.answer("one")

    assert talk.waits() == []
    assert not [pk for pk, _ in fresh.dynamodb["desk"].items if "REPLY" in pk.upper()]


def test_an_address_left_meanwhile_is_where_the_next_answer_is_told(
    fresh: Stage, merchant: MerchantId
) -> None:
    talk = missed(fresh, merchant, email="")
    with talk.visitor.open(front=True):
        fresh.house.later.leave_message(talk.visitor, email=EMAIL)
    deliver(fresh)
    before = len(fresh.mailer.sent)
    talk.answer("It is the cable.")

    assert [mail.to for mail in talk.waits()[before:]] == [EMAIL]


def test_it_leads_to_the_page_by_which_they_came_while_the_widget_may_stand_there(
    talk: Missed,
) -> None:
    house, owner = talk.house, desk_of(talk.agent.merchant)
    with owner.open(front=True):
        key = house.merchants.widget(owner).key
        grant = house.customers.grant(widget_key=key, origin=PAGE)["grant"]
        talk.visitor = house.customers.visit(widget_key=key, grant=grant, email=EMAIL).desk
    talk.session, talk.n = new_sending_session(), 0
    talk.conversation = talk.says("hello")
    talk.answer("It is the cable.")
    (mail,) = talk.waits()
    assert f"\n{PAGE}\n" in mail.text

    talk.sees()
    with owner.open(front=True):
        house.merchants.change_widget(owner, version=2, allowed_origins=[OTHER])
    talk.answer("And the lamp.")
    assert f"\n{OTHER}\n" in talk.waits()[-1].text
