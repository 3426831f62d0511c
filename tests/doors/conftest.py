from tests.desk.standing import (
    clock,
    dynamodb,
    fresh,
    house,
    mailer,
    merchant,
    new_merchant,
    stage,
    wires,
)
from tests.doors.front import caller, front, other

__all__ = [
    "caller",
    "clock",
    "dynamodb",
    "fresh",
    "front",
    "house",
    "mailer",
    "merchant",
    "new_merchant",
    "other",
    "stage",
    "wires",
]
