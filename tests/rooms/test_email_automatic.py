from email.message import Message

import pytest

from chalicelib.channels.email.automatic import Automatic, automatic
from chalicelib.channels.email.parsing import parsed

DOMAIN = "in.shop.example"


def message(**headers: str) -> Message:
    lines = "".join(f"{name.replace('_', '-')}: {said}\r\n" for name, said in headers.items())
    return parsed(f"{lines}\r\nwords".encode())[0]


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"Auto_Submitted": "auto-replied"}, Automatic.REPLY),
        ({"Auto_Submitted": "auto-generated; x=y"}, Automatic.REPLY),
        ({"Auto_Submitted": "vacation"}, Automatic.REPLY),
        ({"X_Auto_Response_Suppress": "All"}, Automatic.REPLY),
        ({"X_Auto_Response_Suppress": "DR, OOF, AutoReply"}, Automatic.REPLY),
        ({"X_MS_Exchange_Inbox_Rules_Loop": "a@b.example"}, Automatic.REPLY),
        ({"Precedence": "bulk"}, Automatic.BULK),
        ({"Precedence": "auto_reply"}, Automatic.REPLY),
        ({"X_Loop": "yes"}, Automatic.BULK),
        ({"List_Id": "<news.shop.example>"}, Automatic.BULK),
        ({"List_Unsubscribe": "<mailto:x@y.example>"}, Automatic.BULK),
        ({"Return_Path": "<>"}, Automatic.BOUNCE),
        ({"From": "Mail Delivery <MAILER-DAEMON@mx.example>"}, Automatic.BOUNCE),
        ({"From": "no-reply@bank.example"}, Automatic.BULK),
        ({"From": "noreply+7@bank.example"}, Automatic.BULK),
        ({"From": "do_not_reply@bank.example"}, Automatic.BULK),
        ({"Content_Type": "multipart/report; report-type=delivery-status"}, Automatic.BOUNCE),
        (
            {"Content_Type": "multipart/report; report-type=disposition-notification"},
            Automatic.RECEIPT,
        ),
        ({"Subject": "自动回复：Re: 您的退款"}, Automatic.REPLY),
        ({"Subject": "自動回覆: 收到"}, Automatic.REPLY),
        ({"Subject": "Automatic reply: Your order"}, Automatic.REPLY),
        ({"Subject": "Out of office until Monday"}, Automatic.REPLY),
        ({"Subject": "系统退信"}, Automatic.BOUNCE),
        ({"Subject": "Undeliverable: Your order"}, Automatic.BOUNCE),
        ({"Subject": "已读: 您的订单"}, Automatic.RECEIPT),
        ({"Message_ID": f"<a.b@{DOMAIN}>"}, Automatic.OURS),
    ],
)
def test_what_a_machine_wrote_is_known(headers: dict[str, str], kind: Automatic) -> None:
    assert automatic(message(**headers), domain=DOMAIN) is kind


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Auto_Submitted": "no"},
        {"Return_Path": "<zhang@corp.example>", "From": "Zhang <zhang@corp.example>"},
        {"Subject": "Re: automatic doors"},
        {"Subject": "Question about your automatic reply system"},
        {"Subject": "你们的自动回复太慢了"},
        {"From": "norbert@reply.example"},
        {"Precedence": "first-class"},
        {"Message_ID": "<a.b@corp.example>"},
        {"Subject": "Read my mail please"},
    ],
)
def test_what_a_person_wrote_is_not_taken_for_a_machines(headers: dict[str, str]) -> None:
    assert automatic(message(**headers), domain=DOMAIN) is None
