"""What the server that took a mail says of it: to whom, from whom, and what it thinks of the sender."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from chalicelib.core.values import Value

MOST_RECIPIENTS = 100


class Verdict(StrEnum):
    """`unknown`: not asked, or the check itself has failed."""

    PASS = "pass"  # noqa: S105 - a verdict
    FAIL = "fail"
    GRAY = "gray"
    UNKNOWN = "unknown"


class Verdicts(Value, frozen=True):
    """They are shown; none of them makes a sender an agent."""

    spf: Verdict = Verdict.UNKNOWN
    dkim: Verdict = Verdict.UNKNOWN
    dmarc: Verdict = Verdict.UNKNOWN
    spam: Verdict = Verdict.UNKNOWN
    virus: Verdict = Verdict.UNKNOWN


class Envelope(Value, frozen=True):
    """`id`: the server's own for this delivery. `sender`: empty as a report's is; None if untold."""

    id: str
    recipients: Sequence[str]
    received: datetime
    sender: str | None = None
    verdicts: Verdicts = Verdicts()


def envelope_of(record: Mapping[str, Any], *, received: datetime) -> Envelope:
    """From a record of SES: the recipients are the receipt's, never what `To:` says."""
    told = record["ses"]
    mail, receipt = told["mail"], told["receipt"]
    sender = str(mail.get("source", "")).strip().strip("<>").lower()
    return Envelope(
        id=str(mail["messageId"]),
        recipients=[str(each).lower() for each in receipt["recipients"][:MOST_RECIPIENTS]],
        received=_moment(receipt.get("timestamp")) or received,
        sender=sender,
        verdicts=Verdicts(
            **{name: _verdict(receipt.get(f"{name}Verdict")) for name in Verdicts.__struct_fields__}
        ),
    )


def _verdict(told: object) -> Verdict:
    status = str(told.get("status", "")).lower() if isinstance(told, Mapping) else ""
    return Verdict(status) if status in set(Verdict) else Verdict.UNKNOWN


def _moment(told: object) -> datetime | None:
    try:
        said = datetime.fromisoformat(str(told))
    except ValueError:
        return None
    return said if said.tzinfo else said.replace(tzinfo=UTC)


def facts_of(envelope: Envelope) -> dict[str, Any]:
    """As it lies beside the original."""
    names = Verdicts.__struct_fields__
    return {
        "envelope": {
            "id": envelope.id,
            "recipients": list(envelope.recipients),
            "sender": envelope.sender,
            "verdicts": {name: str(getattr(envelope.verdicts, name)) for name in names},
        }
    }


def told_envelope(facts: Mapping[str, Any], received: datetime) -> Envelope:
    """From what lies beside the original."""
    told = facts["envelope"]
    verdicts = {name: Verdict(value) for name, value in told["verdicts"].items()}
    return Envelope(told["id"], told["recipients"], received, told["sender"], Verdicts(**verdicts))
