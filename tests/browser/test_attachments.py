"""Files go by their own way, show as what they are, and are refused for what they are."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.cast import unlike
from tests.browser.speech import LANGS, Lang
from tests.browser.stage import Stage
from tests.rooms.test_attachments import ACTIVE, GOOD, PNG

BROUGHT = """(field, [how, name]) => {
  const data = new DataTransfer()
  data.items.add(new File(['three lamps'], name, { type: 'text/plain' }))
  const event = how === 'paste'
    ? new ClipboardEvent(how, { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent(how, { dataTransfer: data, bubbles: true, cancelable: true })
  field.dispatchEvent(event)
}"""


def made(folder: Path, name: str, body: bytes) -> Path:
    path = folder / name
    path.write_bytes(body)
    return path


@pytest.mark.parametrize("lang", LANGS)
def test_an_agent_sends_a_picture_and_a_paper_and_no_page(
    stage: Stage, lang: Lang, tmp_path: Path
) -> None:
    guest, agent = stage.its_visitor(lang), stage.its_agent(lang)
    eyes, question = stage.eyes("attachments", lang), unlike("photo? ")
    guest.write(question)
    agent.row(question).click()
    agent.take()

    name = unlike("lamp")
    files = [
        made(tmp_path, f"{name}.png", PNG),
        made(tmp_path, f"{name}.pdf", GOOD["application/pdf"] + bytes(1_000)),
        made(tmp_path, f"{name}-page.png", ACTIVE["html"]),
    ]
    agent.page.locator("[data-attach]").set_input_files(files)
    tray = agent.page.get_by_role("list", name=agent.say("files.label"))
    expect(tray.get_by_role("alert")).to_have_text(agent.say("files.type"))
    expect(tray.get_by_role("progressbar")).to_have_count(0)
    eyes.see(agent.page, "tray")
    agent.button("files.drop", name=f"{name}-page.png").click()
    agent.composer().press("Control+Enter")

    picture = agent.button("files.show", name=f"{name}.png").locator("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("(img) => img.decode().then(() => img.naturalWidth)") == 1
    expect(agent.thread.get_by_text(f"{name}.pdf")).to_be_visible()
    shown = guest.panel.get_by_role("button", name=f"{name}.png").locator("img")
    expect(shown).to_have_js_property("naturalWidth", 1)
    expect(guest.panel.get_by_role("button", name=f"{name}.pdf")).to_be_visible()
    eyes.see(agent.page, "sent")
    eyes.see(guest.page, "received")
    agent.button("files.show", name=f"{name}.png").click()
    expect(agent.page.get_by_role("dialog").get_by_role("img", name=f"{name}.png")).to_be_visible()
    agent.page.keyboard.press("Escape")
    assert eyes.faults == []


def test_a_link_leads_to_an_origin_of_its_own_that_serves_what_was_signed(
    stage: Stage, tmp_path: Path
) -> None:
    guest, agent = stage.its_visitor("en"), stage.its_agent("en")
    question, name = unlike("paper? "), unlike("bill")
    guest.write(question)
    agent.row(question).click()
    agent.take()
    agent.page.locator("[data-attach]").set_input_files(
        [made(tmp_path, f"{name}.txt", b"three lamps")]
    )
    expect(agent.page.get_by_role("progressbar")).to_have_count(0)
    agent.composer().press("Control+Enter")
    row = agent.thread.get_by_role("button", name=f"{name}.txt")
    expect(row).to_be_visible()
    said = agent.ask("GET", f"/conversations/{agent.open_conversation}/messages")["items"][-1]
    place = f"/conversations/{agent.open_conversation}/messages/{said['seq']}/files"
    url = agent.ask("GET", f"{place}/{said['parts'][0]['id']}")["url"]
    got = agent.page.request.get(url)

    assert not url.startswith(stage.desk)
    assert got.body() == b"three lamps"
    assert got.headers["content-type"].startswith("text/plain")
    assert got.headers["content-disposition"].startswith(f'attachment; filename="{name}.txt"')


def test_a_customer_sends_a_file_that_the_agent_sees(stage: Stage, tmp_path: Path) -> None:
    guest, agent = stage.its_visitor("en"), stage.its_agent("en")
    eyes, question, name = stage.eyes("sending", "en"), unlike("broken: "), unlike("lamp")
    guest.write(question)
    agent.row(question).click()
    guest.press("attach")
    field = guest.panel.locator("input[type=file]")
    field.set_input_files([made(tmp_path, f"{name}.svg", ACTIVE["svg"])])
    expect(guest.panel.get_by_role("alert")).to_have_text(guest.say("error_invalid"))
    guest.press("discard")
    field.set_input_files([made(tmp_path, f"{name}.png", PNG)])
    expect(guest.button("send")).not_to_have_attribute("aria-disabled", "true")
    eyes.see(guest.page, "ready")
    guest.press("send")

    picture = agent.button("files.show", name=f"{name}.png").locator("img")
    expect(picture).to_have_js_property("naturalWidth", 1)
    expect(guest.panel.get_by_role("button", name=f"{name}.png")).to_be_visible()
    assert eyes.faults == []


@pytest.mark.parametrize("how", ["paste", "drop"])
def test_what_a_customer_pastes_or_drops_is_sent_once_they_say_so(stage: Stage, how: str) -> None:
    guest, agent = stage.its_visitor("en"), stage.its_agent("en")
    question, name = unlike(f"{how}: "), unlike("bill")
    guest.write(question)
    agent.row(question).click()
    guest.composer.evaluate(BROUGHT, [how, f"{name}.txt"])
    expect(guest.button("send")).not_to_have_attribute("aria-disabled", "true")
    expect(agent.thread.get_by_text(f"{name}.txt")).to_have_count(0)
    guest.press("send")

    expect(agent.thread.get_by_text(f"{name}.txt")).to_have_count(1)
    expect(guest.panel.get_by_role("button", name=f"{name}.txt")).to_be_visible()
