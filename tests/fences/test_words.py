"""Every code that the desk stores or sends and a person reads has its words, in both languages."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from chalicelib.assignment import policy
from chalicelib.bot.model import Outcome
from chalicelib.calendars.model import WEEKDAYS, Why
from chalicelib.connections.model import Presence
from chalicelib.conversations.model import Event, HandoffReason
from chalicelib.conversations.model import Status as TalkStatus
from chalicelib.core.rights import Role
from chalicelib.customers.identities import Kind
from chalicelib.customers.model import Tier
from chalicelib.sla import calculator
from chalicelib.sla import model as sla
from chalicelib.tickets import model as tickets
from chalicelib.tickets.rules import MEMBER_LEFT, Cause

WEB = Path(__file__).parents[2] / "web"
INBOX, TICKETS, SETUP = "console/words", "console/tickets/words", "console/setup/words"
CUSTOMERS = "console/customers/words"
# A conversation is given by the rules, or taken or handed on by somebody: then the event is the reason.
GIVEN = (*policy.Reason, Event.TAKEN, Event.TRANSFERRED)
# A plain weekday's hours need no explanation; what nobody is told of needs no words.
EXPLAINED = set(Why) - {Why.WEEKDAY}

CODES: tuple[tuple[str, str, Iterable[str]], ...] = (
    (INBOX, "handoff", HandoffReason),
    (INBOX, "assigned", GIVEN),
    (INBOX, "waiting", policy.Waiting),
    (INBOX, "requeued", policy.Back),
    (INBOX, "talk", Event),
    (INBOX, "status", TalkStatus),
    (INBOX, "presence", Presence),
    (INBOX, "role", Role),
    (INBOX, "tried", Outcome),
    (INBOX, "ticket", tickets.Status),
    (TICKETS, "status", tickets.Status),
    (TICKETS, "type", tickets.Type),
    (TICKETS, "priority", tickets.Priority),
    (TICKETS, "target", sla.Target),
    (TICKETS, "reason", calculator.Reason),
    (TICKETS, "line.sla", sla.Event),
    (TICKETS, "alarm", sla.Event),
    (TICKETS, "because", Cause),
    (TICKETS, "line.unassigned", [MEMBER_LEFT]),
    (CUSTOMERS, "tier", Tier),
    (CUSTOMERS, "kind", Kind),
    (SETUP, "hours.reason", EXPLAINED),
    (SETUP, "day", WEEKDAYS),
    (SETUP, "decision", Outcome),
    (SETUP, "reason", HandoffReason),
)


def words(place: str, language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((WEB / place / f"{language}.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("place", "family", "codes"), CODES, ids=[" ".join(row[:2]) for row in CODES]
)
def test_the_console_has_words_for_every_code(
    language: str, place: str, family: str, codes: Iterable[str]
) -> None:
    known = words(place, language)
    missing = [code for code in codes if not known.get(f"{family}.{code}", "").strip()]

    assert not missing


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_customer_reads_every_state_of_a_ticket_in_their_own_words(language: str) -> None:
    text = (WEB / "shared/ticket/states.ts").read_text("utf-8")
    body = text.partition(f"const {language}: Record<TicketStatus, string> = {{")[2].partition("}")[
        0
    ]

    assert set(re.findall(r"(\w+): '[^']+'", body)) == set(tickets.Status)


def test_a_customer_is_told_of_every_event_in_words_or_not_at_all_by_choice() -> None:
    """Its table is typed by the names that the wire may carry: those must be ours."""
    wire = (WEB / "shared/wire/message.ts").read_text("utf-8")
    named = wire.partition("export type EventName =")[2].partition("\n\n")[0]
    told = (WEB / "widget/panel/later/told.ts").read_text("utf-8").partition("return {")[2]

    assert set(re.findall(r"'(\w+)'", named)) - {"started"} >= set(Event)
    assert set(re.findall(r"^\s+(\w+): ", told, re.MULTILINE)) >= set(Event)
