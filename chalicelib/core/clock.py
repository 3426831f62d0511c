"""Time: aware UTC inside, ISO 8601 with milliseconds and Z on the wire, whole seconds for expiry."""

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


def to_wire(moment: datetime) -> str:
    """`2026-01-31T08:00:00.123Z`; the text sorts as the time does."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[: -len("+00:00")] + "Z"


def to_the_ms(moment: datetime) -> datetime:
    """As `to_wire` and back."""
    return moment.replace(microsecond=moment.microsecond // 1_000 * 1_000)


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970: how times lie in the table where no text has to sort."""
    return round(moment.timestamp() * 1000)


def from_ms(value: float) -> datetime:
    return datetime.fromtimestamp(value / 1000, UTC)


def from_wire(text: str) -> datetime:
    return datetime.fromisoformat(text)


def zone_of(name: str) -> tzinfo:
    """A zone of the IANA database; KeyError, OSError or ValueError where it has none of that name."""
    from zoneinfo import ZoneInfo  # its import reads Python's whole build configuration

    return ZoneInfo(name)
