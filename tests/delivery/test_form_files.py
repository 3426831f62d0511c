"""Files of a form: theirs who have it before them, sent with it once, and gone where nobody sends it."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.attachments.model import MOST_A_DAY, TAKEN_STAYS, TOKEN_EXPIRES, UNSAID_STAYS
from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.errors import Busy, Invalid, NotFound
from chalicelib.core.values import replace
from tests.delivery.channels import Talk, pass_time
from tests.delivery.cloud import Cloud, Died
from tests.delivery.forms import WORDS, Formed, died_everywhere
from tests.rooms.test_attachments import ACTIVE

SHOP = "https://shop.example"
FILES = {"id": "photos", "label": "照片", "kind": "files", "most_files": 2, "most_megabytes": 1}
ASKED: dict[str, Any] = {
    "title": "售后",
    "allowed_origins": [SHOP],
    "fields": [
        {"id": "name", "label": "姓名", "kind": "text"},
        {"id": "email", "label": "邮箱", "kind": "email"},
        {"id": "message", "label": "内容", "kind": "long"},
        FILES,
    ],
}


def wrong(refused: pytest.ExceptionInfo[Invalid]) -> tuple[str, str]:
    return refused.value.extra["pointer"], refused.value.extra["rule"]


def broken(formed: Formed, **sent: Any) -> tuple[str, str]:
    with pytest.raises(Invalid) as refused:
        formed.send(**sent)
    return wrong(refused)


def test_what_is_uploaded_comes_with_the_message_of_its_submission(cloud: Cloud) -> None:
    formed = Formed(cloud, ASKED)
    token = formed.token()
    files = [formed.uploaded(token), formed.uploaded(token, b"three cups", "../清单.exe")]
    formed.send(token=token, files=files)
    formed.settle()

    (head,) = formed.heads()
    (message,) = formed.messages(head.id)
    assert message.text == "姓名: 张三\n邮箱: Zhang@Corp.example\n内容:\n订单还没到 😡"
    assert [(file.name, file.type) for file in message.extra.files] == [
        ("cup.png", "image/png"),
        ("清单.exe.txt", "text/plain"),
    ]
    with formed.agent.open():
        link = cloud.house.reception.file_link(
            formed.agent, conversation=head.id, seq=message.seq, file=message.extra.files[0].id
        )
    assert link["url"].startswith("https://files.s3")
    pass_time(formed.mailed, days=365)
    assert formed.kept_files() == set(formed.said_files())


def test_a_form_tells_how_many_files_it_takes_and_how_large(cloud: Cloud) -> None:
    formed, usual = Formed(cloud, ASKED), Formed(cloud)
    asked = {"id": "photos", "label": "照片", "kind": "files", "required": False}

    assert formed.shown()["fields"][-1] == {**asked, "most": 2, "bytes": 1_048_576}
    with pytest.raises(NotFound):
        usual.begun(usual.token(), 10)
    token = formed.token()
    for size, allowed in ((1_048_576, True), (1_048_577, False)):
        if allowed:
            assert formed.begun(token, size)["expires_in"] == 300
            continue
        with pytest.raises(Invalid) as refused:
            formed.begun(token, size)
        assert wrong(refused) == ("/size", "maximum")


def test_nothing_is_uploaded_without_the_form_s_own_token(cloud: Cloud) -> None:
    formed, other = Formed(cloud, ASKED), Formed(cloud, ASKED)
    mine = formed.token()
    upload = formed.begun(mine, 10)["id"]
    strange: list[tuple[str, dict[str, str]]] = [
        ("not.a-token-of-anybodys", {}),
        (other.token(), {}),
        (formed.token(origin=SHOP), {}),
        (mine, {"origin": SHOP}),
        (formed.token(looks_for=86_400), {}),
    ]
    for token, more in strange:
        for ask in (
            partial(formed.begun, token, 10, **more),
            partial(formed.ended, token, upload, **more),
        ):
            with pytest.raises(Invalid) as refused:
                ask()
            assert wrong(refused) == ("/token", "token")
    assert formed.kept_files() == set()


def test_in_another_s_page_it_is_uploaded_and_sent_under_that_page_s_origin(cloud: Cloud) -> None:
    formed = Formed(cloud, ASKED)
    token = formed.token(origin=SHOP)
    file = formed.uploaded(token, origin=SHOP)
    formed.send(token=token, origin=SHOP, files=[file])
    formed.settle()

    assert len(formed.said_files()) == 1


@pytest.mark.attack("A11")
def test_a_file_is_of_no_other_form_merchant_showing_visitor_or_submission(cloud: Cloud) -> None:
    formed, other = Formed(cloud, ASKED), Formed(cloud, ASKED)
    token = formed.token()
    file, second = formed.uploaded(token), formed.uploaded(token)
    beside = Formed.__new__(Formed)
    beside.__dict__ = {**formed.__dict__, "inbox": formed.made(ASKED)}
    stolen = ("/files/0", "attachment")

    assert broken(other, files=[file]) == stolen
    assert broken(beside, files=[file]) == stolen
    assert broken(formed, files=[file]) == stolen  # the same form, opened by somebody else
    visitor = replace(formed.agent, caller=Caller(CallerKind.VISITOR, id="1" * 26))
    with visitor.open(), pytest.raises(Invalid):
        cloud.house.file_of(visitor, file, pointer="/parts/0/attachment")
    with pytest.raises(NotFound):  # what lies uploaded is its uploader's alone
        other.ended(other.token(), formed.begun(token, 10)["id"])

    formed.send(token=token, files=[file])
    again = {**WORDS, "message": "other words"}
    assert broken(formed, token=token, fields=again, files=[second, file]) == (
        "/files/1",
        "attachment",
    )
    formed.settle()
    assert broken(formed, token=token, fields=again, files=[file]) == stolen
    formed.send(token=token, fields=again, files=[second])
    formed.settle()
    assert sorted(map(len, _files_of_each(formed))) == [1, 1]


def _files_of_each(formed: Formed) -> list[list[str]]:
    heads = formed.heads()
    return [[f.id for m in formed.messages(head.id) for f in m.extra.files] for head in heads]


def test_so_many_as_the_form_takes_and_no_more(cloud: Cloud) -> None:
    formed = Formed(cloud, ASKED)
    token = formed.token()
    three = [formed.uploaded(token) for _ in range(3)]
    assert broken(formed, token=token, files=three) == ("/fields/photos", "maxItems")

    asks_none = Formed(cloud)
    assert broken(asks_none, files=[three[0]]) == ("/files", "additionalProperties")
    needs = Formed(cloud, {"fields": [*ASKED["fields"][:3], {**FILES, "required": True}]})
    assert broken(needs) == ("/fields/photos", "required")
    late = formed.token(looks_for=0)
    file = formed.uploaded(late)
    cloud.clock.advance(TOKEN_EXPIRES.total_seconds() + 1)
    assert broken(formed, token=late, files=[file]) == ("/files/0", "expired")


@pytest.mark.parametrize("body", [ACTIVE["html"], ACTIVE["svg"], b"MZ\x90\x00"])
def test_what_could_run_is_refused_whatever_it_is_called(cloud: Cloud, body: bytes) -> None:
    formed = Formed(cloud, ASKED)
    with pytest.raises(Invalid) as refused:
        formed.uploaded(formed.token(), body, "photo.png")

    assert wrong(refused) == ("/name", "type")
    assert formed.kept_files() == set()


def test_one_showing_uploads_so_many_a_day(cloud: Cloud) -> None:
    formed = Formed(cloud, ASKED)
    token = formed.token()
    for _ in range(MOST_A_DAY[True]):
        formed.begun(token, 10)
    with pytest.raises(Busy):
        formed.begun(token, 10)


def test_files_that_no_submission_says_go_after_a_day_those_of_programs_too(cloud: Cloud) -> None:
    formed = Formed(cloud, ASKED)
    formed.uploaded(formed.token())
    token = formed.token()
    formed.send(token=token, files=[formed.uploaded(token)], website="https://spam.example")
    formed.settle()
    assert len(formed.kept_files()) == 2

    pass_time(formed.mailed, seconds=UNSAID_STAYS.total_seconds() + 1)
    assert (formed.kept_files(), formed.heads()) == (set(), [])


def test_files_stay_for_as_long_as_what_named_them_can_still_be_read(cloud: Cloud) -> None:
    """Its job may wait for days, set aside: what was acknowledged is whole when it is taken up again."""
    formed = Formed(cloud, ASKED)
    token = formed.token()
    formed.send(token=token, files=[formed.uploaded(token)])
    cloud.clock.advance(timedelta(days=20).total_seconds())
    cloud.house.run_due(lambda: True)
    assert len(formed.kept_files()) == 1

    formed.settle()
    assert set(formed.said_files()) == formed.kept_files()
    unread = formed.token()
    formed.send(token=unread, fields={**WORDS, "message": "x"}, files=[formed.uploaded(unread)])
    cloud.aws.sqs.queues.clear()
    pass_time(formed.mailed, seconds=TAKEN_STAYS.total_seconds() + 1)
    assert formed.kept_files() == set(formed.said_files())


def test_a_submission_with_files_that_comes_again_is_the_same_one(cloud: Cloud) -> None:
    formed = Formed(cloud, ASKED)
    token = formed.token()
    file = formed.uploaded(token)
    for _ in range(2):
        formed.send(token=token, submission="the-same-submission", files=[file])
    formed.settle()
    cloud.clock.advance(3_600)
    formed.send(token=token, submission="the-same-submission", files=[file])
    formed.settle()
    assert len(formed.heads()) == len(formed.said_files()) == 1

    pass_time(formed.mailed, days=30)
    assert len(formed.kept_files()) == 1


def test_the_same_words_with_other_files_are_another_submission(cloud: Cloud) -> None:
    formed = Formed(cloud, ASKED)
    formed.send()
    token = formed.token()
    formed.send(token=token, files=[formed.uploaded(token)])
    formed.settle()

    assert sorted(map(len, _files_of_each(formed))) == [0, 1]


def test_wherever_a_process_dies_the_files_are_said_once_and_the_rest_go(cloud: Cloud) -> None:
    """An inbox that makes tickets: tests/bulk/test_forms.py."""
    formed = Formed(cloud, ASKED)
    messages = died_everywhere(formed)
    pass_time(formed.mailed, seconds=TAKEN_STAYS.total_seconds() + 1)

    assert len(messages) > 20
    said = [file.id for message in messages for file in message.extra.files]
    assert formed.kept_files() == set(said)
    assert len(set(said)) == len(said)


def test_a_form_whose_inbox_makes_tickets_makes_one_of_each_submission(cloud: Cloud) -> None:
    formed = Formed(cloud, {**ASKED, "makes": "ticket", "confirm": True})
    token = formed.token()
    formed.send(token=token, files=[formed.uploaded(token)], submission="the-same-submission")
    formed.settle()

    (head,) = formed.heads()
    assert head.ticket.number == 1
    with formed.agent.open():
        ticket = cloud.house.tickets.whole(formed.agent, ticket=head.ticket.id)
    assert (ticket["title"], ticket["conversation"]) == ("售后", head.id)
    assert [mail.to for mail in formed.mails()] == ["zhang@corp.example"]
    talk = Talk(formed.mailed, asks=False)
    talk.answers("明天补发。")
    (letter,) = formed.mailed.ses.letters
    formed.mailed.arrives(formed.mailed.letter("谢谢！"), str(letter["reply-to"]))
    formed.settle()
    assert formed.mailed.texts(talk.conversation)[1:] == ["明天补发。", "谢谢！"]
    assert [each.ticket.number for each in formed.heads()] == [1]


@pytest.mark.attack("A18")
def test_tickets_bring_no_more_mails_to_an_address_than_conversations_do(cloud: Cloud) -> None:
    formed = Formed(cloud, {"makes": "ticket", "confirm": True})
    for n in range(3):
        formed.send(fields={"email": "v@w.example", "message": f"words {n}"})
    formed.settle()

    assert [head.ticket.number for head in formed.heads()] == [3, 2, 1]
    assert [mail.to for mail in formed.mails()] == ["v@w.example"]


def test_a_ticket_is_made_though_who_stored_the_message_died_before_it(cloud: Cloud) -> None:
    """And no second one, when the submission comes again after the first is done."""
    formed = Formed(cloud, {"makes": "ticket"})
    seen: list[str] = []

    def dies(when: str, _: str, operation: str, params: Any) -> None:
        if (when, operation) == ("after", "TransactWriteItems") and not seen:
            kinds = [str(each) for each in params["TransactItems"]]
            if any("arrived" in each for each in kinds):
                seen.append(operation)
                raise Died

    formed.send(submission="the-same-submission")
    with cloud.aws.crossed_by(dies):
        formed.mailed.settle_through()
    assert seen
    assert [head.ticket.number for head in formed.heads()] == [1]
    cloud.clock.advance(3_600)
    formed.send(submission="the-same-submission")
    formed.mailed.settle_through()
    assert [head.ticket.number for head in formed.heads()] == [1]
