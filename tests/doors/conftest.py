from tests.desk.standing import (
    clock,
    dynamodb,
    fresh,
    house,
    light_passwords,
    mailer,
    merchant,
    new_merchant,
    queues,
    stage,
    wires,
)
from tests.doors.front import caller, front, other
from tests.doors.worldly import built, world

__all__ = [
    "built",
    "caller",
    "clock",
    "dynamodb",
    "fresh",
    "front",
    "house",
    "light_passwords",
    "mailer",
    "merchant",
    "new_merchant",
    "other",
    "queues",
    "stage",
    "wires",
    "world",
]
