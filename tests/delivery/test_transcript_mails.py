"""A transcript by mail goes out in its merchant's looks, wherever the conversation was begun."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from chalicelib.mail.port import CapturedMailer, Mail
from chalicelib.table.desk import Desk
from tests.delivery.cloud import Cloud
from tests.delivery.mailing import Mailed
from tests.delivery.test_continuing import EMAIL, Left


def asked(mailed: Mailed, by: Desk, conversation: str, **given: str) -> Mail:
    house = mailed.cloud.house
    with by.open(front=True):
        house.transcripts.mail(by, conversation=conversation, **given)
    mailed.settle()
    assert isinstance(house.mailer, CapturedMailer)
    return house.mailer.sent[-1]


def letter(mail: Mail) -> EmailMessage:
    return message_from_bytes(mail.raw, policy=policy.default)


def attached(mail: Mail) -> str:
    (file,) = letter(mail).iter_attachments()
    return bytes(file.get_payload(decode=True)).decode("utf-8-sig")


def test_of_a_talk_by_mail_from_its_own_inbox(cloud: Cloud) -> None:
    mailed = Mailed(cloud)
    talk = mailed.begun()
    talk.answers("三天内到账。")
    mail = asked(mailed, mailed.agent, talk.conversation, locale="zh")

    head = letter(mail)
    html = head.get_body(("html",))
    assert (mail.to, mail.sender) == ("zhang@corp.example", mailed.address)
    assert str(head["subject"]) == "您与 青竹里 的对话记录"
    assert str(head["auto-submitted"]) == "auto-generated"
    assert html is not None
    assert "Bamboo Lane" in html.get_content()
    with mailed.agent.open():
        text = cloud.house.transcripts.read(
            mailed.agent, conversation=talk.conversation, locale="zh"
        )
    assert attached(mail) == text
    assert "    三天内到账。" in text.splitlines()


def test_of_a_talk_of_the_widget_it_goes_out_alike(cloud: Cloud) -> None:
    left = Left(cloud)
    left.answers("It left on Monday.")
    mail = asked(left.mailed, left.visitor, left.conversation)

    assert (mail.to, mail.sender) == (EMAIL, left.mailed.address)
    assert "    It left on Monday." in attached(mail).splitlines()
    assert str(letter(mail)["subject"]) == "Your conversation with 青竹里"


def test_who_is_sent_it_is_not_let_into_the_talk(cloud: Cloud) -> None:
    left = Left(cloud)
    mail = asked(left.mailed, left.visitor, left.conversation, email="friend@else.example")
    to = str(letter(mail)["reply-to"])
    left.mailed.arrives(left.mailed.letter("may I?", From="friend@else.example"), to)
    left.mailed.settle()

    assert (mail.to, to) == ("friend@else.example", left.mailed.address)
    assert "may I?" not in left.mailed.texts(left.conversation)


def test_where_no_inbox_writes_it_goes_out_as_the_desk_s_own(cloud: Cloud) -> None:
    left = Left(cloud)
    with left.agent.open():
        inbox = left.mailed.mail.id
        left.house.inboxes.change(left.agent, inbox=inbox, version=2, values={"state": "off"})
    mail = asked(left.mailed, left.visitor, left.conversation)

    assert (mail.raw, mail.sender, mail.subject) == (b"", "", "Your conversation with 青竹里")
    assert "Where is my parcel?" in mail.text
