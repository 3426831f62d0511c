"""What SES is asked: a letter in our words under our own address, or a whole mail under its sender's."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.mail.port import UNPROVED, Mail, SesMailer


class Ses:
    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}

    def send_email(self, **asked: Any) -> dict[str, str]:
        self.asked = asked
        return {"MessageId": "0100"}


def sent(mail: Mail) -> dict[str, Any]:
    ses = Ses()
    SesMailer(client=lambda: ses, sender="desk@desk.example").send(mail)
    return ses.asked


def test_a_letter_goes_out_as_text_under_our_own_address() -> None:
    asked = sent(Mail("li@guest.example", "主题", "正文"))

    assert asked["FromEmailAddress"] == "desk@desk.example"
    assert asked["Content"]["Simple"]["Body"]["Text"]["Data"] == "正文"


def test_a_mail_that_is_written_already_goes_out_as_it_is_under_its_sender() -> None:
    asked = sent(Mail("li@guest.example", sender="help@in.desk.example", raw=b"From: x\r\n\r\n"))

    assert asked == {
        "FromEmailAddress": "help@in.desk.example",
        "Destination": {"ToAddresses": ["li@guest.example"]},
        "Content": {"Raw": {"Data": b"From: x\r\n\r\n"}},
    }


def test_the_name_by_which_ses_tells_of_a_letter_is_handed_on() -> None:
    mailer = SesMailer(client=Ses, sender="desk@desk.example")
    assert mailer.send(Mail("li@guest.example", "主题", "正文")) == "0100"

    refused = Refusing("MessageRejected")
    assert SesMailer(client=lambda: refused, sender="desk@desk.example").send(THEIRS) == "0102"


class Refusing:
    """Refuses the first that it is asked."""

    def __init__(self, code: str) -> None:
        self.code, self.asked = code, list[dict[str, Any]]()

    def send_email(self, **asked: Any) -> dict[str, str]:
        self.asked.append(asked)
        if len(self.asked) == 1:
            raise ClientError({"Error": {"Code": self.code, "Message": ""}}, "SendEmail")
        return {"MessageId": f"010{len(self.asked)}"}

    def send(self, mail: Mail) -> list[dict[str, Any]]:
        SesMailer(client=lambda: self, sender="desk@desk.example").send(mail)
        return self.asked


OWN = Mail("li@guest.example", sender="help@in.desk.example", raw=b"From: ours\r\n\r\n")
THEIRS = Mail("li@guest.example", sender="help@shop.example", raw=b"From: x\r\n\r\n", instead=OWN)


@pytest.mark.parametrize("code", sorted(UNPROVED))
def test_a_mail_under_an_address_that_is_not_proved_leaves_under_ours(code: str) -> None:
    asked = Refusing(code).send(THEIRS)

    assert [each["FromEmailAddress"] for each in asked] == [THEIRS.sender, OWN.sender]
    assert [each.get("FeedbackForwardingEmailAddress") for each in asked] == [OWN.sender, None]
    assert asked[1]["Content"]["Raw"]["Data"] == OWN.raw


@pytest.mark.parametrize(
    ("mail", "code"), [(THEIRS, "TooManyRequestsException"), (OWN, "MessageRejected")]
)
def test_any_other_refusal_is_told(mail: Mail, code: str) -> None:
    with pytest.raises(ClientError):
        Refusing(code).send(mail)
