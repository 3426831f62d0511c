"""By a signed webhook into a conversation and out again: once, in order, whatever comes and fails."""

import json

import pytest

from chalicelib.channels.transport import Reply
from tests.delivery.channels import Hooked, Receiver
from tests.delivery.cloud import Cloud


def test_what_a_system_says_is_a_conversation_that_an_agent_has(cloud: Cloud) -> None:
    hooked = Hooked(cloud)

    answer = hooked.post(hooked.event("订单还没到 😡", sender="u1"))
    hooked.settle()

    assert (answer["statusCode"], json.loads(answer["body"])) == (202, {"accepted": True})
    (head,) = hooked.heads()
    assert (head.wire()["channel"], head.wire()["inbox"]) == ("webhook", hooked.inbox.id)
    assert hooked.texts(head.id) == ["订单还没到 😡"]
    assert head.customer_name == "Zhang"


def test_the_same_three_times_is_one_message(cloud: Cloud) -> None:
    hooked = Hooked(cloud)
    event = hooked.event("hello")

    for _ in range(3):
        hooked.post(event)
    hooked.settle()
    cloud.clock.advance(8 * 86_400)  # longer than any provider goes on repeating
    hooked.post(event)
    hooked.settle()

    (head,) = hooked.heads()
    assert hooked.texts(head.id) == ["hello"]


def test_a_provider_s_id_with_other_words_keeps_the_first(cloud: Cloud) -> None:
    hooked = Hooked(cloud)
    hooked.post(hooked.event("first", id="same"))
    hooked.post(hooked.event("second", id="same"))
    hooked.settle()

    assert hooked.texts(hooked.heads()[0].id) == ["first"]


def test_one_delivery_of_two_people_is_two_conversations_each_in_its_order(cloud: Cloud) -> None:
    hooked = Hooked(cloud)
    names = [("u1", "a1"), ("u2", "b1"), ("u1", "a2"), ("u2", "b2"), ("u1", "a3")]

    hooked.post(*(hooked.event(text, sender=sender) for sender, text in names))
    hooked.settle()

    assert sorted(hooked.texts(head.id) for head in hooked.heads()) == [
        ["a1", "a2", "a3"],
        ["b1", "b2"],
    ]


def test_threads_of_one_sender_are_told_apart(cloud: Cloud) -> None:
    hooked = Hooked(cloud)
    for text, thread in (("a", "t1"), ("b", "t2"), ("c", "t1")):
        hooked.post(hooked.event(text, thread=thread))
    hooked.settle()

    assert sorted(hooked.texts(head.id) for head in hooked.heads()) == [["a", "c"], ["b"]]


def test_what_is_edited_and_taken_back_changes_the_message_it_is_about(cloud: Cloud) -> None:
    hooked = Hooked(cloud)
    hooked.post(hooked.event("one", id="m1"), hooked.event("two", id="m2"))
    hooked.post(hooked.event("ONE", type="edit", id="e1", about={"id": "m1"}))
    hooked.post(hooked.event("", type="delete", id="x1", about={"id": "m2"}, parts=[]))
    hooked.settle()

    assert hooked.texts(hooked.heads()[0].id) == ["ONE"]


def test_an_edit_before_its_original_is_the_last_word(cloud: Cloud) -> None:
    hooked = Hooked(cloud)
    hooked.post(hooked.event("mended", type="edit", id="e1", about={"id": "m1"}))
    hooked.settle()
    hooked.post(hooked.event("with a mistake", id="m1"))
    hooked.settle()

    assert hooked.texts(hooked.heads()[0].id) == ["mended"]


def test_what_was_taken_back_before_it_came_is_not_shown(cloud: Cloud) -> None:
    hooked = Hooked(cloud)
    hooked.post(hooked.event("", type="delete", id="x1", about={"id": "m1"}, parts=[]))
    hooked.settle()
    hooked.post(hooked.event("oh no", id="m1"), hooked.event("hello", id="m2"))
    hooked.settle()

    assert hooked.texts(hooked.heads()[0].id) == ["hello"]


def test_nobody_edits_what_somebody_else_has_said(cloud: Cloud) -> None:
    """Ids are of one inbox: another one's, of the same merchant too, name nothing here."""
    hooked, other = Hooked(cloud), Hooked(cloud)
    hooked.post(hooked.event("mine", id="m1"))
    other.post(other.event("theirs", type="edit", id="e1", about={"id": "m1"}))
    hooked.settle()

    assert hooked.texts(hooked.heads()[0].id) == ["mine"]


def test_another_merchant_s_secret_opens_nothing(cloud: Cloud) -> None:
    hooked, other = Hooked(cloud), Hooked(cloud)

    answer = hooked.post(hooked.event("hello"), secret=other.secret)
    hooked.settle()

    assert answer["statusCode"] == 401
    assert hooked.heads() == []


@pytest.mark.parametrize(
    "path", [{"channel": "email"}, {"inbox_key": "0" * 26}, {"inbox_key": "x"}]
)
def test_an_address_that_is_nobody_s_says_so(cloud: Cloud, path: dict[str, str]) -> None:
    hooked = Hooked(cloud)
    named = {"channel": "webhook", "inbox_key": hooked.inbox.key, **path}

    answer = hooked.post(hooked.event("hello"), pathParameters=named)

    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (404, "not_found")


def test_a_secret_that_was_replaced_stands_for_a_day(cloud: Cloud) -> None:
    hooked = Hooked(cloud)
    old = hooked.secret
    with hooked.agent.open():
        _, hooked.secret = cloud.house.inboxes.renew_secret(hooked.agent, inbox=hooked.inbox.id)

    both = [hooked.post(hooked.event("a"), secret=each) for each in (old, hooked.secret)]
    cloud.clock.advance(86_401)
    late = [hooked.post(hooked.event("b"), secret=each) for each in (old, hooked.secret)]

    assert [answer["statusCode"] for answer in (*both, *late)] == [202, 202, 401, 202]


def test_what_breaks_the_contract_is_refused_with_place_and_rule(cloud: Cloud) -> None:
    hooked = Hooked(cloud)

    answer = hooked.post(hooked.event("hello", sender=""))

    told = json.loads(answer["body"])
    assert (answer["statusCode"], told["pointer"], told["rule"]) == (
        422,
        "/events/0/sender/id",
        "pattern",
    )


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff\xfe", b'{"a":1e400}'])
def test_what_is_no_delivery_is_refused_and_kept_nowhere(cloud: Cloud, body: bytes) -> None:
    hooked = Hooked(cloud)
    key = hooked.request(body if body.isascii() else b"[")

    assert key["statusCode"] in {400, 422}
    assert not [name for name in cloud.aws.s3.objects if "arrival" in name[1]]


def test_what_cannot_be_kept_is_not_acknowledged(cloud: Cloud) -> None:
    hooked = Hooked(cloud)

    def down(when: str, service: str, operation: str, _: object) -> None:
        if (when, service, operation) == ("before", "sqs", "SendMessage"):
            raise OSError("the queue is away")

    with cloud.aws.crossed_by(down), pytest.raises(OSError, match="away"):
        hooked.post(hooked.event("hello"))
    assert hooked.post(hooked.event("hello"))["statusCode"] == 202


def test_a_file_at_an_address_is_fetched_and_kept_and_one_that_cannot_be_had_stays_a_link(
    cloud: Cloud,
) -> None:
    hooked = Hooked(cloud)
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
    replies = {
        "https://files.example/a.png": png,
        "https://files.example/b.exe": b"MZ" + b"\0" * 64,
    }
    network = cloud.house.__dict__["transport"]
    network.receivers |= {
        url: Receiver(lambda _, body=body: Reply(status=200, body=body))  # type: ignore[misc]
        for url, body in replies.items()
    }
    parts = [{"type": "image", "url": url, "name": url[-5:]} for url in replies]

    hooked.post(hooked.event("", parts=[*parts, {"type": "location", "lat": 1.5, "lon": 2}]))
    hooked.settle()

    with hooked.agent.open():
        found = cloud.house.conversations.message(
            hooked.agent, conversation=hooked.heads()[0].id, seq=1
        )
    assert [each["type"] for each in found.wire(hooked.agent.caller)["parts"]] == [
        "image",
        "image",
        "location",
    ]
    (kept,) = found.extra.files
    assert (kept.name, kept.type, kept.size) == ("a.png", "image/png", len(png))
    assert found.extra.more[0]["url"] == "https://files.example/b.exe"


@pytest.mark.parametrize("channel", ["form", "email"])
def test_an_inbox_that_takes_no_requests_is_not_there_for_them(cloud: Cloud, channel: str) -> None:
    """A form's key stands in its page, a mailbox's in its address: neither opens this door."""
    hooked = Hooked(cloud)
    with hooked.agent.open(front=True):
        made, _ = cloud.house.inboxes.make(hooked.agent, channel=channel, name="F", settings={})
    place = {"channel": channel, "inbox_key": made.key}
    event = {"httpMethod": "POST", "headers": {}, "body": "{}", "pathParameters": place}

    assert cloud.invoke("ingest_channel", event)["statusCode"] == 404


def test_a_call_is_a_part_of_its_own_that_somebody_answers_for(cloud: Cloud) -> None:
    hooked = Hooked(cloud)
    call = {
        "direction": "in",
        "from": "+8613800000000",
        "started_at_ms": 1_795_401_753_000,
        "answered_at_ms": None,
        "ended_at_ms": 1_795_401_760_000,
        "voicemail": True,
    }
    hooked.post({"type": "call", "id": "c1", "sender": {"id": "u1"}, "call": call})
    hooked.settle()

    (head,) = hooked.heads()
    with hooked.agent.open():
        found = cloud.house.conversations.message(hooked.agent, conversation=head.id, seq=1)
    (part,) = found.wire(hooked.agent.caller)["parts"]
    assert part == {**call, "type": "call"}
    assert head.waiting_since is not None


def test_what_is_of_no_known_kind_says_what_it_was(cloud: Cloud) -> None:
    hooked = Hooked(cloud)
    hooked.post(hooked.event("", parts=[{"type": "text_of_mine", "x": 1}]))
    hooked.settle()

    with hooked.agent.open():
        found = cloud.house.conversations.message(
            hooked.agent, conversation=hooked.heads()[0].id, seq=1
        )
    assert found.wire(hooked.agent.caller)["parts"] == [
        {"type": "unsupported", "was": "text_of_mine"}
    ]


def test_an_inbox_that_is_flooded_asks_its_own_system_to_wait(cloud: Cloud) -> None:
    hooked, other = Hooked(cloud), Hooked(cloud)
    cloud.house.ingesting._count = lambda _, inbox, **__: 1_201 * (inbox == hooked.inbox.id)

    refused = hooked.post(hooked.event("one too many"))
    taken = other.post(other.event("hello"))

    assert (refused["statusCode"], taken["statusCode"]) == (429, 202)
    assert 0 < int(refused["headers"]["Retry-After"]) <= 61
