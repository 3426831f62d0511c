"""The way of a signed webhook, in and out, with a process that dies anywhere on it."""

from collections.abc import Iterator

import pytest

from tests.delivery.channels import Hooked, Talk
from tests.delivery.cloud import Cloud, Dying, standing
from tests.delivery.story import insisted


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with standing() as made:
        yield made


def crossed(hooked: Hooked, at: int) -> Dying:
    """A question by the webhook and its answer, where the process dies at that crossing."""
    dying, before = Dying(at), len(hooked.receiver.texts)
    event = hooked.event(f"asked {at}", sender=f"u{at}")
    with hooked.cloud.aws.crossed_by(dying):
        insisted(lambda: hooked.post(event))
        insisted(hooked.settle_through)
        talk = insisted(lambda: Talk(hooked, sender=f"u{at}", asks=False))
        insisted(lambda: talk.answers(f"answered {at}", settle=False))
        insisted(hooked.settle_through)
    hooked.settle_through()

    assert hooked.texts(talk.conversation) == [f"asked {at}", f"answered {at}"]
    assert hooked.receiver.texts[before:] == [f"answered {at}"]
    return dying


def test_wherever_a_process_dies_nothing_is_lost_and_nothing_doubled(cloud: Cloud) -> None:
    """From the provider's request to the receiver's yes, before and after every call."""
    hooked = Hooked(cloud)
    deaths = 0
    for at in range(1, 400):
        dying = crossed(hooked, at)
        deaths += sum(dying.deaths.values())
        if dying.seen < at:
            break

    assert deaths > 50
