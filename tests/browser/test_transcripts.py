"""What was said is taken away as text, by who answers, and told to the customer's mailbox alone."""

from email import message_from_bytes
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from tests.browser.cast import unlike
from tests.browser.speech import LANGS, Lang
from tests.browser.stage import Stage
from tests.browser.waiting import until

LINES = {
    "zh": ("灯在闪。", "换一根线。\n[12:00] 客服 · 小李", "客户很急。"),
    "en": ("The lamp flickers.", "Take another cable.\n[12:00] Agent · Eve", "In a hurry."),
}


def text_of(download: Download) -> str:
    return Path(str(download.path())).read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGS)
def test_an_agent_takes_the_words_away_and_no_note(stage: Stage, lang: Lang) -> None:
    guest, agent = stage.its_visitor(lang), stage.its_agent(lang)
    eyes = stage.eyes("transcript", lang)
    asked, answer, note = (unlike(text) for text in LINES[lang])
    guest.write(asked)
    agent.row(asked).click()
    agent.take()
    agent.write(answer)
    agent.write(note, mode="note")
    expect(guest.said(answer.splitlines()[0])).to_be_visible()

    agent.unfold(agent.say("act.more"))
    with agent.page.expect_download() as begun:
        agent.page.get_by_role("link", name=agent.say("act.transcript")).click()
    text = text_of(begun.value)
    lines = text.splitlines()
    assert f"    {asked}" in lines
    assert all(f"    {line}" in lines for line in answer.splitlines())
    assert note not in text

    agent.unfold(agent.say("act.more"))
    agent.press("act.mail")
    agent.told(agent.say("rule.no_address"))
    agent.unfold(agent.say("act.more"))
    eyes.see(agent.page, "console-menu")
    assert eyes.faults == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_customer_takes_their_own_talk_away_and_has_it_mailed(stage: Stage, lang: Lang) -> None:
    guest = stage.its_visitor(lang)
    eyes = stage.eyes("transcript", lang)
    asked = unlike(LINES[lang][0])
    guest.write(asked)
    expect(guest.fate("sent")).to_be_visible()
    guest.press("requests")
    eyes.see(guest.page, "widget-requests")
    with guest.page.expect_download() as begun:
        guest.press("transcript_get")
    assert f"    {asked}" in text_of(begun.value).splitlines()

    guest.press("transcript_mail")
    expect(guest.panel.get_by_text(guest.say("leave_email_bad"))).to_be_visible()
    email = f"{asked.encode().hex()[-16:]}@guest.example"
    guest.field("transcript_to").fill(email)
    guest.press("transcript_mail")
    expect(guest.panel.get_by_text(guest.say("transcript_sent"))).to_be_visible()
    until(guest.page, lambda: mailed(guest.page, stage, email, asked), "the transcript")
    assert eyes.faults == []


def mailed(page: Page, stage: Stage, email: str, words: str) -> bool:
    """In the letter itself, or in the file that an inbox's letter brings."""
    mails = page.request.get(f"{stage.desk}/mailbox.json").json()["mails"]
    letters = [mail for mail in mails if email in mail["to"]]
    return any(words in mail["text"] + whole(stage, str(mail["id"])) for mail in letters)


def whole(stage: Stage, name: str) -> str:
    kept = stage.stack.place.letters / f"{name.partition('@')[0]}.eml"
    if not kept.exists():
        return ""
    parts = message_from_bytes(kept.read_bytes()).walk()
    return "\n".join(
        bytes(part.get_payload(decode=True)).decode()
        for part in parts
        if part.get_content_maintype() == "text"
    )
