from tests.desk.standing import (
    clock,
    dynamodb,
    fresh,
    house,
    mailer,
    merchant,
    new_merchant,
    queues,
    stage,
    wires,
)

__all__ = [
    "clock",
    "dynamodb",
    "fresh",
    "house",
    "mailer",
    "merchant",
    "new_merchant",
    "queues",
    "stage",
    "wires",
]
