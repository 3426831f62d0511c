"""The comparison behind `make replay` is silent about a faithful desk and catches every fault."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from infra.replay.compare import BOT, SIDES, Acknowledged, Report, Seen, Sent, Stored, compare

TALK = [
    ("customer", "我的包裹在哪里"),
    ("agent", "Thanks"),
    ("customer", "Order 1042"),
    ("agent", "Thanks"),
    ("customer", "Bye"),
]


class Accounts(NamedTuple):
    sent: list[Sent]
    acknowledged: list[Acknowledged]
    seen: list[Seen]
    stored: list[Stored]

    def compared(self) -> Report:
        return compare(*self)


def faithful(*talks: list[tuple[str, str]]) -> Accounts:
    accounts = Accounts([], [], [], [])
    for c, talk in enumerate(talks):
        for i, (author, text) in enumerate(talk):
            name, turn, seq = f"c{c}", f"d{c}.{i}", 2 * i + 1  # events stand in between
            other = next(side for side in SIDES if side != author)
            accounts.sent.append(Sent(turn, name, author, text))
            accounts.acknowledged.append(Acknowledged(turn, name, author, i, seq, text))
            accounts.seen.append(Seen(other, name, seq, author, text))
            accounts.stored.append(Stored(name, seq, author, text))
    return accounts


def counts(report: Report) -> tuple[int, int, int]:
    return report.lost, report.doubled, report.out_of_order


ACCOUNTS = ["acknowledged", "seen", "stored"]


def account(accounts: Accounts, name: str) -> list[object]:
    found: list[object] = getattr(accounts, name)
    return found


@pytest.mark.parametrize("place", range(len(TALK)))
@pytest.mark.parametrize("name", ACCOUNTS)
def test_a_planted_loss_is_caught(name: str, place: int) -> None:
    accounts = faithful(TALK, TALK)
    del account(accounts, name)[place]
    report = accounts.compared()
    assert report.lost == 1
    assert report.doubled == 0
    assert any(line.startswith("lost") and name in line for line in report.examples())


@pytest.mark.parametrize("place", range(len(TALK)))
@pytest.mark.parametrize("name", ACCOUNTS)
def test_a_planted_double_is_caught(name: str, place: int) -> None:
    accounts = faithful(TALK, TALK)
    entries = account(accounts, name)
    entries.insert(place + 1, entries[place])
    report = accounts.compared()
    assert (report.lost, report.doubled) == (0, 1)
    assert any(line.startswith("doubled") and name in line for line in report.examples())


@pytest.mark.parametrize("name", ["seen", "stored"])
def test_a_second_copy_under_its_own_seq_is_a_double(name: str) -> None:
    accounts = faithful(TALK)
    entries = account(accounts, name)
    entries.append(replace(entries[0], seq=99))  # type: ignore[type-var]
    assert counts(accounts.compared()) == (0, 1, 0)


@pytest.mark.parametrize("name", ACCOUNTS)
def test_two_swapped_entries_are_out_of_order(name: str) -> None:
    accounts = faithful(TALK)
    entries = account(accounts, name)
    entries[0], entries[2] = entries[2], entries[0]  # both of the customer
    report = accounts.compared()
    assert (report.lost, report.doubled) == (0, 0)
    assert report.out_of_order >= 1
    assert any(line.startswith("out of order") and name in line for line in report.examples())


@pytest.mark.parametrize("name", ACCOUNTS)
def test_two_swapped_texts_are_out_of_order(name: str) -> None:
    accounts = faithful(TALK)
    entries = account(accounts, name)
    first, third = entries[0], entries[2]
    entries[0] = replace(third, seq=first.seq)  # type: ignore[attr-defined, type-var]
    entries[2] = replace(first, seq=third.seq)  # type: ignore[attr-defined, type-var]
    report = accounts.compared()
    assert (report.lost, report.doubled) == (0, 0)
    assert report.out_of_order >= 1


def test_a_changed_text_is_lost_and_strange() -> None:
    accounts = faithful(TALK)
    accounts.stored[2] = replace(accounts.stored[2], text="Order 1O42")
    assert counts(accounts.compared()) == (1, 1, 0)


def test_a_message_in_another_conversation_is_lost_here_and_strange_there() -> None:
    accounts = faithful(TALK, TALK)
    accounts.seen[0] = replace(accounts.seen[0], conversation="c1")
    report = accounts.compared()
    assert (report.lost, report.doubled) == (1, 1)


def test_one_seq_acknowledged_for_two_turns_is_caught() -> None:
    accounts = faithful(TALK)
    accounts.acknowledged[2] = replace(accounts.acknowledged[2], seq=1)
    assert not accounts.compared().faithful


def test_a_turn_that_vanished_everywhere_is_lost_in_every_account() -> None:
    accounts = faithful(TALK)
    for name in ACCOUNTS:
        del account(accounts, name)[1]
    assert counts(accounts.compared()) == (3, 0, 0)


talks = st.lists(st.tuples(st.sampled_from(SIDES), st.sampled_from(["好", "ok", "Thanks", "?"])))


@given(st.lists(talks, max_size=4))
def test_a_faithful_history_reports_zeros(several: list[list[tuple[str, str]]]) -> None:
    report = faithful(*several).compared()
    assert counts(report) == (0, 0, 0)
    assert list(report.examples()) == []


@given(st.lists(talks, min_size=1, max_size=3), st.data())
def test_no_single_loss_or_double_goes_unseen(
    several: list[list[tuple[str, str]]], data: st.DataObject
) -> None:
    accounts = faithful(*several)
    entries = account(accounts, data.draw(st.sampled_from(ACCOUNTS)))
    assume(entries)
    place = data.draw(st.integers(0, len(entries) - 1))
    if data.draw(st.booleans()):
        del entries[place]
        assert accounts.compared().lost == 1
    else:
        entries.insert(place, entries[place])
        assert accounts.compared().doubled == 1


def with_bot() -> Accounts:
    accounts = faithful(TALK)
    accounts.stored.append(Stored("c0", 2, BOT, "你好"))
    accounts.seen.append(Seen("customer", "c0", 2, BOT, "你好"))
    return accounts


def test_the_bots_words_count_for_themselves() -> None:
    assert with_bot().compared().faithful


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (lambda seen: seen.pop(), (1, 0, 0)),
        (lambda seen: seen.append(seen[-1]), (0, 1, 0)),
        (lambda seen: seen.append(replace(seen.pop(), text="else")), (1, 1, 0)),
    ],
)
def test_a_word_of_the_bot_that_the_customer_was_not_shown_once_is_caught(
    spoil: Callable[[list[Seen]], object], found: tuple[int, int, int]
) -> None:
    accounts = with_bot()
    spoil(accounts.seen)

    assert counts(accounts.compared()) == found
