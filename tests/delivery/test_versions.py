"""Two versions of the code at one store: each reads what the other wrote, and keeps what it cannot read."""

from chalicelib.tickets.rules import Wanted
from tests.delivery.cloud import Cloud
from tests.delivery.story import Story
from tests.desk.agents import head_of
from tests.desk.former import apart, place_of, seen_before

# What heads and messages had not yet, before they could wait for a team, be rated or be forgotten.
SINCE = (
    "team",
    "queued_at",
    "handoff",
    "assigned",
    "ticket",
    "answered",
    "rating",
    "forgotten",
    "told",
)
MARKS = ("work", "frees", "ticket", "line")
LATER = {"S": "of a version to come"}


def reshaped(cloud: Cloud, *, without: tuple[str, ...] = (), later: bool = False) -> int:
    """Every item of the desk as another version of the code would have left it."""
    table = cloud.aws.dynamodb.tables["desk"]
    for place, item in list(table.items.items()):
        kept = {name: value for name, value in item.items() if name not in without}
        table.put(place, {**kept, **({"later": LATER} if later else {})})
    return len(table.items)


def worked_on(story: Story, conversation: str) -> None:
    house, agent = story.cloud.house, story.agent
    story.settle()
    story.says(story.agents, "an answer", conversation=conversation)
    with agent.open(front=True):
        ticket = house.tickets.create_from_conversation(
            agent, conversation=conversation, wanted=Wanted("a case")
        )
        house.tickets.comment(agent, ticket=ticket.id, text="seen", public=True)
        house.conversations.see(agent, conversation=conversation, seq=2)
    story.settle()
    with agent.open(front=True):
        house.assignment.resolve(agent, conversation=conversation)
    story.settle()


def test_r21_what_the_version_before_has_written_is_read_and_worked_on(cloud: Cloud) -> None:
    story = Story(cloud, cloud.merchant())
    first, _ = story.visitor()
    session = story.hello(first)
    conversation = story.says(first, "before the deploy", session=session)["conversation"]
    reshaped(cloud, without=(*SINCE, *MARKS))

    again = story.says(first, "before the deploy", session=session, conversation=conversation)
    assert again["seq"] == 1
    story.says(first, "after it", session=session, n=2, conversation=conversation)
    with story.agent.open(front=True):
        cloud.house.assignment.take(story.agent, conversation=conversation)
    worked_on(story, conversation)

    assert story.texts(first, conversation) == ["before the deploy", "after it", "an answer"]


def test_r21_what_the_version_after_has_added_survives_whatever_this_one_does(cloud: Cloud) -> None:
    story = Story(cloud, cloud.merchant())
    first, _ = story.visitor()
    conversation = story.says(first, "by the newer one")["conversation"]
    story.settle()
    reshaped(cloud, later=True)
    table = cloud.aws.dynamodb.tables["desk"]
    marked = {place for place, item in table.items.items() if "later" in item}

    worked_on(story, conversation)
    story.says(first, "by the older one", conversation=conversation)
    story.settle()

    lost = {place for place in marked & table.items.keys() if "later" not in table.items[place]}
    assert lost == set()
    assert len(marked & table.items.keys()) >= 4


def test_r21_a_head_with_its_customers_texts_apart_goes_on_as_both_versions_read_it(
    cloud: Cloud,
) -> None:
    story = Story(cloud, cloud.merchant())
    first, _ = story.visitor()
    conversation = story.says(first, "before the deploy")["conversation"]
    story.settle()
    table, place = cloud.aws.dynamodb.tables["desk"], place_of(story.merchant, conversation)
    former = {"customer_name": "李娜", "preview": "before the deploy", "subject": "a lamp"}
    table.put(place, apart(cloud.house, story.merchant, table.items[place], **former))

    worked_on(story, conversation)
    story.says(first, "after it", conversation=conversation)
    story.settle()

    former["preview"] = "after it"
    assert seen_before(cloud.house, story.merchant, table.items[place]) == former
    head = head_of(cloud.house, story.merchant, conversation)
    assert (head.customer_name, head.subject) == (former["customer_name"], former["subject"])
    assert head.last is not None
    assert head.last.preview == "after it"
    assert story.texts(first, conversation) == ["before the deploy", "an answer", "after it"]
