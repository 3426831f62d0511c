"""Tickets on real conditions: numbers, conflicts, the timeline, and what is sealed."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from chalicelib.core.ids import MerchantId, new_id
from chalicelib.core.rights import Role
from chalicelib.core.values import replace
from chalicelib.table.desk import Desk
from chalicelib.tickets.model import AuthorKind, Priority, Status
from chalicelib.tickets.rules import Wanted
from chalicelib.wiring import House
from tests.desk.agents import agent_of
from tests.desk.cases import Case
from tests.desk.standing import MovableClock, NewMerchant, Stage, desk_of
from tests.desk.stories import deliver
from tests.desk.test_assignment_races import at_once


@pytest.fixture
def case(house: House, merchant: MerchantId) -> Case:
    return Case(house, merchant)


def test_fifty_made_at_once_have_fifty_numbers(case: Case) -> None:
    made = at_once([lambda n=n: case.make(f"Case {n}") for n in range(50)])

    assert sorted(ticket.number for ticket in made) == list(range(1, 51))
    assert len({ticket.id for ticket in made}) == 50


def test_numbers_are_each_merchants_own(house: House, new_merchant: NewMerchant) -> None:
    cases = [Case(house, new_merchant()) for _ in range(2)]

    assert [case.make().number for case in cases for _ in range(2)] == [1, 2, 1, 2]


def test_a_number_drawn_for_nothing_is_not_drawn_again(case: Case) -> None:
    with pytest.raises(Invalid), case.agent.open(front=True):
        case.house.tickets.create(case.agent, wanted=Wanted("x", person=new_id()))
    first = case.make()
    with case.agent.open():
        case.house.tickets._store.next_number(case.agent)

    assert (first.number, case.make().number) == (1, 3)


def test_a_ticket_reads_as_it_was_made(case: Case) -> None:
    wanted: dict[str, Any] = {
        "description": "Since Tuesday.",
        "priority": Priority.HIGH,
        "category": "lamps",
        "tags": ("vip", "灯"),
        "person": case.agent.caller.id,
    }
    made = case.make(**wanted)

    assert case.now(made) == made
    with case.agent.open():
        whole = case.house.tickets.whole(case.agent, ticket=made.id)
    assert whole["description"] == "Since Tuesday."
    assert whole["assignee"] == {"id": case.agent.caller.id, "name": "May"}
    assert (whole["tags"], whole["number"], whole["version"]) == (["vip", "灯"], 1, 1)


def test_what_people_write_lies_sealed_and_the_vocabulary_clear(case: Case, dynamodb: Any) -> None:
    made = case.make(
        "canary title", description="canary text", category="lamps", person=case.agent.caller.id
    )
    case.comment(made, "canary note", public=False)
    with case.agent.open(front=True):
        case.house.tickets.transition(
            case.agent, ticket=made.id, to=Status.PENDING, version=1, reason="canary reason"
        )
    text = json.dumps(case.rows(dynamodb, made), default=lambda blob: blob.decode("latin-1"))

    assert "canary" not in text
    assert "May" not in text
    assert "lamps" in text
    assert "pending" in text


def test_a_stale_agent_cannot_move_give_or_rename_it(case: Case) -> None:
    made = case.make()
    case.move(made, Status.PENDING)
    service, agent = case.house.tickets, case.agent
    acts: list[Callable[[], object]] = [
        lambda: service.transition(agent, ticket=made.id, to=Status.RESOLVED, version=1),
        lambda: service.assign(agent, ticket=made.id, version=1, person=None, team=None),
        lambda: service.change(agent, ticket=made.id, version=1, values={"title": "x"}),
        lambda: service.change(agent, ticket=made.id, version=1, values={"description": "x"}),
    ]
    for act in acts:
        with pytest.raises(Stale) as refused, agent.open(front=True):
            act()
        assert refused.value.extra == {"state": "pending", "version": 2}
    assert case.kinds(made) == ["created", "transition"]


def test_of_ten_who_decide_by_the_same_version_one_is_heard(case: Case) -> None:
    made = case.make()

    def act() -> str:
        with case.agent.open(front=True):
            try:
                case.house.tickets.transition(
                    case.agent, ticket=made.id, to=Status.RESOLVED, version=1
                )
            except Stale:
                return "stale"
        return "done"

    assert sorted(at_once([act] * 10)) == ["done", *["stale"] * 9]
    assert case.kinds(made) == ["created", "transition"]


def test_words_said_at_once_all_stand_in_one_dense_timeline(case: Case) -> None:
    made = case.make()
    at_once([lambda n=n: case.comment(made, f"note {n}", public=bool(n % 2)) for n in range(6)])

    assert sorted(case.kinds(made)[1:]) == ["comment"] * 3 + ["note"] * 3
    assert case.now(made).version == 1


def test_an_illegal_step_names_those_that_can_be_taken(case: Case) -> None:
    made = case.make()
    with pytest.raises(Conflict) as refused, case.agent.open(front=True):
        case.house.tickets.transition(case.agent, ticket=made.id, to=Status.CLOSED, version=1)

    assert refused.value.extra["rule"] == "state"
    assert refused.value.extra["allowed"] == ["open", "pending", "on_hold", "resolved"]


def test_it_is_given_to_members_who_answer_and_to_teams_there_are(
    case: Case, house: House, new_merchant: NewMerchant
) -> None:
    made, service = case.make(), case.house.tickets
    viewer = agent_of(house, MerchantId(case.agent.merchant), role=Role.VIEWER)
    foreign = agent_of(house, new_merchant())
    for person in (viewer.caller.id, foreign.caller.id, new_id()):
        with pytest.raises(Invalid) as refused, case.agent.open(front=True):
            service.assign(case.agent, ticket=made.id, version=1, person=person, team=None)
        assert refused.value.extra == {"pointer": "/person", "rule": "member"}
    with pytest.raises(Invalid) as refused, case.agent.open(front=True):
        service.assign(case.agent, ticket=made.id, version=1, person=None, team=new_id())
    assert refused.value.extra == {"pointer": "/team", "rule": "team"}


def test_a_program_makes_one_for_somebody_who_has_never_come(case: Case, stage: Stage) -> None:
    program = replace(case.agent, caller=api_key(case.house, case.agent))
    with program.open(front=True):
        made = case.house.tickets.create(
            program,
            wanted=Wanted("Where is my order?"),
            contact={"email": "Zhang@Guest.example", "name": "张伟", "locale": "zh"},
        )
    case.follow(made)
    deliver(stage)

    with case.agent.open():
        (created, _) = case.house.tickets.timeline(case.agent, ticket=made.id).entries
    assert (created.by.kind, created.by.name) == (AuthorKind.API, "Warehouse")
    assert made.customer_name == "张伟"
    assert stage.mailer.sent[0].to == "zhang@guest.example"
    assert stage.mailer.sent[0].subject == "青竹里：您的工单 #1"


def api_key(house: House, desk: Desk) -> Caller:
    with desk.open(front=True):
        key, _ = house.api_keys.make(desk, name="Warehouse", role=Role.AGENT)
    return Caller(CallerKind.API_KEY, key.id, role=key.role)


def test_it_is_a_customers_or_a_contacts_and_of_no_other_merchants(
    case: Case, house: House, new_merchant: NewMerchant
) -> None:
    stranger = Case(house, new_merchant()).visitor.caller.id
    wanted, contact = Wanted("x"), {"email": "x@guest.example"}
    with case.agent.open(front=True):
        with pytest.raises(NotFound):
            house.tickets.create(case.agent, wanted=wanted, customer=stranger)
        with pytest.raises(Invalid):
            house.tickets.create(
                case.agent, wanted=wanted, customer=case.visitor.caller.id, contact=contact
            )


def test_a_description_comes_changes_and_goes(case: Case) -> None:
    made, service = case.make(), case.house.tickets
    for version, text in enumerate(("first", "second", "", "again"), 1):
        with case.agent.open(front=True):
            service.change(
                case.agent, ticket=made.id, version=version, values={"description": text}
            )
            assert service.whole(case.agent, ticket=made.id)["description"] == text


def test_a_viewer_changes_nothing_and_a_visitor_sees_only_their_own(
    case: Case, house: House, merchant: MerchantId
) -> None:
    made = case.from_talk()
    viewer = agent_of(house, merchant, role=Role.VIEWER)
    stranger = Case(house, merchant).visitor
    with pytest.raises(Forbidden), viewer.open(front=True):
        case.house.tickets.comment(viewer, ticket=made.id, text="x", public=False)
    with pytest.raises(NotFound), stranger.open():
        case.house.tickets.public(stranger, ticket=made.id)


def test_its_conversation_is_told_in_the_same_transaction_and_has_one_open_ticket(
    case: Case,
) -> None:
    made = case.from_talk()
    with case.agent.open():
        head = case.house.conversations.get(case.agent, conversation=case.conversation)

    assert (head.ticket.id, head.ticket.number) == (made.id, made.number)
    assert case.events() == ["ticket_opened new"]
    assert (made.customer, made.customer_name) == (case.visitor.caller.id, "李娜")
    with pytest.raises(Conflict) as refused:
        case.from_talk()
    assert refused.value.extra["rule"] == "ticket"


def test_of_two_tickets_made_of_one_conversation_at_once_one_is_there(case: Case) -> None:
    def act() -> str:
        try:
            return case.from_talk().id
        except Conflict:
            return ""

    made = [ticket for ticket in at_once([act] * 4) if ticket]
    assert len(made) == 1
    with case.visitor.open():
        own = case.house.tickets.of_visitor(case.visitor, cursor=None, limit=50)
    assert [ticket.id for ticket in own.items] == made


def test_a_customer_leaves_word_as_themselves(case: Case) -> None:
    with case.visitor.open(front=True):
        made = case.house.tickets.create_from_conversation(
            case.visitor, conversation=case.conversation, wanted=Wanted("Call me"), as_customer=True
        )
    with case.agent.open():
        (entry,) = case.house.tickets.timeline(case.agent, ticket=made.id).entries
    assert entry.by.kind is AuthorKind.CUSTOMER


def test_a_customer_sees_state_and_public_history_alone(case: Case, clock: MovableClock) -> None:
    made = case.from_talk(description="canary", person=case.agent.caller.id)
    other = agent_of(case.house, MerchantId(case.agent.merchant), name="Canary Person")
    case.comment(made, "canary note", public=False)
    case.comment(made, "We look at it.", public=True)
    with other.open(front=True):
        case.house.tickets.transition(
            other, ticket=made.id, to=Status.PENDING, version=1, reason="canary reason"
        )
    with case.visitor.open():
        seen = case.house.tickets.public(case.visitor, ticket=made.id)

    assert "canary" not in json.dumps(seen).lower()
    assert [entry["kind"] for entry in seen["history"]] == ["created", "comment", "transition"]
    assert seen["history"][1]["by"] == {"kind": "agent", "name": "May"}
    assert seen["history"][2]["by"] == {"kind": "agent"}
    assert (seen["status"], seen["assignee_name"]) == ("pending", "May")


def test_saved_views_are_ones_own_and_twenty_at_the_most(case: Case, house: House) -> None:
    views, other = case.house.counter.views, agent_of(house, MerchantId(case.agent.merchant))
    with case.agent.open():
        for n in range(20):
            views.save(case.agent, name=f"View {n}", filters={"status": "open"})
        with pytest.raises(Conflict) as refused:
            views.save(case.agent, name="One more", filters={})
        assert refused.value.extra == {"rule": "views"}
        kept = views.all(case.agent)
        views.remove(case.agent, view=kept[0].id)
        assert views.all(case.agent) == kept[1:]
    with other.open():
        assert views.all(other) == []
        with pytest.raises(NotFound):
            views.remove(other, view=kept[1].id)


def taken(case: Case, by: Desk) -> None:
    with by.open(front=True):
        case.house.assignment.take(by, conversation=case.conversation)


def test_a_ticket_of_a_conversation_is_its_holders_unless_somebody_else_is_chosen(
    case: Case, house: House
) -> None:
    """Made by hand, by a colleague or by the customer; `person` may name another one, or nobody."""
    bo = agent_of(house, case.agent.merchant, name="Bo")
    nobodys = case.move(case.from_talk(), Status.RESOLVED)
    assert nobodys.assignee is None
    taken(case, case.agent)

    def made(by: Desk, *, as_customer: bool = False, **body: Any) -> str:
        wanted = Wanted.of({"title": "The lamp", **body})
        with by.open(front=True):
            ticket = house.tickets.create_from_conversation(
                by, conversation=case.conversation, wanted=wanted, as_customer=as_customer
            )
        case.move(ticket, Status.RESOLVED)
        return ticket.assignee.name if ticket.assignee else ""

    assert made(case.agent) == made(bo) == made(case.visitor, as_customer=True) == "May"
    assert made(case.agent, person=bo.caller.id) == "Bo"
    assert made(case.agent, person=None) == ""


def test_it_is_nobodys_where_the_holder_may_not_answer_any_more(case: Case, house: House) -> None:
    bo = agent_of(house, case.agent.merchant, name="Bo")
    taken(case, bo)
    owner = desk_of(bo.merchant)
    with owner.open(front=True):
        house.people.remove(owner, person=bo.caller.id)

    assert case.from_talk().assignee is None
