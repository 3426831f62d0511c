"""What SES is asked: a letter in our words under our own address, or a whole mail under its sender's."""

from typing import Any

from chalicelib.mail.port import Mail, SesMailer


class Ses:
    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}

    def send_email(self, **asked: Any) -> None:
        self.asked = asked


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
