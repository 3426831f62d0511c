import pytest

from chalicelib.channels.email.threads import (
    Named,
    conversation_of,
    inbox_of,
    name_of,
    number_of,
    ours,
    reply_address,
)
from chalicelib.core.ids import new_id

SECRET, OTHER = b"a" * 32, b"b" * 32
INBOX = "help@in.shop.example"
DOMAIN = "in.shop.example"


def test_an_answer_comes_back_to_its_conversation() -> None:
    conversation = new_id()
    address = reply_address(INBOX, conversation, SECRET)
    assert conversation_of(address, SECRET) == conversation
    assert conversation_of(address.upper(), SECRET) == conversation
    assert inbox_of(address) == INBOX
    assert len(address.partition("@")[0]) <= 64


def test_a_token_of_another_merchant_leads_nowhere() -> None:
    assert conversation_of(reply_address(INBOX, new_id(), OTHER), SECRET) is None


@pytest.mark.parametrize("at", range(5, 44))
def test_a_token_with_one_letter_changed_leads_nowhere(at: int) -> None:
    address = reply_address(INBOX, "01J8Z0000000000000000000ZZ", SECRET)
    other = "b" if address[at] != "b" else "c"
    assert conversation_of(address[:at] + other + address[at + 1 :], SECRET) is None


@pytest.mark.parametrize("address", ["", "help", INBOX, "help+@in.shop.example", "+@x", "a+b@c@d"])
def test_an_address_without_a_token_leads_nowhere(address: str) -> None:
    assert conversation_of(address, SECRET) is None


def test_what_a_mail_follows_is_looked_for_among_our_own_names() -> None:
    first, second, conversation = new_id(), new_id(), new_id()
    references = " ".join(
        [
            "<somebody@else.example>",
            name_of(first, conversation, DOMAIN),
            name_of(new_id(), conversation, "in.other.example"),
            name_of(second, conversation, DOMAIN),
            "<..@in.shop.example>",
        ]
    )
    assert ours(references, DOMAIN) == [Named(second, conversation), Named(first, conversation)]


@pytest.mark.parametrize(
    ("subject", "number"),
    [("Re: [#1042] 退款", 1042), ("[#A-7] x", 7), ("#1042", None), ("[#]", None), ("", None)],
)
def test_a_ticket_is_numbered_in_the_subject_as_we_write_it(
    subject: str, number: int | None
) -> None:
    assert number_of(subject) == number
