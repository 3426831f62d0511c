"""A process that dies at every call of the way of a message, one after the other."""

from tests.delivery.cloud import Cloud, Dying, standing
from tests.delivery.story import Story, heard

ASKED, ANSWERED = "Is it in stock?", "It is."


def told(cloud: Cloud, dying: Dying) -> None:
    """A customer asks, an agent is given it and answers; all of it once, and seen by all."""
    story = Story(cloud, cloud.merchant())
    first, second = story.visitor()
    cloud.house.vault._keys._cache.clear()  # a process that has just started
    with cloud.aws.crossed_by(dying):
        asked = story.says(first, ASKED)
        story.settle()
        conversation = asked["conversation"]
        answer = story.says(story.agents, ANSWERED, conversation=conversation)
        story.settle()
    assert story.texts(first, conversation) == [ASKED, ANSWERED]
    assert (asked["seq"], answer["seq"]) == (1, 3)
    assert set(heard(second, conversation)) == {ASKED, ANSWERED}
    assert set(heard(first, conversation)) == {ANSWERED}
    assert set(heard(story.agents, conversation)) == {ASKED}


def test_r02_a_crash_at_every_call_of_the_way_of_a_message_is_recovered() -> None:
    with standing() as cloud:
        whole = Dying()
        told(cloud, whole)
        assert whole.seen > 100
        for place in range(1, whole.seen + 1):
            dying = Dying(at=place)
            told(cloud, dying)
            assert dying.deaths.total() == 1
