"""Any history of customer, two tabs, agent, supervisor and bot keeps what docs/delivery.md promises."""

from tests.delivery.histories import played


def test_r04_what_is_acknowledged_is_durable_in_one_order_and_seen_after_any_history() -> None:
    figures = played(histories=6, steps=20)

    assert figures["histories"] >= 6
    assert figures["acknowledged"] > 6 * 4
