"""What SES has kept lies there until each inbox has its copy, and no longer."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.delivery.cloud import Cloud, Died, Dying, standing
from tests.delivery.mailing import Mailed
from tests.memory.dynamodb import Refusal

Event = dict[str, Any]


@pytest.fixture
def told() -> list[Event]:
    """What SES's record said, each time."""
    return []


@pytest.fixture
def cloud(told: list[Event]) -> Iterator[Cloud]:
    with standing() as made:
        invoke = made.invoke

        def noted(name: str, event: Event) -> Any:
            told.extend([event] if name == "ingest_email" else [])
            return invoke(name, event)

        made.invoke = noted  # type: ignore[method-assign]
        yield made


def originals(mailed: Mailed) -> list[str]:
    return [place for bucket, place in mailed.cloud.aws.s3.objects if bucket == "mail"]


def texts(mailed: Mailed) -> list[str]:
    mailed.settle()
    return [text for head in mailed.heads() for text in mailed.texts(head.id)]


def test_of_a_mail_that_was_taken_in_nobodys_copy_is_left(cloud: Cloud) -> None:
    mailed, other = Mailed(cloud), Mailed(cloud)
    mailed.arrives(mailed.letter("hello"), mailed.address, other.address)

    assert originals(mailed) == []
    assert texts(mailed) == texts(other) == ["hello"]


def test_a_mail_to_nobody_is_not_kept(cloud: Cloud) -> None:
    mailed = Mailed(cloud)
    mailed.arrives(mailed.letter("hello"), "nobody@in.desk.example")

    assert originals(mailed) == texts(mailed) == []


def test_a_record_that_comes_again_when_its_mail_is_gone_does_nothing(
    cloud: Cloud, told: list[Event]
) -> None:
    mailed = Mailed(cloud)
    mailed.arrives(mailed.letter("hello"))

    cloud.invoke("ingest_email", told[-1])

    assert texts(mailed) == ["hello"]


@pytest.mark.parametrize("operation", ["SendMessage", "PutObject", "GetObject"])
def test_what_could_not_be_taken_in_stays_for_the_next_try(
    cloud: Cloud, told: list[Event], operation: str
) -> None:
    """Of two inboxes, one may have had it: it has it once."""
    mailed, other = Mailed(cloud), Mailed(cloud)

    def refused(when: str, _: str, asked: str, params: Mapping[str, Any]) -> None:
        last = other.merchant in str(params) or operation == "GetObject"
        if (when, asked) == ("before", operation) and last:
            raise Refusal("AccessDenied", "")

    with cloud.aws.crossed_by(refused), pytest.raises(ClientError):
        mailed.arrives(mailed.letter("hello"), mailed.address, other.address)
    assert len(originals(mailed)) == 1

    cloud.invoke("ingest_email", told[-1])

    assert originals(mailed) == []
    assert texts(mailed) == texts(other) == ["hello"]


def test_wherever_the_door_of_mail_dies_its_mail_is_taken_in_once(
    cloud: Cloud, told: list[Event]
) -> None:
    """Only after all copies are queued is the original deleted."""
    mailed = Mailed(cloud)
    said: list[str] = []
    for at in range(1, 60):
        said.append(f"n{at}")
        dying = Dying(at=at)
        raw = mailed.letter(f"n{at}")
        try:
            with cloud.aws.crossed_by(dying):
                mailed.arrives(raw)
        except Died:
            cloud.invoke("ingest_email", told[-1])
        else:
            break
    else:
        pytest.fail("it died at each of the calls")

    assert dying.seen < at
    assert originals(mailed) == []
    assert sorted(texts(mailed)) == sorted(said)
