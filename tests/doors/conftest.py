from tests.desk.standing import (
    clock,
    dynamodb,
    fresh,
    house,
    light_passwords,
    mailer,
    merchant,
    new_merchant,
    nothing_in_the_clear,
    queues,
    stage,
    wires,
)
from tests.doors.front import caller, front, other
from tests.doors.worldly import built, logged, world

__all__ = [
    "built",
    "caller",
    "clock",
    "dynamodb",
    "fresh",
    "front",
    "house",
    "light_passwords",
    "logged",
    "mailer",
    "merchant",
    "new_merchant",
    "nothing_in_the_clear",
    "other",
    "queues",
    "stage",
    "wires",
    "world",
]
