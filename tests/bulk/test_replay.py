"""The streams read twice from their beginning leave the tables as they were, byte for byte."""

import json
from typing import Any

from chalicelib.tickets.rules import Wanted
from tests.delivery.cloud import Cloud, standing
from tests.delivery.mappings import Mappings
from tests.delivery.story import Story


def lying(cloud: Cloud) -> dict[str, Any]:
    """Every item of every table; rate windows count calls, whatever these find."""
    return {
        f"{name} {pk} {sk}": json.dumps(item, sort_keys=True, default=bytes.hex)
        for name, table in cloud.aws.dynamodb.tables.items()
        for (pk, sk), item in table.items.items()
        if not pk.startswith("LIMIT")
    }


def working_day(story: Story) -> None:
    """Talk, assignment, a ticket that follows its conversation, and an end."""
    house, agent = story.cloud.house, story.agent
    for number in range(4):
        first, _ = story.visitor()
        conversation = story.says(first, f"question {number}")["conversation"]
        story.settle()
        story.says(story.agents, f"answer {number}", conversation=conversation)
        with agent.open(front=True):
            if number % 2:
                house.tickets.create_from_conversation(
                    agent, conversation=conversation, wanted=Wanted(f"case {number}")
                )
        story.settle()
        story.says(first, "thanks", conversation=conversation)
        story.settle()
        with agent.open(front=True):
            house.assignment.resolve(agent, conversation=conversation)
        story.settle()


def test_r06_the_log_replayed_twice_leaves_every_projection_as_it_was() -> None:
    with standing() as cloud:
        story = Story(cloud, cloud.merchant())
        working_day(story)
        before = lying(cloud)
        assert len(before) > 60
        read = [stream.at for stream in story.mappings.streams]
        assert min(read) > 0

        for _ in range(2):
            story.mappings = Mappings()  # from the first record on
            story.settle()
            after = lying(cloud)
            changed = {
                name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
            }
            assert changed == set()
