"""The price of a message against a sum worked by hand."""

from dataclasses import replace

import pytest

from infra.bench import bills
from infra.bench.money import Load, Message, Prices, Work, bill

DOOR = Work(cpu_ms=2, round_trips=2, memory_mb=512, write_units=4.5, read_units=1, log_bytes=300)
FAN_OUT = Work(cpu_ms=3, round_trips=4, memory_mb=512, write_units=0, read_units=1, log_bytes=400)
MESSAGE = Message(DOOR, FAN_OUT, pushes=2, push_bytes=500, ack_bytes=200, stored_bytes=450)
LOAD = Load(rate=5, batch=2, connection_minutes=2, key_misses=0.02)


def test_a_duration_is_stretched_processor_time_and_waits_in_whole_milliseconds() -> None:
    # 2 ms x 1769 / 512 = 6.91 ms, and two waits of 5 ms
    assert DOOR.milliseconds() == 17
    assert replace(DOOR, memory_mb=1_769).milliseconds() == 12
    assert replace(DOOR, memory_mb=3_538).milliseconds() == 12
    assert replace(DOOR, cpu_ms=0, round_trips=0).milliseconds() == 1


def test_every_line_is_what_it_is_by_hand() -> None:
    lines = bill(MESSAGE, LOAD).lines

    assert lines["inbound"] == pytest.approx(1.00)
    assert lines["acknowledgement and pushes"] == pytest.approx(3.00)
    assert lines["connection minutes"] == pytest.approx(0.50)
    # door 0.20 + 17 ms x 0.5 GB x 13.3334 = 0.3133; fan_out 0.20 + 31 ms x 0.5 GB x 13.3334 = 0.4067
    assert lines["functions"] == pytest.approx(0.3133 + 0.4067 / 2, abs=1e-4)
    assert lines["writes"] == pytest.approx(4.5 * 0.625)
    assert lines["reads"] == pytest.approx((1 + 1 / 2) * 0.125)
    assert lines["logs"] == pytest.approx((300 + 400 / 2) * 0.0005)
    assert lines["keys"] == pytest.approx(0.06)
    assert lines["egress"] == pytest.approx((2 * 500 + 200) * 0.00009)
    assert lines["storage"] == pytest.approx(450 * 0.00045)


def test_the_total_is_the_sum_of_its_lines() -> None:
    made = bill(MESSAGE, LOAD)

    assert made.total == pytest.approx(sum(made.lines.values()))
    assert made.total == pytest.approx(8.6372, abs=1e-3)


def test_a_greater_batch_costs_less_and_a_greater_price_more() -> None:
    smaller = bill(MESSAGE, replace(LOAD, batch=1)).total
    dearer = bill(MESSAGE, LOAD, replace(Prices(), write_unit=1.25e-6)).total

    assert smaller > bill(MESSAGE, LOAD).total
    assert dearer == pytest.approx(bill(MESSAGE, LOAD).total + 4.5 * 0.625)


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
    assert [round(load.batch, 3) for load in bills.loads()] == [1.0, 1.0, 3.125]
