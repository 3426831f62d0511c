"""From a form to a link, on S3's semantics: only what was looked at is ever said, or read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.attachments.model import MAX_BYTES, MOST_A_DAY, TOKEN_EXPIRES, UNSAID_STAYS, File
from chalicelib.conversations.words import Words
from chalicelib.core import signed
from chalicelib.core.errors import Busy, Conflict, Invalid, NotFound
from chalicelib.core.ids import MerchantId, new_id, new_sending_session
from chalicelib.table import guard, keys
from chalicelib.table.desk import Desk
from chalicelib.wiring import House
from tests.desk.signatures import conditions, link_stands, policy_stands
from tests.desk.standing import FILES, UPLOADS, MovableClock, Stage
from tests.desk.test_conversations import agent_of, say, visitor_of
from tests.rooms.test_attachments import ACTIVE, PNG


@dataclass
class Uploader:
    """A visitor with a browser; what it posts is put where the form says."""

    house: House
    s3: Any
    desk: Desk

    def begun(self, size: int = len(PNG)) -> dict[str, Any]:
        with self.desk.open():
            return self.house.attachments.begin(self.desk, size=size)

    def uploaded(self, body: bytes = PNG) -> str:
        form = self.begun(len(body))
        self.put(form["fields"]["key"], body)
        return str(form["id"])

    def put(self, key: str, body: bytes) -> None:
        self.s3.put_object(Bucket=UPLOADS, Key=key, Body=body)

    def arrived(self, upload: str, name: str = "lamp.png") -> dict[str, Any]:
        with self.desk.open():
            return self.house.attachments.arrived(self.desk, upload=upload, name=name)

    def said(self, *tokens: str, text: str = "") -> str:
        words = Words(new_sending_session(), 1, text, attachments=tuple(enumerate(tokens)))
        return say(self.house, self.desk, None, words)[0]

    def kept(self) -> list[str]:
        return [each["Key"] for each in self.s3.list_objects_v2(Bucket=FILES).get("Contents", ())]


@pytest.fixture
def uploader(fresh: Stage, merchant: MerchantId) -> Uploader:
    for bucket in (FILES, UPLOADS):
        for each in fresh.s3.list_objects_v2(Bucket=bucket).get("Contents", ()):
            fresh.s3.delete_object(Bucket=bucket, Key=each["Key"])
    return Uploader(fresh.house, fresh.s3, visitor_of(fresh.house, merchant))


def link(house: House, desk: Desk, conversation: str, file: str, seq: int = 1) -> str:
    with desk.open():
        found = house.reception.file_link(desk, conversation=conversation, seq=seq, file=file)
    return str(found["url"])


def test_what_was_uploaded_is_said_and_read_by_those_of_the_conversation(
    uploader: Uploader, house: House, merchant: MerchantId
) -> None:
    file = uploader.arrived(uploader.uploaded(), "../灯.exe")
    conversation = uploader.said(file["attachment"], text="look")
    agent = agent_of(merchant)

    with agent.open():
        found = house.conversations.shown(agent, conversation=conversation)
        (row,) = house.conversations.view(agent, view="all", cursor=None, limit=9).items
    assert found.messages[0].wire(agent.caller)["parts"] == [
        {"type": "text", "text": "look"},
        {"type": "image", "id": file["id"], "name": "灯.exe.png", "mime": "image/png", "size": 70},
    ]
    assert row.last is not None
    assert row.last.preview == "look"
    for desk in (uploader.desk, agent):
        assert link_stands(link(house, desk, conversation, file["id"]))


def test_a_file_without_words_shows_its_name_in_the_list(
    uploader: Uploader, house: House, merchant: MerchantId, dynamodb: Any
) -> None:
    uploader.said(uploader.arrived(uploader.uploaded(), "secret-lamp.png")["attachment"])
    agent = agent_of(merchant)

    with agent.open():
        (row,) = house.conversations.view(agent, view="all", cursor=None, limit=9).items
    assert row.last is not None
    assert row.last.preview == "secret-lamp.png"
    assert "secret-lamp" not in str(dynamodb.scan(TableName="desk"))


def test_A32_a_form_takes_one_object_of_one_size_for_five_minutes(  # noqa: N802
    uploader: Uploader,
) -> None:
    form = uploader.begun(1_234)
    fields, said = form["fields"], conditions(form["fields"])
    signed_at = datetime.strptime(fields["x-amz-date"], "%Y%m%dT%H%M%SZ")  # noqa: DTZ007 - as it is
    until = datetime.strptime(said["expiration"], "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007

    assert policy_stands(fields)
    assert until - signed_at <= timedelta(minutes=5)
    assert ["content-length-range", 1_234, 1_234] in said["conditions"]
    assert {"key": fields["key"]} in said["conditions"]
    assert {"bucket": UPLOADS} in said["conditions"]
    assert fields["key"].startswith(f"{uploader.desk.merchant}/upload/")
    assert not policy_stands({**fields, "policy": fields["policy"][:-4] + "AAAA"})


def changed(url: str, **values: str) -> str:
    for name, value in values.items():
        old = parse_qs(urlsplit(url).query)[name.replace("_", "-")][0]
        assert old != value
        url = url.replace(f"{name.replace('_', '-')}={old}", f"{name.replace('_', '-')}={value}")
    return url


def test_A32_a_link_is_for_reading_one_object_as_described_for_five_minutes(  # noqa: N802
    uploader: Uploader, house: House
) -> None:
    file = uploader.arrived(uploader.uploaded())
    url = link(house, uploader.desk, uploader.said(file["attachment"]), file["id"])
    query = parse_qs(urlsplit(url).query)

    assert link_stands(url)
    assert int(query["X-Amz-Expires"][0]) <= 300
    assert query["response-content-type"] == ["image/png"]
    assert query["response-content-disposition"][0].startswith('inline; filename="lamp.png"')
    for method in ("PUT", "DELETE", "HEAD", "POST"):
        assert not link_stands(url, method)
    assert not link_stands(changed(url, X_Amz_Expires="86400"))
    assert not link_stands(url.replace("image%2Fpng", "text%2Fhtml"))
    assert not link_stands(url.replace("inline", "attachment"))
    assert not link_stands(url.replace(file["id"], new_id()))
    assert not link_stands(url + "&versionId=1")


def test_A32_what_was_looked_at_cannot_be_exchanged_by_its_form(  # noqa: N802
    uploader: Uploader, house: House
) -> None:
    """The form stands for five minutes: what it puts there later is not what was said."""
    form = uploader.begun()
    key = form["fields"]["key"]
    uploader.put(key, PNG)
    first = uploader.arrived(form["id"])
    uploader.put(key, PNG + b"another")
    second = uploader.arrived(form["id"])

    assert first["id"] != second["id"]
    place = keys.object_path(keys.attachment(uploader.desk, first["id"]))
    assert uploader.s3.get_object(Bucket=FILES, Key=place)["Body"].read() == PNG


def test_A32_what_is_exchanged_while_it_is_looked_at_is_not_kept(  # noqa: N802
    uploader: Uploader, house: House
) -> None:
    """moto copies whatever the condition says: that the copy has one is what is shown."""
    upload, asked = uploader.uploaded(), []
    client = house.client("s3")
    client.meta.events.register_first(
        "before-parameter-build.s3.CopyObject", lambda params, **_: asked.append(dict(params))
    )
    uploader.arrived(upload)

    (copied,) = asked
    tag = uploader.s3.head_object(**copied["CopySource"])["ETag"]
    assert copied["CopySourceIfMatch"] == tag
    assert copied["MetadataDirective"] == "REPLACE"


@pytest.mark.parametrize("what", ACTIVE)
def test_A8_what_could_run_is_never_kept(uploader: Uploader, what: str) -> None:  # noqa: N802
    upload = uploader.uploaded(ACTIVE[what] or b"\x00")

    with pytest.raises(Invalid) as refused:
        uploader.arrived(upload, "lamp.png")
    assert refused.value.extra["rule"] == "type"
    assert uploader.kept() == []


def test_A8_what_is_kept_is_called_by_its_content_and_only_saved(  # noqa: N802
    uploader: Uploader, house: House
) -> None:
    file = uploader.arrived(uploader.uploaded(b"just words, <b>bold</b> ones"), "page.html")
    place = keys.object_path(keys.attachment(uploader.desk, file["id"]))
    kept = uploader.s3.get_object(Bucket=FILES, Key=place)
    url = link(house, uploader.desk, uploader.said(file["attachment"]), file["id"])

    assert (kept["ContentType"], kept["ContentDisposition"]) == ("text/plain", "attachment")
    assert file["name"] == "page.html.txt"
    assert "response-content-disposition=attachment" in url
    assert urlsplit(url).netloc.startswith((f"{FILES}.s3.", "s3."))


def test_a_file_is_said_by_its_uploader_alone(
    uploader: Uploader, house: House, merchant: MerchantId
) -> None:
    token = uploader.arrived(uploader.uploaded())["attachment"]
    other = visitor_of(house, merchant)
    words = Words(new_sending_session(), 1, "", attachments=((0, token),))

    with pytest.raises(Invalid) as refused:
        say(house, other, None, words)
    assert refused.value.extra == {"pointer": "/parts/0/attachment", "rule": "attachment"}
    with pytest.raises(Invalid):
        say(
            house,
            uploader.desk,
            None,
            Words(new_sending_session(), 1, "", attachments=((0, token + "A"),)),
        )


def test_a_token_lasts_for_less_than_its_upload(
    uploader: Uploader, house: House, clock: MovableClock
) -> None:
    token = uploader.arrived(uploader.uploaded())["attachment"]
    clock.advance(TOKEN_EXPIRES.total_seconds() + 1)

    with pytest.raises(Invalid) as refused:
        uploader.said(token)
    assert refused.value.extra["rule"] == "expired"


def test_what_nobody_says_is_gone_after_a_day_and_what_was_said_stays(
    uploader: Uploader, house: House, clock: MovableClock
) -> None:
    said, unsaid = (uploader.arrived(uploader.uploaded()) for _ in range(2))
    places = [keys.object_path(keys.attachment(uploader.desk, f["id"])) for f in (said, unsaid)]
    clock.advance(TOKEN_EXPIRES.total_seconds() - 1)  # the last moment
    uploader.said(said["attachment"])
    assert sorted(uploader.kept()) == sorted(places)

    clock.advance((UNSAID_STAYS - TOKEN_EXPIRES).total_seconds() + 1)
    report = house.run_due(lambda: True)
    assert (report.done, report.failed) == (1, 0)
    assert uploader.kept() == [places[0]]
    clock.advance(365 * 86_400)
    house.run_due(lambda: True)
    assert uploader.kept() == [places[0]]


def test_a_file_of_a_later_message_stays_too(
    uploader: Uploader, house: House, clock: MovableClock
) -> None:
    """And one that a message names twice, or another message again."""
    one, other = (uploader.arrived(uploader.uploaded())["attachment"] for _ in range(2))
    session, conversation = new_sending_session(), None
    for n, tokens in ((1, [one]), (2, [other, other, one])):
        words = Words(session, n, "", attachments=tuple(enumerate(tokens)))
        conversation, _ = say(house, uploader.desk, conversation, words)
    clock.advance(UNSAID_STAYS.total_seconds() + 1)
    house.run_due(lambda: True)

    assert len(uploader.kept()) == 2


def test_what_a_refused_message_named_is_still_to_be_said(
    uploader: Uploader, house: House, clock: MovableClock
) -> None:
    token = uploader.arrived(uploader.uploaded())["attachment"]
    session = new_sending_session()
    conversation, _ = say(house, uploader.desk, None, Words(session, 1, "one"))
    refused = Words(session, 2, "", quote=9, attachments=((0, token),))
    with pytest.raises(Invalid):
        say(house, uploader.desk, conversation, refused)
    clock.advance(UNSAID_STAYS.total_seconds() + 1)
    house.run_due(lambda: True)

    assert uploader.kept() == []


def test_nothing_is_copied_before_it_is_known_when_it_ends(
    uploader: Uploader, house: House, clock: MovableClock
) -> None:
    """So a crash between the two leaves a moment without its file, which is looked at in vain."""
    upload = uploader.uploaded()

    def crash(*_: Any, **__: Any) -> None:
        raise ConnectionError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(house.attachments._store, "keep", crash)
        with pytest.raises(ConnectionError):
            uploader.arrived(upload)
    clock.advance(UNSAID_STAYS.total_seconds() + 1)

    report = house.run_due(lambda: True)
    assert (report.done, report.failed) == (1, 0)


def test_what_was_uploaded_before_there_were_such_moments_is_said(
    uploader: Uploader, house: House
) -> None:
    """By the version before: its token is read, and there is nothing to take away."""
    about = {"by": uploader.desk.caller.id, "f": [new_id(), "a.png", "image/png", 70]}
    with uploader.desk.open():
        secret = house.attachments._secret(uploader.desk.merchant)
        until = int((house.clock() + TOKEN_EXPIRES).timestamp())

    assert uploader.said(signed.sign(secret, {**about, "x": until}))


def test_a_version_that_knows_no_such_moments_cannot_say_what_has_one(
    uploader: Uploader, house: House
) -> None:
    """It would leave the moment, and the file of an acknowledged message would go."""
    token = uploader.arrived(uploader.uploaded())["attachment"]
    with uploader.desk.open():
        claims = signed.verify(house.attachments._secret(uploader.desk.merchant), token)

    assert claims is not None
    assert "f" not in claims


def test_a_number_used_again_for_another_file_is_refused_however_late(
    uploader: Uploader, house: House, clock: MovableClock
) -> None:
    """And for the same one it is answered as it was, though nobody could say it any more."""
    one, other = (uploader.arrived(uploader.uploaded())["attachment"] for _ in range(2))
    session = new_sending_session()
    words, again = (Words(session, 1, "", attachments=((0, each),)) for each in (one, other))
    conversation, first = say(house, uploader.desk, None, words)
    for seconds in (1, TOKEN_EXPIRES.total_seconds()):
        clock.advance(seconds)
        assert say(house, uploader.desk, conversation, words) == (conversation, first)
        with pytest.raises(Conflict) as refused:
            say(house, uploader.desk, conversation, again)
        assert refused.value.extra["rule"] == "reused"


def test_a_link_ends_with_the_message(uploader: Uploader, house: House) -> None:
    file = uploader.arrived(uploader.uploaded())
    conversation = uploader.said(file["attachment"])
    with uploader.desk.open():
        house.conversations.recall(uploader.desk, conversation=conversation, seq=1)

    with pytest.raises(NotFound):
        link(house, uploader.desk, conversation, file["id"])


def test_a_link_is_for_those_who_may_read_the_message(
    uploader: Uploader, house: House, merchant: MerchantId, new_merchant: Any
) -> None:
    file = uploader.arrived(uploader.uploaded())
    conversation = uploader.said(file["attachment"])

    for stranger in (visitor_of(house, merchant), agent_of(new_merchant())):
        with pytest.raises(NotFound):
            link(house, stranger, conversation, file["id"])
    for seq, name in ((2, file["id"]), (1, new_id()), (1, "../x")):
        with pytest.raises(NotFound):
            link(house, uploader.desk, conversation, name, seq)


def test_another_ones_upload_is_not_there(
    uploader: Uploader, house: House, merchant: MerchantId
) -> None:
    upload = uploader.uploaded()
    other = Uploader(house, uploader.s3, visitor_of(house, merchant))

    for name in (upload, new_id(), "", "../x"):
        with pytest.raises(NotFound):
            other.arrived(name)


def test_a_day_has_an_end(uploader: Uploader) -> None:
    for _ in range(MOST_A_DAY[True]):
        uploader.begun()
    with pytest.raises(Busy) as refused:
        uploader.begun()
    assert refused.value.extra["rule"] == "uploads"


def test_nothing_is_signed_outside_its_merchant(uploader: Uploader, house: House) -> None:
    store, desk = house.attachments._store, uploader.desk
    file = File(new_id(), "a.png", "image/png", 1)

    for other in (guard.scope(), guard.scope(front=True), guard.scope(merchant=new_id())):
        with other:
            with pytest.raises(guard.Breach):
                store.form(desk, new_id(), 1)
            with pytest.raises(guard.Breach):
                store.link(desk, file)


def test_the_guard_knows_where_a_copy_comes_from(uploader: Uploader, new_merchant: Any) -> None:
    other = new_merchant()
    mine, theirs = f"{uploader.desk.merchant}/attachment/1", f"{other}/upload/2/3"

    with guard.scope(merchant=uploader.desk.merchant):
        for source in ({"Bucket": UPLOADS, "Key": theirs}, f"{UPLOADS}/{theirs}"):
            with pytest.raises(guard.Breach):
                guard.check("s3", "CopyObject", {"Key": mine, "CopySource": source})
        with pytest.raises(guard.Breach):
            guard.check("s3", "CopyObject", {"Key": theirs, "CopySource": {"Key": mine}})
        guard.check("s3", "CopyObject", {"Key": mine, "CopySource": {"Key": mine}})
    assert MAX_BYTES == 20 * 1024**2
