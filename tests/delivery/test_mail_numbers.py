"""A ticket's number in the subject leads into it: its own customer, whose address somebody vouches for."""

from typing import Any

import pytest

from chalicelib.channels.email.threads import number_of
from chalicelib.conversations.model import Event
from chalicelib.mail.texts import render
from chalicelib.tickets.model import Status, Ticket
from chalicelib.tickets.rules import Wanted
from tests.delivery.channels import pass_time
from tests.delivery.cloud import Cloud
from tests.delivery.mailing import Mailed


class Known(Mailed):
    """One whose customer has written once, and has been answered; and what their tickets are."""

    def case_of(self, conversation: str) -> Ticket:
        with self.agent.open(front=True):
            return self.cloud.house.tickets.create_from_conversation(
                self.agent, conversation=conversation, wanted=Wanted("Refund")
            )

    def case_without_talk(self, customer: str) -> Ticket:
        with self.agent.open(front=True):
            return self.cloud.house.tickets.create(
                self.agent, wanted=Wanted("Refund"), customer=customer
            )

    def moved(self, ticket: Ticket, *to: Status) -> None:
        for state in to:
            version = self.now(ticket).version
            with self.agent.open(front=True):
                self.cloud.house.tickets.transition(
                    self.agent, ticket=ticket.id, to=state, version=version
                )
        self.settle()

    def now(self, ticket: Ticket) -> Ticket:
        with self.agent.open():
            return self.cloud.house.tickets.get(self.agent, ticket=ticket.id)

    def names(self, ticket: Ticket, *, dmarc: str = "PASS", **headers: str) -> None:
        """A new mail, which answers none of ours, with the number in its subject."""
        about = {"Subject": f"Re: [#{ticket.number}] Refund", **headers}
        self.arrives(self.letter("about my case", **about), dmarc=dmarc)
        self.settle()

    def resolved(self, conversation: str) -> None:
        with self.agent.open():
            talk = self.cloud.house.conversations
            talk.move(self.agent, conversation=conversation, event=Event.RESOLVED)

    def talks_with(self, text: str) -> list[str]:
        return [head.id for head in self.heads() if text in self.texts(head.id)]


def test_its_customer_comes_into_its_conversation(cloud: Cloud) -> None:
    mailed = Known(cloud)
    talk = mailed.begun()
    mailed.names(mailed.case_of(talk.conversation))

    assert mailed.texts(talk.conversation)[-1] == "about my case"
    assert len(mailed.heads()) == 1


@pytest.mark.parametrize("locale", ["en", "zh"])
@pytest.mark.parametrize("news", ["opened", "resolved"])
def test_also_as_the_letters_that_tell_of_a_ticket_write_it(news: str, locale: str) -> None:
    letter = render(f"ticket_{news}", to="x@y.example", locale=locale, name="#7 Ltd", number=1042)

    assert number_of(f"回复：{letter.subject}") == 1042


def test_it_waits_for_the_customer_no_more(cloud: Cloud) -> None:
    mailed = Known(cloud)
    ticket = mailed.case_of(mailed.begun().conversation)
    mailed.moved(ticket, Status.OPEN, Status.PENDING)
    pass_time(mailed, minutes=1)
    mailed.names(ticket)

    assert mailed.now(ticket).status is Status.OPEN


def test_a_stranger_who_has_the_number_is_in_a_talk_of_their_own(cloud: Cloud) -> None:
    mailed = Known(cloud)
    talk = mailed.begun()
    ticket = mailed.case_of(talk.conversation)
    mailed.names(ticket, From="eve@else.example")

    (own,) = mailed.talks_with("about my case")
    assert own != talk.conversation
    head = next(each for each in mailed.heads() if each.id == own)
    assert head.ticket.number == 0
    assert mailed.ses.sent == []


def test_another_customer_s_number_leads_nowhere(cloud: Cloud) -> None:
    mailed = Known(cloud)
    talk = mailed.begun()
    ticket = mailed.case_of(talk.conversation)
    mailed.arrives(mailed.letter("hello", From="eve@else.example", Subject="x"))
    mailed.settle()
    eve = next(head for head in mailed.heads() if head.id != talk.conversation)
    mailed.case_without_talk(eve.customer)
    mailed.names(ticket, From="eve@else.example")

    assert talk.conversation not in mailed.talks_with("about my case")


@pytest.mark.parametrize("dmarc", ["FAIL", "GRAY", "PROCESSING_FAILED"])
def test_who_only_claims_the_address_is_in_a_talk_of_their_own(cloud: Cloud, dmarc: str) -> None:
    mailed = Known(cloud)
    talk = mailed.begun()
    mailed.names(mailed.case_of(talk.conversation), dmarc=dmarc)

    assert talk.conversation not in mailed.talks_with("about my case")
    assert len(mailed.heads()) == 2


def test_what_nobody_vouches_for_leads_to_no_ticket_even_its_own(cloud: Cloud) -> None:
    """Whoever claims it next may be somebody else, and a number is no secret."""
    mailed = Known(cloud)
    mailed.arrives(mailed.letter("hello"), dmarc="FAIL")
    mailed.settle()
    (head,) = mailed.heads()
    mailed.names(mailed.case_of(head.id), dmarc="FAIL")

    assert head.id not in mailed.talks_with("about my case")


def test_an_address_that_was_typed_into_the_record_is_no_participant(cloud: Cloud) -> None:
    mailed = Known(cloud)
    talk = mailed.begun()
    ticket = mailed.case_of(talk.conversation)
    (head,) = mailed.heads()
    with mailed.agent.open():
        record = cloud.house.customers.known(mailed.agent, customer_id=head.customer)
        cloud.house.profiles.change(
            mailed.agent,
            customer_id=head.customer,
            version=record.version,
            values={"email": "eve@else.example"},
        )
    mailed.names(ticket, From="eve@else.example")

    assert talk.conversation not in mailed.talks_with("about my case")


def test_a_number_of_another_merchant_leads_nowhere(cloud: Cloud) -> None:
    mailed, other = Known(cloud), Known(cloud)
    theirs = other.begun()
    ticket = other.case_of(theirs.conversation)
    mailed.names(ticket)

    assert len(other.texts(theirs.conversation)) == 1
    assert [mailed.texts(head.id) for head in mailed.heads()] == [["about my case"]]


def test_what_it_answers_counts_before_what_it_names(cloud: Cloud) -> None:
    mailed = Known(cloud)
    first = mailed.begun()
    ticket = mailed.case_of(first.conversation)
    mailed.arrives(mailed.letter("another thing", Subject="Else"))
    mailed.settle()
    (second,) = mailed.talks_with("another thing")
    mailed.names(ticket, In_Reply_To="<m2@corp.example>")

    assert mailed.talks_with("about my case") == [second]


def test_a_ticket_without_a_talk_goes_on_in_the_one_that_is_begun_for_it(cloud: Cloud) -> None:
    mailed = Known(cloud)
    talk = mailed.begun()
    (head,) = mailed.heads()
    ticket = mailed.case_without_talk(head.customer)
    mailed.moved(ticket, Status.OPEN, Status.PENDING)
    pass_time(mailed, minutes=1)
    mailed.names(ticket)

    (begun,) = mailed.talks_with("about my case")
    assert begun != talk.conversation
    assert mailed.now(ticket).conversation == begun
    assert mailed.now(ticket).status is Status.OPEN
    assert next(each for each in mailed.heads() if each.id == begun).ticket.id == ticket.id

    mailed.names(ticket, Message_ID="<again@corp.example>")
    assert mailed.texts(begun) == ["about my case", "about my case"]


def test_where_its_talk_takes_no_words_any_more_it_goes_on_in_a_new_one(cloud: Cloud) -> None:
    mailed = Known(cloud)
    talk = mailed.begun()
    ticket = mailed.case_of(talk.conversation)
    mailed.resolved(talk.conversation)
    pass_time(mailed, days=4)
    mailed.names(ticket)

    (begun,) = mailed.talks_with("about my case")
    assert begun != talk.conversation
    assert mailed.now(ticket).conversation == begun


def test_a_closed_ticket_is_left_alone(cloud: Cloud) -> None:
    mailed = Known(cloud)
    talk = mailed.begun()
    ticket = mailed.case_of(talk.conversation)
    mailed.moved(ticket, Status.RESOLVED, Status.CLOSED)
    mailed.resolved(talk.conversation)
    pass_time(mailed, days=8)
    mailed.names(ticket)

    (begun,) = mailed.talks_with("about my case")
    assert mailed.now(ticket).conversation == talk.conversation
    assert mailed.now(ticket).status is Status.CLOSED
    assert next(each for each in mailed.heads() if each.id == begun).ticket.number == 0


def test_of_two_who_are_one_either_comes_into_it(cloud: Cloud) -> None:
    mailed = Known(cloud)
    talk = mailed.begun()
    ticket = mailed.case_of(talk.conversation)
    (head,) = mailed.heads()
    mailed.arrives(mailed.letter("from my phone", From="zhang@home.example", Subject="x"))
    mailed.settle()
    other = next(each for each in mailed.heads() if each.id != talk.conversation)
    with mailed.agent.open():
        cloud.house.directory.merging.merge(
            mailed.agent, customer_id=other.customer, other=head.customer
        )
    mailed.names(ticket, From="zhang@home.example")

    assert mailed.talks_with("about my case") == [talk.conversation]


def test_the_same_mail_twice_is_one_message_there(cloud: Cloud) -> None:
    mailed = Known(cloud)
    mailed.begun()
    (head,) = mailed.heads()
    ticket = mailed.case_without_talk(head.customer)
    raw: Any = mailed.letter("about my case", Subject=f"[#{ticket.number}]")
    for n in range(3):
        mailed.arrives(raw, name=f"delivery{n}")
    mailed.settle()

    (begun,) = mailed.talks_with("about my case")
    assert mailed.texts(begun) == ["about my case"]
