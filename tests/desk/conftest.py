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

__all__ = [
    "clock",
    "dynamodb",
    "fresh",
    "house",
    "light_passwords",
    "mailer",
    "merchant",
    "new_merchant",
    "nothing_in_the_clear",
    "queues",
    "stage",
    "wires",
]
