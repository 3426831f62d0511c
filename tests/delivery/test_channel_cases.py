"""What channels bring in life: odd words, odd names, odd files, and our own words coming back."""

import json
from typing import Any

import pytest

from chalicelib.channels.transport import Reply
from chalicelib.conversations.model import AuthorKind
from tests.delivery.channels import Hooked, Receiver
from tests.delivery.cloud import Cloud
from tests.delivery.mailing import Mailed


@pytest.mark.parametrize(
    "text",
    [" ", "\u200b", "👩‍👩‍👧", "\u202egpj.exe", "{{customer.name}}", "<!here> <b>x</b>", "=1+1"],
)
def test_words_stay_what_they_are(cloud: Cloud, text: str) -> None:
    hooked = Hooked(cloud)

    answer = hooked.post(hooked.event(text))
    hooked.settle()

    (head,) = hooked.heads()
    assert (answer["statusCode"], hooked.texts(head.id)) == (202, [text] if text.strip() else [])


def test_what_a_machine_says_is_not_answered_by_another(cloud: Cloud) -> None:
    hooked = Hooked(cloud, settings={"bot": True})
    with hooked.agent.open(front=True):
        cloud.house.merchants.change(hooked.agent, version=1, values={"bot_on": True})
    sender = {"id": "probe", "machine": True}

    hooked.post(hooked.event("hello"), {**hooked.event("hello"), "sender": sender})
    hooked.settle()

    assert sorted(len(hooked.texts(head.id)) for head in hooked.heads()) == [1, 2]


def test_names_are_told_apart_by_the_case_of_their_letters_and_whatever_signs(cloud: Cloud) -> None:
    hooked = Hooked(cloud)
    senders = ["oAb", "oaB", "o/a#b=c", "9007199254740993", "9007199254740992"]

    hooked.post(*(hooked.event("hello", sender=each) for each in senders))
    hooked.settle()

    assert len({head.customer for head in hooked.heads()}) == len(senders)


def test_a_clock_that_counts_backwards_is_refused_at_its_place(cloud: Cloud) -> None:
    hooked = Hooked(cloud)

    answer = hooked.post(hooked.event("hello", occurred_at_ms=-1))

    assert answer["statusCode"] == 422
    assert json.loads(answer["body"])["pointer"] == "/events/0/occurred_at_ms"


@pytest.mark.parametrize("at", [0, 1, 1_795_401_753, 4_102_444_800_000])
def test_a_clock_that_cannot_be_right_loses_nothing(cloud: Cloud, at: int) -> None:
    """No time at all, seconds for milliseconds, the year 2100: the moment at which it came counts."""
    hooked = Hooked(cloud)

    answer = hooked.post(hooked.event("hello", occurred_at_ms=at))
    hooked.settle()

    (head,) = hooked.heads()
    assert (answer["statusCode"], hooked.texts(head.id)) == (202, ["hello"])
    assert abs((head.updated_at - cloud.clock()).total_seconds()) < 60


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=302, headers={"location": "http://169.254.169.254/"}, body=b""),
        Reply(status=200, body=b""),
        Reply(status=404, body=b"\x89PNG\r\n\x1a\n"),
        Reply(status=200, body=b"x" * (20 * 1024 * 1024 + 1)),
        Reply(status=200, body=b'{"errcode": 40007, "errmsg": "invalid media_id"}'),
        Reply(status=200, body=b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>"),
        Reply(status=0, trouble="timeout"),
    ],
    ids=["moved inwards", "empty", "gone", "too large", "an error as a file", "a script", "hangs"],
)
def test_a_file_that_is_none_stays_a_link_and_its_message_comes(cloud: Cloud, reply: Reply) -> None:
    hooked = Hooked(cloud)
    url = "https://files.example/a.png"
    cloud.house.__dict__["transport"].receivers[url] = Receiver(lambda _: reply)
    parts: list[dict[str, Any]] = [
        {"type": "text", "text": "look"},
        {"type": "image", "url": url, "name": "a.png"},
    ]

    hooked.post(hooked.event("", parts=parts))
    hooked.settle()

    with hooked.agent.open():
        found = cloud.house.conversations.message(
            hooked.agent, conversation=hooked.heads()[0].id, seq=1
        )
    assert found.text == "look"
    assert not any(file.kind.part == "image" for file in found.extra.files)


def test_our_own_letter_that_comes_back_wakes_nobody(cloud: Cloud) -> None:
    """Forwarded by its recipient's mailbox, under the name that SES has given it."""
    mailed = Mailed(cloud)
    talk = mailed.begun()
    talk.answers("three days")
    raw = mailed.ses.sent[0]["Content"]["Raw"]["Data"]
    ours = raw.split(b"Message-ID: ")[1].split(b"\r\n")[0]
    back = raw.replace(ours, b"<0100018f00000001@eu-west-1.amazonses.com>")

    for n in range(3):
        mailed.arrives(back, name=f"back{n}")
        mailed.settle()

    assert len(mailed.ses.sent) == 1
    with mailed.agent.open():
        talks = [
            cloud.house.conversations.history(mailed.agent, conversation=head.id, after=0).messages
            for head in mailed.heads()
        ]
    said = [each for talk in talks for each in talk if each.author.kind is AuthorKind.CUSTOMER]
    assert [each.text for each in said if not each.event] == ["我的退款呢？"]
