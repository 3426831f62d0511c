"""What puts work on a queue, and what does not: every row of the rules, and the mappings' filters."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from chalicelib.conversations.model import NO_TICKET, Assignee, Event, HandoffReason, MessageKind
from chalicelib.conversations.service import Words
from chalicelib.core.ids import MerchantId, PersonId, new_id, new_sending_session
from chalicelib.live.relay import Relay
from chalicelib.live.rules import RULES
from chalicelib.table import keys
from chalicelib.wiring import House
from infra.parts import read
from tests.desk.test_conversations import say
from tests.desk.test_conversations_moving import TICKET, Talk
from tests.desk.test_fan_out import head_item, message_item, record

ROOT = Path(__file__).parents[2]
EVENTS = read(ROOT / "functions/relay/function.yaml")["Resources"]["Relay"]["Properties"]["Events"]
Record = dict[str, Any]
Job = tuple[str, dict[str, Any]]


class Queues:
    def __init__(self) -> None:
        self.sent: list[Job] = []
        self.owners: list[str] = []
        self.ordered: list[tuple[str, str]] = []
        self.relay = Relay(client=lambda: self, urls=str)

    def send_message(
        self,
        *,
        QueueUrl: str,  # noqa: N803 - AWS's
        MessageBody: str,  # noqa: N803
        MessageAttributes: Mapping[str, Mapping[str, str]],  # noqa: N803
        MessageGroupId: str = "",  # noqa: N803
        MessageDeduplicationId: str = "",  # noqa: N803
    ) -> None:
        if MessageGroupId:
            self.ordered.append((MessageGroupId, MessageDeduplicationId))
        self.sent.append((QueueUrl, json.loads(MessageBody)))
        self.owners.append(MessageAttributes["merchant"]["StringValue"])

    def of(self, *records: Record) -> list[Job]:
        self.sent.clear()
        for each in records:
            self.relay.forward(each)
        return list(self.sent)


def passes(source: str, given: Record) -> bool:
    """Would the mapping invoke the function for this record?"""
    filters = EVENTS[source]["Properties"]["FilterCriteria"]["Filters"]
    return any(_matches(given, json.loads(each["Pattern"])) for each in filters)


def _matches(value: Any, pattern: Any) -> bool:
    """A filter's pattern, as far as ours go: exact values, and that there is one."""
    if isinstance(pattern, dict):
        there = value if isinstance(value, dict) else {}
        return all(_matches(there.get(name), each) for name, each in pattern.items())
    return any(value is not None if each == {"exists": True} else value == each for each in pattern)


@pytest.fixture
def queues() -> Queues:
    return Queues()


@pytest.fixture
def talk(house: House, merchant: MerchantId) -> Talk:
    return Talk(house, merchant)


class Stream:
    """The desk's stream of one conversation: what its last writes tell."""

    def __init__(self, talk: Talk) -> None:
        self.talk, self.seq = talk, 0
        self.head: Any = None

    def new(self) -> list[Record]:
        desk, conversation = self.talk.agent, str(self.talk.id)
        with desk.open():
            head = head_item(desk, conversation)
            lines = [
                record(message_item(desk, conversation, n))
                for n in range(self.seq + 1, head.seq + 1)
            ]
            told = [*lines, record(head, self.head)]
        self.seq, self.head = head.seq, head
        return told


def ids(talk: Talk, **more: Any) -> dict[str, Any]:
    return {"merchant": talk.agent.merchant, "conversation": talk.id, **more}


def work(talk: Talk) -> Iterator[tuple[str, list[Job]]]:
    """A whole story, step by step, and the jobs that each step must and may make."""
    freed = {"merchant": talk.agent.merchant, "person": talk.agent.caller.id}
    yield "asks the bot", [("bot", ids(talk, seq=1))]
    talk.bot_says(1)
    yield "the bot answers", []
    with talk.visitor.open():
        talk.talk.see(talk.visitor, conversation=str(talk.id), seq=2)
    yield "the customer has seen it", []
    talk.asks("a person, please")
    yield "asks again", [("bot", ids(talk, seq=3))]
    talk.hand_over(up_to=3, text="One moment.")
    yield "handed over", [("assign", ids(talk, seq=4))]
    talk.asks("hello?")
    yield "asks while waiting", []
    ann = Assignee(PersonId(talk.agent.caller.id), "Ann")
    talk.move(Event.ASSIGNED, talk.system, to=ann, data={"reason": "least_loaded"})
    yield "assigned", []
    session = new_sending_session()
    with talk.agent.open():
        talk.talk.register(talk.agent, conversation=str(talk.id), session=session)
    say(talk.house, talk.agent, talk.id, Words(session, 1, "Hello."))
    yield "the agent answers", []
    talk.asks("my parcel")
    yield "an ordinary message to the holder", []
    bo = Assignee(PersonId(new_id()), "Bo")
    talk.move(Event.TRANSFERRED, to=bo, data={"name": "Bo"})
    yield "transferred to a colleague", [("assign", freed)]
    talk.move(Event.TRANSFERRED, talk.owner, to=ann, data={"name": "Ann"})
    yield "and back by a supervisor", [("assign", {**freed, "person": bo.id})]
    talk.move(Event.TRANSFERRED, team="T", data={"name": "Billing"})
    yield "to a team", [("assign", ids(talk, seq=talk.head.seq)), ("assign", freed)]
    talk.move(Event.TRANSFERRED, team="U", data={"name": "Sales"})
    yield "to another team while it waits", [("assign", ids(talk, seq=talk.head.seq))]
    yield from with_a_ticket(talk, session, freed)


def with_a_ticket(
    talk: Talk, session: str, freed: dict[str, Any]
) -> Iterator[tuple[str, list[Job]]]:
    """A queued conversation is taken, gets a ticket and loses it again."""
    talk.move(Event.TAKEN)
    with talk.system.open():
        talk.talk.tell(
            talk.system,
            conversation=str(talk.id),
            event=Event.TICKET_OPENED,
            data={"number": 1042},
            ticket=TICKET,
        )
    yield "taken, and a ticket made", []
    at = talk.asks("how long?")
    by = {"ticket": TICKET.id, "by": "customer", "at": said_at(talk, at), "event": ""}
    yield "a word in a conversation with a ticket", [("ticket", ids(talk, seq=at, **by))]
    say(talk.house, talk.agent, talk.id, Words(session, 2, "look", MessageKind.NOTE))
    yield "a note in it", []
    talk.move(Event.RESOLVED)
    yield "resolved", [("assign", freed)]
    talk.rate(5, "kind")
    at = talk.head.seq
    by = {"ticket": TICKET.id, "by": "customer", "at": said_at(talk, at), "event": "rated"}
    yield "rated, and the ticket keeps it", [("ticket", ids(talk, seq=at, **by))]
    with talk.system.open():
        talk.talk.tell(
            talk.system,
            conversation=str(talk.id),
            event=Event.TICKET_CHANGED,
            data={"status": "closed"},
            ticket=NO_TICKET,
        )
    yield "the ticket is closed", []
    talk.rate(4, "kind")
    yield "rated again", []
    seq = talk.asks("again")
    yield "reopened", [("assign", ids(talk, seq=seq))]


def said_at(talk: Talk, seq: int) -> str:
    with talk.agent.open():
        return str(message_item(talk.agent, str(talk.id), seq).said_at)


def test_every_step_of_a_conversation_makes_its_jobs_and_no_others(
    talk: Talk, queues: Queues
) -> None:
    stream = Stream(talk)
    for step, jobs in work(talk):
        assert queues.of(*stream.new()) == jobs, step
        assert set(queues.owners) <= {talk.agent.merchant}


def test_the_mapping_invokes_the_function_for_exactly_what_makes_a_job(
    talk: Talk, queues: Queues
) -> None:
    stream = Stream(talk)
    for step, _ in work(talk):
        for each in stream.new():
            assert passes("Desk", each) is bool(queues.of(each)), step


def an_item(kind: str, pk: str, sk: str, **more: str) -> dict[str, Any]:
    return {
        name: {"S": value} for name, value in {"pk": pk, "sk": sk, "kind": kind, **more}.items()
    }


def told(new: dict[str, Any] | None, old: dict[str, Any] | None = None, event: str = "") -> Record:
    there = new or old or {}
    images = {"NewImage": new, "OldImage": old}
    return {
        "eventName": event or ("MODIFY" if old else "INSERT"),
        "dynamodb": {
            "Keys": {name: there[name] for name in ("pk", "sk")},
            **{name: image for name, image in images.items() if image},
        },
    }


def test_a_ticket_that_is_made_or_changes_is_looked_at(queues: Queues) -> None:
    new = an_item("ticket", "M#m1#TICKET#t1", "HEAD", version="1")
    opened, answered = new | {"version": {"S": "2"}}, new | {"answered_at": {"N": "1"}}
    job = [("ticket", {"merchant": "m1", "ticket": "t1"})]

    assert queues.of(told(new)) == job
    assert queues.of(told(opened, new)) == queues.of(told(answered, new)) == job
    assert queues.of(told(new, new)) == []
    assert queues.of(told(None, new, "REMOVE")) == []
    assert passes("Desk", told(opened, new))
    assert not passes("Desk", told(None, new, "REMOVE"))


def test_what_the_desk_itself_notes_at_a_ticket_sets_off_nothing(queues: Queues) -> None:
    """Or telling of a ticket would make the next job, and that the next."""
    new = an_item("ticket", "M#m1#TICKET#t1", "HEAD", version="1")
    for noted in ("told", "mailed", "clocks", "seq"):
        assert queues.of(told(new | {noted: {"S": "x"}}, new)) == []


def test_a_job_of_the_knowledge_is_built_once(queues: Queues) -> None:
    item = an_item("knowledge_job", "M#m1#KNOWLEDGE", "JOB#j1")
    job = [("knowledge", {"merchant": "m1", "job": "j1"})]

    assert queues.of(told(item)) == job
    assert queues.of(told(item, event="MODIFY")) == []  # the ledger's stream has no old images
    assert passes("Ledger", told(item))
    assert not passes("Ledger", told(item, event="MODIFY"))


@pytest.mark.parametrize("what", ["changed", "role_changed", "removed"])
def test_a_member_with_other_room_or_none_is_looked_at(queues: Queues, what: str) -> None:
    entry = an_item("audit_entry", "M#m1#AUDIT", "ENTRY#1", action=f"member.{what}", object="p1")

    job = {"merchant": "m1", "person": "p1"}
    leaves = what != "changed"  # then the tickets are looked at too

    assert queues.of(told(entry)) == [("assign", job), ("ticket", job)][: 1 + leaves]
    assert passes("Ledger", told(entry))


def test_when_a_team_is_removed_the_queue_is_looked_at(queues: Queues) -> None:
    entry = an_item("audit_entry", "M#m1#AUDIT", "ENTRY#1", action="team.removed", object="t1")

    assert queues.of(told(entry)) == [("assign", {"merchant": "m1"})]
    assert passes("Ledger", told(entry))


@pytest.mark.parametrize("kind", ["sla_policy", "calendar"])
@pytest.mark.parametrize("event", ["INSERT", "MODIFY"])
def test_other_targets_or_hours_set_out_through_the_open_tickets(
    queues: Queues, kind: str, event: str
) -> None:
    setting = told(an_item(kind, "M#m1", "SLA"), event=event)

    assert queues.of(setting) == [("ticket", {"merchant": "m1", "state": "new"})]
    assert passes("Ledger", setting)


def test_a_customers_other_name_is_looked_for_at_their_tickets(queues: Queues) -> None:
    old = an_item("customer", "M#m1#CUSTOMER#c1", "HEAD")
    new = old | {"name": {"B": "sealed"}}

    assert queues.of(told(new, old)) == [("ticket", {"merchant": "m1", "customer": "c1"})]
    assert passes("Desk", told(new, old))
    assert queues.of(told(new, new)) == queues.of(told(new)) == []
    assert not passes("Desk", told(new))
    assert not passes("Desk", told(old, old))  # most visitors have no name


def test_what_goes_out_by_an_inbox_follows_the_other_words_of_its_conversation(
    queues: Queues,
) -> None:
    """In a queue in order, by the conversation alone; a record that comes twice is one job."""
    first = an_item("message", "M#m1#CONVERSATION#c1", "MSG#000000000003", send="i1")
    second = an_item("message", "M#m1#CONVERSATION#c1", "MSG#000000000004", send="i1")
    other = an_item("message", "M#m1#CONVERSATION#c2", "MSG#000000000003", send="i1")
    job = ("outbound", {"merchant": "m1", "conversation": "c1"})

    jobs = queues.of(told(first), told(first), told(second), told(other))

    assert jobs == [job, job, job, ("outbound", {"merchant": "m1", "conversation": "c2"})]
    assert [group for group, _ in queues.ordered] == ["c1", "c1", "c1", "c2"]
    once = [each for _, each in queues.ordered]
    assert once[0] == once[1]
    assert len(set(once)) == 3
    assert all(passes("Desk", told(each)) for each in (first, second, other))


def test_how_far_a_message_has_come_sends_nothing_again(queues: Queues) -> None:
    old = an_item("message", "M#m1#CONVERSATION#c1", "MSG#000000000003", send="i1")
    delivered = told(old | {"delivery": {"B": "x"}}, old)

    assert queues.of(delivered) == []
    assert not passes("Desk", delivered)


def test_other_entries_of_the_audit_are_nobodys_work(queues: Queues) -> None:
    for action in ("member.joined", "merchant.changed", "customer.read"):
        entry = an_item("audit_entry", "M#m1#AUDIT", "ENTRY#1", action=action, object="p1")
        assert queues.of(told(entry)) == []
        assert not passes("Ledger", told(entry))


def test_other_items_put_nothing_on_a_queue(queues: Queues) -> None:
    for kind in ("conversation", "customer", "audit_entry", "merchant", "ticket_event"):
        item = an_item(kind, "M#m1#X#x", "HEAD", status="queued", work="bot")
        assert queues.of(told(item)) == []
        assert not passes("Desk", told(item))
        assert not passes("Ledger", told(item))


def test_every_row_has_fired_in_these_tests() -> None:
    """A new row comes with its case."""
    assert [(rule.kind, str(rule.queue)) for rule in RULES] == [
        ("outbox", "mail"),
        ("message", "bot"),
        ("message", "assign"),
        ("message", "assign"),
        ("message", "outbound"),
        ("audit_entry", "assign"),
        ("audit_entry", "assign"),
        ("message", "ticket"),
        ("ticket", "ticket"),
        ("audit_entry", "ticket"),
        ("sla_policy", "ticket"),
        ("calendar", "ticket"),
        ("customer", "ticket"),
        ("knowledge_job", "knowledge"),
    ]


def test_a_job_names_nobody_and_says_nothing_of_what_was_said(talk: Talk, queues: Queues) -> None:
    talk.hand_over(up_to=1, reason=HandoffReason.ASKED, text="One moment.")
    stream = Stream(talk)

    told_all = json.dumps(queues.of(*stream.new()))
    assert not any(word in told_all for word in ("where is it?", "One moment", "李娜"))


def test_keys_tell_what_a_partition_is_about() -> None:
    assert keys.subject_of("M#m1#TICKET#t1") == "t1"
