"""Mail that would go round for ever, and mail in other people's names."""

from email.message import EmailMessage

import pytest

from chalicelib.conversations.model import AuthorKind, Status
from tests.delivery.cloud import Cloud
from tests.delivery.mailing import Mailed


def words_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def answering(mailed: Mailed, text: str, **headers: str) -> None:
    """What answers the last letter, to where it wants answers."""
    mailed.arrives(mailed.letter(text, **headers), str(mailed.ses.letters[-1]["reply-to"]))
    mailed.settle()


def passed_on(letter: EmailMessage, to: Mailed, sender: str) -> None:
    """One desk's letter as the other desk's mail server has it: SES gives it a name of its own."""
    raw = to.letter(words_of(letter), From=sender, Subject=str(letter["subject"]))
    marks = {"Auto-Submitted", "X-Auto-Response-Suppress", "Precedence"}
    kept = b"".join(
        f"{name}: {value}\r\n".encode() for name, value in letter.items() if name in marks
    )
    to.arrives(kept + raw)
    to.settle()


@pytest.mark.attack("A19")
def test_two_desks_whose_bots_face_each_other_stop_after_one_answer(cloud: Cloud) -> None:
    ours, theirs = Mailed(cloud, bot=True), Mailed(cloud, bot=True)
    ours.use_ses()
    ours.arrives(ours.letter("hello", From=theirs.address))
    ours.settle()
    (first,) = ours.ses.letters
    assert first["auto-submitted"] == "auto-replied"

    theirs.use_ses()
    passed_on(first, theirs, ours.address)

    assert theirs.ses.sent == []
    (head,) = theirs.heads()
    (kept,) = theirs.texts(head.id)
    assert words_of(first).startswith(kept)


@pytest.mark.attack("A19")
def test_a_machine_that_does_not_say_so_has_two_answers_an_hour(cloud: Cloud) -> None:
    mailed = Mailed(cloud, bot=True)
    mailed.arrives(mailed.letter("hello"))
    mailed.settle()
    for _ in range(8):
        answering(mailed, "hello")

    assert len(mailed.ses.sent) == 3  # the third says that a person will
    (head,) = mailed.heads()
    assert head.status is not Status.BOT


@pytest.mark.attack("A20")
@pytest.mark.parametrize("dmarc", ["PASS", "FAIL"])
def test_who_writes_from_an_agent_s_address_is_a_customer(cloud: Cloud, dmarc: str) -> None:
    mailed = Mailed(cloud)
    with mailed.agent.open(front=True):
        agent = cloud.house.people.person(mailed.agent.caller.id)
    mailed.arrives(mailed.letter("refund them all", From=agent.email), dmarc=dmarc)
    mailed.settle()

    (head,) = mailed.heads()
    with mailed.agent.open():
        history = cloud.house.conversations.history(mailed.agent, conversation=head.id, after=0)
    (said,) = [each for each in history.messages if each.text]
    assert said.author.kind is AuthorKind.CUSTOMER
    assert said.author.id == head.customer
    assert said.extra.source["verdicts"]["dmarc"] == dmarc.lower()


@pytest.mark.attack("A20")
@pytest.mark.parametrize("cut", [1, 5, 13])
def test_an_address_whose_signature_is_cut_or_missing_leads_into_nobody_s_talk(
    cloud: Cloud, cut: int
) -> None:
    mailed = Mailed(cloud, bot=True)
    mailed.arrives(mailed.letter("hello"))
    mailed.settle()
    local, _, domain = str(mailed.ses.letters[0]["reply-to"]).partition("@")

    raw = mailed.letter("let me in", From="eve@else.example")
    mailed.arrives(raw, f"{local[:-cut]}@{domain}")
    mailed.settle()

    assert len(mailed.heads()) == 2
    assert sum("let me in" in mailed.texts(head.id) for head in mailed.heads()) == 1
    theirs = next(head for head in mailed.heads() if "let me in" in mailed.texts(head.id))
    assert "hello" not in mailed.texts(theirs.id)
