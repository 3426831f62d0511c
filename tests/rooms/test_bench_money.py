"""The price of messages against sums worked by hand."""

from dataclasses import astuple, replace

import pytest

from infra.bench import bills
from infra.bench.bills import Ledger, fetched, kept
from infra.bench.chain import Run
from infra.bench.duel import Result
from infra.bench.loads import LOADS, Load
from infra.bench.money import Fetched, Misses, Prices, Traffic, Work, bill
from infra.bench.story import BACK, DOOR, TO_AGENT, Leg
from infra.bench.trace import Call, Step

DOOR_WORK = Work(
    cpu_ms=2,
    round_trips=2,
    memory_mb=512,
    write_units=4.5,
    read_units=1,
    log_bytes=300,
    fetched=Fetched(key_calls=1, read_units=2, round_trips=4),
)
# One of two messages that share an invocation.
FAN_OUT = Work(
    cpu_ms=1.5,
    round_trips=2,
    memory_mb=512,
    write_units=0,
    read_units=0.5,
    log_bytes=400,
    queue_requests=3,
    batch=2,
)
TRAFFIC = Traffic(
    works=[DOOR_WORK, FAN_OUT],
    inbound=1,
    pushes=2,
    push_bytes=1_000,
    ack_bytes=200,
    stored_bytes=450,
    connection_minutes=2,
)
KNOWN, MISSES = Misses(0, 0), Misses(merchant=0.02, customer=0.5)


def test_a_duration_is_stretched_processor_time_and_waits_in_whole_milliseconds() -> None:
    # 2 ms x 1769 / 512 = 6.91 ms, and two waits of 5 ms
    assert DOOR_WORK.milliseconds(KNOWN) == 17
    assert replace(DOOR_WORK, memory_mb=1_769).milliseconds(KNOWN) == 12
    assert replace(DOOR_WORK, memory_mb=3_538).milliseconds(KNOWN) == 12
    assert replace(DOOR_WORK, cpu_ms=0, round_trips=0).milliseconds(KNOWN) == 1


def test_who_does_not_know_a_key_waits_for_it_and_a_batch_is_worked_through_in_one() -> None:
    # every second one makes four more calls: ten milliseconds
    assert DOOR_WORK.milliseconds(MISSES) == 27
    # 2 x (1.5 ms x 3.455 + 2 x 5 ms) = 30.4 ms
    assert FAN_OUT.milliseconds(MISSES) == 31


def test_every_line_is_what_it_is_by_hand() -> None:
    lines = bill(TRAFFIC, MISSES).lines
    micro = {name: dollars * 1e6 for name, dollars in lines.items()}

    assert micro["inbound"] == pytest.approx(1.00)
    assert micro["acknowledgement and pushes"] == pytest.approx(3.00)
    assert micro["connection minutes"] == pytest.approx(0.50)
    # 0.20 + 27 ms x 0.5 GB x 13.3334 = 0.3800; half of 0.20 + 31 ms x 0.5 GB x 13.3334 = 0.4067
    assert micro["functions"] == pytest.approx(0.3800 + 0.4067 / 2, abs=1e-4)
    assert micro["writes"] == pytest.approx(4.5 * 0.625)
    assert micro["reads"] == pytest.approx((1 + 0.5 + 0.5 * 2) * 0.125)
    assert micro["queues"] == pytest.approx(3 * 0.40)
    assert micro["logs"] == pytest.approx((300 + 400 / 2) * 0.0005)
    assert micro["keys"] == pytest.approx(0.02 * 3)
    assert micro["egress"] == pytest.approx(1_200 * 0.00009)
    assert micro["storage"] == pytest.approx(450 * 0.00045)


def test_the_total_is_the_sum_of_its_lines_and_many_cost_so_many_times_as_much() -> None:
    made = bill(TRAFFIC, MISSES)

    assert made.total == pytest.approx(sum(made.lines.values()))
    assert made.times(1_000).total == pytest.approx(made.total * 1_000)


def test_a_greater_batch_costs_less_and_a_greater_price_more() -> None:
    alone = replace(TRAFFIC, works=[DOOR_WORK, replace(FAN_OUT, batch=1)])
    dearer = bill(TRAFFIC, MISSES, replace(Prices(), write_unit=1.25e-6)).total

    assert bill(alone, MISSES).total > bill(TRAFFIC, MISSES).total
    assert dearer == pytest.approx(bill(TRAFFIC, MISSES).total + 4.5 * 0.625e-6)


def test_memory_is_what_the_template_says_of_a_function_or_of_all() -> None:
    template = {
        "Globals": {"Function": {"MemorySize": 512}},
        "Resources": {"Big": {"Properties": {"MemorySize": 1024}}, "Small": {"Properties": {}}},
    }

    assert [bills.memory_of(template, name) for name in ("Big", "Small", "Unsaid")] == [
        1_024,
        512,
        512,
    ]


def test_batches_hold_a_sixteenth_of_a_second_and_never_less_than_one() -> None:
    assert [round(load.batch, 3) for load in LOADS] == [1.0, 1.0, 3.125]


def test_the_fewer_messages_there_are_the_more_find_no_key() -> None:
    # At 0.1/s three conversations of three merchants, thirty messages in five minutes.
    assert astuple(Load(0.1, 4).misses) == pytest.approx((0.1, 0.1))
    # At 5/s twenty merchants, 1,500 messages; each of 150 customers once.
    assert astuple(Load(5, 2).misses) == pytest.approx((20 / 1_500, 0.1))
    # At 50/s three processes.
    assert astuple(Load(50, 2).misses) == pytest.approx((60 / 15_000, 0.3))


def call(
    service: str, operation: str, table: str = "", reads: float = 0, **request: object
) -> Call:
    return Call(service, operation, {"TableName": table, **request}, reads=reads)


READ = call("dynamodb", "GetItem", "x-desk", 1)
KEY = call("dynamodb", "GetItem", "x-keys", 0.5)
OPENED = call("kms", "Decrypt")
POST = call("apigatewaymanagementapi", "PostToConnection", Data=b"12345")
SENT = call("sqs", "SendMessage")


def test_keys_are_told_apart_from_what_is_asked_every_time() -> None:
    step = Step([READ, KEY, OPENED, KEY])

    assert kept(step).calls == [READ]
    assert fetched(step) == Fetched(key_calls=1, read_units=1.0, round_trips=3)


LEDGER = Ledger(
    {"Globals": {"Function": {"MemorySize": 512}}, "Resources": {}},
    {"say": Result(2, 1, 2, 300, 1), "fan_out 1": Result(3, 1, 3, 0, 0)}
    | dict.fromkeys(("relay", "assign"), Result(1, 1, 1, 0, 0)),
    {DOOR: Step([READ]), "fan_out": Step([READ, POST]), "relay": Step([SENT])}
    | {"assign": Step([READ])},
)
SAYING = Run(DOOR, {}, Step([READ, KEY, OPENED]))
PUSHING = Run("fan_out", {"Records": [{"eventID": "1"}]}, Step([READ, POST, POST]))
RELAYING = Run("relay", {"Records": [{"eventID": "1"}]}, Step([SENT]))
ASSIGNING = Run("assign", {"Records": [{"messageId": "1"}]}, Step([READ]))
SLOW, FAST = LOADS[1], LOADS[2]


def test_more_calls_than_were_measured_take_so_much_more_time() -> None:
    assert LEDGER.work(SAYING, SLOW).cpu_ms == 2
    # Three calls and three tenths of one beside the invocation, of two beside it.
    assert LEDGER.work(PUSHING, SLOW).cpu_ms == pytest.approx(3 * 4.3 / 3)
    assert LEDGER.work(SAYING, SLOW).log_bytes == 326


def test_fan_outs_messages_share_an_invocation_and_a_job_pays_for_its_queue() -> None:
    assert [LEDGER.work(PUSHING, load).batch for load in (SLOW, FAST)] == [1, 3.125]
    assert LEDGER.work(SAYING, FAST).batch == 1
    assert LEDGER.work(RELAYING, SLOW).queue_requests == 1  # sent
    assert LEDGER.work(ASSIGNING, SLOW).queue_requests == 2  # received and deleted


def test_what_goes_over_the_sockets_is_counted_where_it_goes() -> None:
    said = Leg(TO_AGENT, [SAYING, PUSHING], {"t": "said"})
    beside = Leg("opened", [SAYING])

    traffic = LEDGER.traffic([said, beside], SLOW)

    assert traffic.inbound == 2
    assert traffic.pushes == pytest.approx(2.3)
    assert traffic.push_bytes == pytest.approx(2.3 * 5)
    assert traffic.ack_bytes == len('{"t": "said"}')
    assert traffic.connection_minutes == 2  # of the message alone


def test_a_messages_own_way_is_its_door_and_its_push() -> None:
    first = Leg("first message", [SAYING, PUSHING, RELAYING, ASSIGNING, PUSHING], {"t": "said"})
    there, back = Leg(TO_AGENT, [SAYING], {"n": 1}), Leg(BACK, [SAYING], {"n": 2})
    talk = [first, Leg("opened", [SAYING]), there, back]

    assert [run.function for run in bills.own_way(talk)[0].runs] == [DOOR, "fan_out"]
    assert len(bills.own_way(talk)) == 3
    assert bills.both_ways(talk) == [there, back]
