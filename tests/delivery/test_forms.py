"""A form that somebody fills in: a conversation once, whoever sends it how often, and few mails."""

from typing import Any

import pytest

from chalicelib.channels.form.confirming import OF_FORM
from chalicelib.core.errors import Forbidden, Invalid, NotFound
from chalicelib.customers.allowance import DAY, HOUR
from chalicelib.customers.identities import Identity, Kind
from chalicelib.table import writes
from tests.delivery.channels import Talk
from tests.delivery.cloud import ORIGIN, Cloud
from tests.delivery.forms import WORDS, Formed

SHOP = "https://shop.example"


def kept(cloud: Cloud) -> list[Any]:
    return [name for name in cloud.aws.s3.objects if "arrival" in name[1]]


def broken(formed: Formed, **sent: Any) -> tuple[str, str]:
    with pytest.raises(Invalid) as refused:
        formed.send(**sent)
    return refused.value.extra["pointer"], refused.value.extra["rule"]


def test_what_is_filled_in_is_a_conversation_that_an_agent_has(cloud: Cloud) -> None:
    formed = Formed(cloud, {"title": "联系我们", "consent": "我同意"})
    formed.send(consent=True, locale="en")
    formed.settle()

    (head,) = formed.heads()
    (message,) = formed.messages(head.id)
    assert message.text == "姓名: 张三\n邮箱: Zhang@Corp.example\n内容:\n订单还没到 😡"
    assert (head.wire()["channel"], head.wire()["inbox"]) == ("form", formed.inbox.id)
    assert (head.subject, head.customer_name, head.locale) == ("联系我们", "张三", "en")
    source = message.extra.source
    assert (source["from"], source["unproved"], source["consent"]) == (
        "zhang@corp.example",
        True,
        "我同意",
    )


def test_each_form_that_is_filled_in_is_a_conversation_of_its_own(cloud: Cloud) -> None:
    formed = Formed(cloud)
    for words in ("one", "two"):
        formed.send(fields={**WORDS, "message": words})
    formed.settle()

    assert len(formed.heads()) == 2


def test_an_address_that_is_typed_leads_to_nobody_who_has_proved_it(cloud: Cloud) -> None:
    formed = Formed(cloud)
    proved = Identity(Kind.EMAIL, "", WORDS["email"], verified=True)
    with formed.agent.open():
        owner, making = cloud.house.identities.arriving(formed.agent, identity=proved)
        writes.transact(*making)
    formed.send()
    formed.settle()

    assert [head.customer != owner.id for head in formed.heads()] == [True]


def test_one_submission_that_is_sent_three_times_is_one(cloud: Cloud) -> None:
    formed = Formed(cloud)
    token = formed.token()
    for _ in range(3):
        formed.send(token=token, submission="the-same-submission")
    formed.settle()
    cloud.clock.advance(3_600)
    formed.send(submission="the-same-submission")
    formed.settle()

    assert len(formed.heads()) == 1


def test_the_same_answers_within_ten_minutes_are_one_and_later_are_two(cloud: Cloud) -> None:
    formed = Formed(cloud)
    for looks_for in (5, 5, 580, 20):
        formed.send(token=formed.token(looks_for=looks_for))
        formed.settle()

    assert len(formed.heads()) == 2


def test_answers_that_came_again_because_the_first_were_not_kept_are_not_lost(
    cloud: Cloud,
) -> None:
    formed = Formed(cloud)

    def down(when: str, service: str, operation: str, _: object) -> None:
        if (when, service, operation) == ("before", "sqs", "SendMessage"):
            raise OSError("the queue is away")

    with cloud.aws.crossed_by(down), pytest.raises(OSError, match="away"):
        formed.send()
    formed.send()
    formed.settle()

    assert len(formed.texts()) == 1


def test_who_is_quicker_than_a_person_is_heard_out_and_kept_nowhere(cloud: Cloud) -> None:
    formed = Formed(cloud, {"confirm": True})
    formed.send(token=formed.token(looks_for=2.9))
    formed.settle()

    assert (formed.heads(), kept(cloud), formed.mails()) == ([], [], [])


def test_who_fills_in_what_nobody_sees_is_heard_out_and_kept_nowhere(cloud: Cloud) -> None:
    formed = Formed(cloud, {"confirm": True})
    formed.send(website="https://spam.example")
    formed.settle()

    assert (formed.heads(), kept(cloud), formed.mails()) == ([], [], [])


def test_a_form_that_was_opened_a_day_ago_is_opened_anew(cloud: Cloud) -> None:
    formed = Formed(cloud)
    assert broken(formed, token=formed.token(looks_for=DAY)) == ("/token", "token")
    formed.send(token=formed.token(looks_for=DAY - 1))


def test_a_token_is_of_one_form_and_one_page(cloud: Cloud) -> None:
    formed = Formed(cloud, {"allowed_origins": [SHOP]})
    other = Formed(cloud)

    wrong: list[dict[str, Any]] = [
        {"token": "not.a-token-of-anybodys"},
        {"token": other.token()},
        {"token": formed.token(origin=SHOP)},
        {"token": formed.token(), "origin": SHOP},
        {"token": formed.token(origin=SHOP), "origin": "https://evil.example"},
    ]
    assert {broken(formed, **sent) for sent in wrong} == {("/token", "token")}
    formed.send(token=formed.token(origin=SHOP), origin=SHOP)


def test_a_form_is_shown_on_our_own_page_and_where_its_merchant_allows(cloud: Cloud) -> None:
    formed = Formed(cloud, {"allowed_origins": [SHOP]})

    assert formed.shown()["merchant"] == formed.shown(SHOP)["merchant"] == {"name": "青竹里"}
    assert formed.shown(ORIGIN)["locale"] == "zh"
    for strange in ("https://evil.example", "null"):
        with pytest.raises(Forbidden):
            formed.shown(strange)


def test_a_form_that_is_off_or_another_channel_s_is_not_there(cloud: Cloud) -> None:
    formed = Formed(cloud)
    token = formed.token()
    with formed.agent.open():
        cloud.house.inboxes.change(
            formed.agent, inbox=formed.inbox.id, version=1, values={"state": "off"}
        )
    with pytest.raises(NotFound):
        formed.shown()
    with pytest.raises(NotFound):
        formed.send(token=token)


def test_what_is_wrong_is_said_at_its_place_and_kept_nowhere(cloud: Cloud) -> None:
    formed = Formed(cloud, {"consent": "I agree"})
    nobody = {**WORDS, "email": "nobody"}

    assert broken(formed, consent=True, fields=nobody) == ("/fields/email", "email")
    assert broken(formed, consent=False) == ("/consent", "required")
    assert kept(cloud) == []


def test_a_form_that_is_unclear_is_not_made(cloud: Cloud) -> None:
    formed = Formed(cloud)
    with pytest.raises(Invalid) as refused:
        formed.made({"fields": [{"id": "a", "label": "A", "kind": "choice"}]})

    assert refused.value.extra["pointer"] == "/settings/fields/0/options"


def test_an_answer_leaves_by_mail_and_what_comes_back_by_mail_threads(cloud: Cloud) -> None:
    formed = Formed(cloud, {"title": "售后"})
    formed.send()
    formed.settle()
    talk = Talk(formed.mailed, asks=False)
    talk.answers("明天补发。")

    (letter,) = formed.mailed.ses.letters
    assert (letter["to"].addresses[0].addr_spec, str(letter["subject"])) == (
        "zhang@corp.example",
        "售后",
    )
    assert talk.states() == ["sent"]
    formed.mailed.arrives(formed.mailed.letter("谢谢！"), str(letter["reply-to"]))
    formed.settle()
    assert formed.mailed.texts(talk.conversation)[1:] == ["明天补发。", "谢谢！"]


@pytest.mark.attack("A18")
def test_a_confirmation_holds_no_word_of_the_sender(cloud: Cloud) -> None:
    formed = Formed(cloud, {"confirm": True})
    canary = "BUY-HERE spam.example"
    formed.send(fields={**WORDS, "name": canary, "message": canary}, locale="en")
    formed.settle()

    (mail,) = formed.mails()
    assert (mail.to, mail.subject) == ("zhang@corp.example", "青竹里 has received your message")
    assert "BUY" not in mail.text + mail.subject
    assert "spam" not in mail.text + mail.subject


@pytest.mark.attack("A18")
def test_one_address_gets_one_confirmation_a_day_by_whatever_spelling_and_form(
    cloud: Cloud,
) -> None:
    formed = Formed(cloud, {"confirm": True})
    other = Formed(cloud, {"confirm": True})
    for n, spelt in enumerate(("v@w.example", "V@W.example", "v+1@w.example", "v+x@W.EXAMPLE")):
        for each in (formed, other):
            each.send(fields={"email": spelt, "message": f"words {n}"})
    formed.settle()
    assert len(formed.mails()) == 1

    cloud.clock.advance(DAY)
    formed.send(fields={"email": "v@w.example", "message": "again"})
    formed.settle()
    assert len(formed.mails()) == 2


@pytest.mark.attack("A18")
def test_one_form_sends_so_many_confirmations_an_hour_and_takes_the_rest_in_all_the_same(
    cloud: Cloud,
) -> None:
    formed = Formed(cloud, {"confirm": True})
    cloud.clock.advance(HOUR - cloud.clock().timestamp() % HOUR)
    token = formed.token()
    for n in range(OF_FORM.most + 5):
        formed.send(token=token, fields={"email": f"v{n}@w.example", "message": f"words {n}"})
    formed.settle()

    assert (len(formed.mails()), len(formed.heads())) == (OF_FORM.most, OF_FORM.most + 5)


@pytest.mark.attack("A18")
def test_nothing_is_sent_to_an_address_that_nothing_reaches_nor_unasked(cloud: Cloud) -> None:
    formed, silent = Formed(cloud, {"confirm": True}), Formed(cloud)
    with formed.agent.open():
        cloud.house.identities.undeliverable(
            formed.agent, identity=Identity(Kind.EMAIL, "", WORDS["email"]), reason="bounced"
        )
    formed.send()
    silent.send()
    formed.settle()

    assert (len(formed.heads()), formed.mails()) == (1, [])
