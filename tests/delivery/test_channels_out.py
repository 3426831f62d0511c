"""Out of a conversation by its inbox: in order, not lost, not doubled, and nobody else waits."""

import json

import pytest

from chalicelib.channels.transport import Ask, Reply
from chalicelib.conversations.words import Words
from chalicelib.core.caller import Caller, CallerKind, system
from chalicelib.core.errors import Conflict
from chalicelib.inboxes.model import State
from chalicelib.table.desk import Desk
from tests.delivery.channels import Hooked, Receiver, Talk, pass_time, taken
from tests.delivery.cloud import Cloud

FAILING = Reply(status=503, left=True)
HANGING = Reply(trouble="answer: TimeoutError", left=True)


def test_an_agent_s_words_go_out_signed_once_and_in_order(cloud: Cloud) -> None:
    hooked = Hooked(cloud)
    talk = Talk(hooked)

    talk.answers("one", "two", "three")

    assert hooked.receiver.texts == ["one", "two", "three"]
    assert talk.states() == ["sent"] * 3
    event = json.loads(hooked.receiver.heard[0].body)["events"][0]
    assert (event["to"], event["author"], event["type"]) == ("u1", "May", "message")
    assert len(hooked.receiver.heard) == 3


def test_a_note_stays_inside(cloud: Cloud) -> None:
    hooked = Hooked(cloud)
    talk = Talk(hooked)
    house, agent = cloud.house, hooked.agent
    with agent.open():
        session = house.reception.begin_sending(agent, conversation=talk.conversation)["session"]
        words = Words(session, 1, "between us", kind="note", author_name="May")  # type: ignore[arg-type]
        house.conversations.say(agent, conversation=talk.conversation, words=words)
    hooked.settle()

    assert hooked.receiver.heard == []


@pytest.mark.parametrize("trouble", [FAILING, HANGING, Reply(trouble="connect: TimeoutError")])
def test_r16_a_receiver_that_fails_and_recovers_has_everything_once_in_order(
    cloud: Cloud, trouble: Reply
) -> None:
    hooked = Hooked(cloud, Receiver(lambda _: trouble))
    talk = Talk(hooked)
    talk.answers("one", "two")
    talk.answers("three")
    assert (talk.states()[0], hooked.receiver.texts) == ("pending", [])

    hooked.receiver.answering = taken
    for _ in range(12):
        pass_time(hooked, minutes=31)

    assert hooked.receiver.texts == ["one", "two", "three"]
    assert talk.states() == ["sent"] * 3


def test_r16_what_waits_is_not_tried_sooner_because_more_is_said(cloud: Cloud) -> None:
    hooked = Hooked(cloud, Receiver(lambda _: FAILING))
    talk = Talk(hooked)
    talk.answers("one")
    talk.answers("two")
    talk.answers("three")

    assert len(hooked.receiver.heard) == 1
    assert [m.delivery.attempts for m in talk.ours() if m.delivery] == [1]


def test_r16_while_one_receiver_fails_another_s_messages_go_out_at_once(cloud: Cloud) -> None:
    broken, fine = Hooked(cloud, Receiver(lambda _: FAILING)), Hooked(cloud)
    held, talk = Talk(broken), Talk(fine)
    held.answers("waits")

    talk.answers("goes")

    assert fine.receiver.texts == ["goes"]
    assert held.states() == ["pending"]


def test_a_receiver_that_fails_again_and_again_is_left_alone_for_a_while(cloud: Cloud) -> None:
    hooked = Hooked(cloud, Receiver(lambda _: FAILING))
    several = [Talk(hooked, sender=f"u{n}") for n in range(12)]
    for talk in several:
        talk.answers("hello")

    assert len(hooked.receiver.heard) == 5  # then the breaker is open: nobody is asked
    assert all(talk.states() == ["pending"] for talk in several)


def test_what_a_receiver_refuses_is_failed_and_does_not_hold_up_the_next(cloud: Cloud) -> None:
    hooked = Hooked(cloud)

    def answering(ask: Ask) -> Reply:
        return Reply(status=422, body=b"no", left=True) if b'"bad"' in ask.body else taken(ask)

    hooked.receiver.answering = answering
    talk = Talk(hooked)
    talk.answers("bad", "good")

    assert talk.states() == ["failed", "sent"]
    assert talk.ours()[0].wire(hooked.agent.caller)["delivery"]["code"] == "http_422"


def test_whoever_wants_nothing_any_more_is_not_asked_again(cloud: Cloud) -> None:
    hooked = Hooked(cloud, Receiver(lambda _: Reply(status=410, left=True)))
    talk = Talk(hooked)
    talk.answers("one", "two")

    with hooked.agent.open():
        inbox = cloud.house.inboxes.get(hooked.agent, inbox=hooked.inbox.id, consistent=True)
    assert (inbox.state, inbox.why) == (State.DISABLED, "gone")
    assert (talk.states(), len(hooked.receiver.heard)) == (["failed", "failed"], 1)


def test_a_receiver_that_fails_for_five_days_is_switched_off(cloud: Cloud) -> None:
    hooked = Hooked(cloud, Receiver(lambda _: FAILING))
    talk = Talk(hooked)
    talk.answers("one")
    for _ in range(20):
        pass_time(hooked, hours=6)
    talk.answers("two")
    pass_time(hooked, minutes=1)

    with hooked.agent.open():
        inbox = cloud.house.inboxes.get(hooked.agent, inbox=hooked.inbox.id, consistent=True)
    assert (inbox.state, inbox.why) == (State.DISABLED, "failing")
    assert talk.states()[0] == "failed"
    assert len(hooked.receiver.heard) <= 12


def test_what_failed_is_sent_again_by_a_person_s_word(cloud: Cloud) -> None:
    hooked = Hooked(cloud, Receiver(lambda _: Reply(status=400, left=True)))
    talk = Talk(hooked)
    talk.answers("one", "two")
    hooked.receiver.answering = taken
    (first, _) = talk.ours()

    with hooked.agent.open():
        cloud.house.channels.retry(hooked.agent, conversation=talk.conversation, seq=first.seq)
    hooked.settle()

    assert (talk.states(), hooked.receiver.texts) == (["sent", "failed"], ["one"])
    with hooked.agent.open(), pytest.raises(Conflict, match="failed"):
        cloud.house.channels.retry(hooked.agent, conversation=talk.conversation, seq=first.seq)


def test_what_is_asked_for_while_others_go_out_is_sent_as_well(cloud: Cloud) -> None:
    """The run that is under way has passed it already, and notes how far it came after the asking."""
    hooked = Hooked(cloud, Receiver(lambda _: Reply(status=400, left=True)))
    talk = Talk(hooked)
    talk.answers("one")
    (first,) = talk.ours()

    def answering(ask: Ask) -> Reply:
        if b'"two"' in ask.body:
            with hooked.agent.open():
                cloud.house.channels.retry(
                    hooked.agent, conversation=talk.conversation, seq=first.seq
                )
        return taken(ask)

    hooked.receiver.answering = answering
    talk.answers("two")

    assert hooked.receiver.texts == ["two", "one"]
    assert talk.states() == ["sent", "sent"]


def test_what_is_asked_for_again_and_has_to_wait_is_not_forgotten(cloud: Cloud) -> None:
    """Behind others that have gone: they are not sent again with it."""
    hooked = Hooked(cloud, Receiver(lambda _: Reply(status=400, left=True)))
    talk = Talk(hooked)
    talk.answers("one")
    hooked.receiver.answering = taken
    talk.answers("two")
    hooked.receiver.answering = lambda _: FAILING
    (first, _) = talk.ours()
    with hooked.agent.open():
        cloud.house.channels.retry(hooked.agent, conversation=talk.conversation, seq=first.seq)
    hooked.settle()
    assert talk.states() == ["pending", "sent"]

    hooked.receiver.answering = taken
    pass_time(hooked, minutes=1)

    assert hooked.receiver.texts == ["two", "one"]
    assert talk.states() == ["sent", "sent"]


def test_receipts_go_forward_only(cloud: Cloud) -> None:
    hooked = Hooked(cloud)
    talk = Talk(hooked)
    talk.answers("one")
    (message,) = talk.ours()
    about = {"id": f"{talk.conversation}.{message.seq}"}
    receipt = {"type": "receipt", "about": about}

    seen = []
    for n, status in enumerate(("delivered", "read", "delivered", "failed")):
        hooked.post({**receipt, "id": f"r{n}", "status": status})
        hooked.settle()
        seen += talk.states()

    assert seen == ["delivered", "read", "read", "read"]


def test_a_receipt_of_another_merchant_s_message_changes_nothing(cloud: Cloud) -> None:
    hooked, other = Hooked(cloud), Hooked(cloud)
    talk = Talk(other)
    talk.answers("one")
    about = {"id": f"{talk.conversation}.{talk.ours()[0].seq}"}

    hooked.post({"type": "receipt", "id": "r1", "about": about, "status": "read"})
    hooked.settle()

    assert talk.states() == ["sent"]


def test_the_log_tells_each_attempt_to_its_own_merchant(cloud: Cloud) -> None:
    hooked = Hooked(cloud, Receiver(lambda _: Reply(status=503, body=b"overloaded", left=True)))
    talk = Talk(hooked)
    talk.answers("one")
    hooked.receiver.answering = taken
    pass_time(hooked, minutes=1)

    with hooked.agent.open():
        page = cloud.house.channels.log(hooked.agent, inbox=hooked.inbox.id, cursor=None, limit=9)
    assert [(each.outcome, each.status, each.detail) for _, each in page.items] == [
        ("accepted", 204, ""),
        ("retry", 503, "overloaded"),
    ]


def test_an_answer_outside_the_inbox_s_window_is_not_sent(cloud: Cloud) -> None:
    hooked = Hooked(cloud, settings={"window": {"hours": 24}})
    talk = Talk(hooked)
    talk.answers("in time")
    pass_time(hooked, hours=24, seconds=1)
    talk.answers("too late")

    assert talk.states() == ["sent", "failed"]
    told = talk.ours()[1].delivery
    assert told is not None
    assert told.code == "window_closed"


def test_what_is_about_to_go_out_is_counted_where_answers_are_counted(cloud: Cloud) -> None:
    """Else who writes quickly is told that there is room, until the last one has gone."""
    hooked = Hooked(cloud, settings={"window": {"hours": 24, "messages": 2}})
    talk = Talk(hooked)

    def left() -> int:
        with hooked.agent.open():
            means = cloud.house.channels.means(hooked.agent, conversation=talk.conversation)
        return int(means["window"]["left"])

    assert left() == 2
    talk.answers("on its way", settle=False)
    assert left() == 1
    hooked.settle()
    assert left() == 1


def test_a_customer_by_the_webhook_reads_nothing_by_the_widget_s_door(cloud: Cloud) -> None:
    """They are the conversation's customer, but hold no token: only a system speaks for them."""
    hooked = Hooked(cloud)
    talk = Talk(hooked)
    stranger = Desk(hooked.merchant, Caller(CallerKind.VISITOR, "0" * 26))

    with stranger.open(), pytest.raises(Exception, match="no such"):
        cloud.house.conversations.get(stranger, conversation=talk.conversation)
    assert system("x").kind is CallerKind.SYSTEM


def test_what_still_waits_when_its_inbox_is_removed_has_failed(cloud: Cloud) -> None:
    hooked = Hooked(cloud, Receiver(lambda _: FAILING))
    talk = Talk(hooked)
    talk.answers("one", "two")
    with hooked.agent.open(front=True):
        cloud.house.inboxes.remove(hooked.agent, inbox=hooked.inbox.id)
    pass_time(hooked, minutes=1)

    told = [message.wire(hooked.agent.caller)["delivery"] for message in talk.ours()]
    assert [(each["state"], each["code"]) for each in told] == [("failed", "inbox_removed")] * 2


def test_what_nobody_was_woken_for_is_sent_by_a_person_s_word(cloud: Cloud) -> None:
    """A process died between noting that it is to be sent again and saying so."""
    hooked = Hooked(cloud, Receiver(lambda _: Reply(status=400, left=True)))
    talk = Talk(hooked)
    talk.answers("one")
    (message,) = talk.ours()
    hooked.receiver.answering = taken

    def dies(when: str, service: str, operation: str, _: object) -> None:
        if (when, service, operation) == ("before", "sqs", "SendMessage"):
            raise OSError("gone")

    with hooked.agent.open():
        with cloud.aws.crossed_by(dies), pytest.raises(OSError, match="gone"):
            cloud.house.channels.retry(
                hooked.agent, conversation=talk.conversation, seq=message.seq
            )
        cloud.house.channels.retry(hooked.agent, conversation=talk.conversation, seq=message.seq)
    hooked.settle()

    assert talk.states() == ["sent"]
