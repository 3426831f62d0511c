"""What a message and a list cost: units computed from real items, on real conditions."""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest

from chalicelib.conversations.messages import PREVIEW_BYTES, preview
from chalicelib.core.caller import system
from chalicelib.due.items import DueItem
from chalicelib.live.relay import Relay
from chalicelib.table import guard, keys, pages
from chalicelib.table.desk import Desk
from infra.bench import costs, due, texts
from infra.bench.costs import Played
from infra.bench.lists import FEW, MANY, Lists
from infra.bench.play import Play, pushed
from infra.bench.theatre import Theatre, clients_of, theatre
from infra.bench.units import item_size

HEAD_BYTES = 960


@pytest.fixture(scope="module")
def stage() -> Iterator[Theatre]:
    with theatre() as made:
        yield made


@pytest.fixture(scope="module")
def played(stage: Theatre) -> Played:
    return costs.play(stage, texts.STATED)


def test_a_widget_message_is_one_read_and_one_transaction_of_four_units(played: Played) -> None:
    step = played.following

    assert [call.operation for call in step.calls] == ["GetItem", "TransactWriteItems"]
    assert (step.writes, step.reads) == (4, 1)


@pytest.mark.parametrize("side", ["customer", "agent"])
def test_a_process_that_does_not_know_a_customer_asks_for_their_key_once(
    stage: Theatre, side: str
) -> None:
    """A third round trip, half a unit, behind the head that names the customer; then none any more."""
    scene = Play(stage)
    for actor in (scene.customer, scene.agent):
        scene.hello(actor)
    scene.say(scene.customer, "hello")
    scene.take()
    scene.sync(scene.agent, join=True)
    scene.say(scene.agent, "how can I help?")  # whoever replies first has a letter put down as well
    speaker = getattr(scene, side)
    stage.forget_customers()
    cold, warm = scene.say(speaker, "one"), scene.say(speaker, "two")

    assert [call.operation for call in cold.calls] == ["GetItem", "GetItem", "TransactWriteItems"]
    assert (cold.writes, cold.reads) == (4, 1.5)
    assert [call.operation for call in warm.calls] == ["GetItem", "TransactWriteItems"]


def test_a_process_that_does_not_know_the_merchant_either_asks_for_two_keys(stage: Theatre) -> None:
    scene = Play(stage)
    scene.hello(scene.customer)
    scene.say(scene.customer, "hello")
    stage.forget_keys()
    cold = scene.say(scene.customer, "one")

    trips = [call.operation for call in cold.calls]
    assert trips == ["GetItem", "GetItem", "GetItem", "Decrypt", "TransactWriteItems"]
    assert (cold.writes, cold.reads) == (4, 2)


def test_its_two_items_stay_under_the_kilobyte_that_a_unit_pays_for(played: Played) -> None:
    images = played.following.of("TransactWriteItems")[0].images

    assert len(images) == 2
    assert all(max(item_size(old), item_size(new)) <= 1_024 for _, old, new in images)


def test_so_they_do_after_bot_handover_team_assignment_and_ticket(played: Played) -> None:
    step = played.steps["message to the holder, after bot, team and ticket"]

    assert (step.writes, step.reads) == (4, 1)
    assert all(
        max(item_size(old), item_size(new)) <= 1_024
        for _, old, new in step.of("TransactWriteItems")[0].images
    )


def test_such_a_head_has_room_for_the_longest_preview(played: Played) -> None:
    """Of four sending sessions, with names of the stated lengths."""
    step = played.steps["message to the holder, after bot, team and ticket"]
    head = max(item_size(new) for _, old, new in step.of("TransactWriteItems")[0].images if old)
    more = PREVIEW_BYTES - len(preview(texts.STATED.customer).encode())

    assert head <= HEAD_BYTES
    assert head + more <= 1_024


def test_the_bots_turn_costs_what_anybodys_does(played: Played) -> None:
    asked, answered = played.steps["message to the bot"], played.steps["bot's answer"]

    assert (asked.writes, answered.writes) == (4, 4)
    assert asked.reads == 1 + 0.5  # is the bot still on?


def test_an_ordinary_message_puts_nothing_on_a_queue(played: Played) -> None:
    sent: list[object] = []
    relay = Relay(
        client=lambda: SimpleNamespace(send_message=lambda **job: sent.append(job)), urls=str
    )
    for record in pushed([played.following]):
        relay.forward(record)

    assert sent == []


def test_a_repeated_message_writes_nothing(played: Played) -> None:
    assert played.steps["repeated message"].writes == 0


def test_a_blocked_customers_message_is_one_read_and_no_write(stage: Theatre) -> None:
    scene = Play(stage)
    scene.hello(scene.customer)
    scene.say(scene.customer, "one")
    desk, customer = scene.agent.desk, scene.customer.desk.caller.id
    with desk.open():
        stage.house.dealings.block(desk, customer_id=customer, reason="spam")
    scene.customer.n += 1
    again = scene.words(scene.customer, "two")
    refused, step = scene.send(scene.customer, again, "refused")

    assert refused["rule"] == "blocked"
    assert [call.operation for call in step.calls] == ["GetItem"]
    assert (step.writes, step.reads) == (0, 1)


def test_a_message_that_moves_the_list_of_all_pays_two_units_for_it(played: Played) -> None:
    assert played.steps["message that moves the lists"].writes == 4 + 2


def test_a_talk_at_its_pace_stays_within_the_budget(played: Played) -> None:
    units = [step.writes for step in played.messages]

    assert sum(units) / len(units) <= costs.MAX_WRITES


def test_a_batch_asks_once_for_its_sockets_and_tells_each_of_them_once(played: Played) -> None:
    one, many = (played.steps[f"fan_out of {n}"] for n in ("1 message", "10 messages"))

    assert one.reads == many.reads
    assert len(many.of("PostToConnection")) == len(one.of("PostToConnection"))


def test_every_message_comes_out_of_the_stream_with_its_head(played: Played) -> None:
    kinds = [r["dynamodb"]["NewImage"]["kind"]["S"] for r in pushed([played.following])]

    assert sorted(kinds) == ["conversation", "message"]


def test_who_said_it_is_pushed_it_on_every_socket_but_that_one(stage: Theatre) -> None:
    scene = Play(stage)
    elsewhere = replace(scene.customer, connection="GXLKcustomer02Ag=")
    scene.open(elsewhere)
    scene.hello(scene.customer)
    said = [scene.say(scene.customer, text) for text in ("one", "two")]

    posts = scene.deliver(said[1:]).of("PostToConnection")

    reached = {post.request["ConnectionId"] for post in posts}
    assert reached == {elsewhere.connection, scene.agent.connection}


def test_a_first_page_costs_the_same_with_more_behind_it(stage: Theatre) -> None:
    lists = Lists(stage, texts.STATED)

    for listed in lists.all():
        assert lists.reads(listed, FEW) == lists.reads(listed, 2 * FEW), listed.title


def test_a_page_without_an_end_would_be_found_out(stage: Theatre) -> None:
    lists = Lists(stage, texts.STATED)
    listed = next(lists.all())
    view = stage.house.conversations.view
    endless = replace(
        listed, page=lambda: view(lists.agent, view="unassigned", cursor=None, limit=10_000)
    )

    assert lists.reads(endless, 40) < lists.reads(endless, 80)


def test_a_minute_of_the_sla_check_costs_what_is_due_whatever_is_open(stage: Theatre) -> None:
    few, many = (due.minute(stage, open_tickets=count) for count in (FEW, MANY))

    assert few.reads == many.reads
    assert few.writes == many.writes


def test_an_entry_that_is_not_due_would_be_found_out(stage: Theatre) -> None:
    """Were the query without its upper bound, the entries behind it would cost."""
    desk = Desk(stage.merchant(), system("test"))
    entries = due.Entries(desk, [], later=400)

    def query(high: str) -> float:
        shard, client = keys.due_shard(0), clients_of(stage.house)[0]
        scope = guard.scope(family=keys.DUE)
        with entries.before(client), stage.trace.step() as step, scope:
            pages.query(
                DueItem, shard, pk_name="due_pk", sk_name="due_sk", index="due", between=("0", high)
            )
        return step.reads

    assert query("2998") == 0.5
    assert query("3000") > 0.5
