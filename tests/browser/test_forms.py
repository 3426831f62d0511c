"""A form that somebody fills in, on our page and in a shop's own: an agent has it, a program is kept out."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from chalicelib.core.ids import new_id
from infra.local.client import mails
from tests.browser.cast import unlike
from tests.browser.eyes import Eyes
from tests.browser.speech import LANGS, SPEECH, Lang
from tests.browser.stage import Stage
from tests.browser.waiting import until
from tests.rooms.test_attachments import ACTIVE, PNG

ASKED: dict[Lang, dict[str, Any]] = {
    "zh": {
        "title": "售后申请",
        "intro": "请填写以下内容，\n我们会尽快回复您。",
        "consent": "我同意按隐私政策处理我填写的信息。",
        "labels": ("邮箱", "事由", "电话", "内容"),
        "options": ["退货", "换货"],
        "words": "茶杯碎了，想换一个",
    },
    "en": {
        "title": "Returns",
        "intro": "Please tell us what happened.\nWe answer within a day.",
        "consent": "I agree that what I write is handled as the privacy policy says.",
        "labels": ("E-mail", "Reason", "Phone", "What happened"),
        "options": ["Return", "Exchange"],
        "words": "The cup came broken, please send another",
    },
}


def settings(lang: Lang) -> dict[str, Any]:
    asked = ASKED[lang]
    mail, reason, phone, words = asked["labels"]
    return {
        **{name: asked[name] for name in ("title", "intro", "consent")},
        "locale": lang,
        "confirm": True,
        "fields": [
            {"id": "email", "label": mail, "kind": "email", "required": True},
            {"id": "reason", "label": reason, "kind": "choice", "options": asked["options"]},
            {"id": "phone", "label": phone, "kind": "phone"},
            {"id": "words", "label": words, "kind": "long", "required": True},
        ],
    }


def made(stage: Stage, lang: Lang, **more: Any) -> dict[str, Any]:
    owner = stage.its_owner(lang)
    body = {"channel": "form", "name": "Form", "settings": {**settings(lang), **more}}
    inbox: dict[str, Any] = owner.ask("POST", "/inboxes", body)
    return inbox


def fills_in(page: Page | FrameLocator, lang: Lang, *, email: str, words: str) -> None:
    mail, reason, _, what = ASKED[lang]["labels"]
    page.get_by_label(mail, exact=True).fill(email)
    page.get_by_label(reason).select_option(ASKED[lang]["options"][0])
    page.get_by_label(what, exact=True).fill(words)
    page.get_by_role("checkbox").check()


def sends(page: Page | FrameLocator, lang: Lang) -> None:
    page.get_by_role("button", name=SPEECH[lang].form("send"), exact=True).click()


def is_sent(page: Page | FrameLocator, lang: Lang) -> None:
    expect(page.get_by_role("heading", name=SPEECH[lang].form("sent"))).to_be_focused()


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_filled_in_reaches_an_agent_and_what_a_program_fills_in_does_not(
    stage: Stage, lang: Lang
) -> None:
    say, eyes = SPEECH[lang].form, stage.eyes("forms", lang)
    page, email = stage.windows.open(lang), f"{new_id().lower()}@form.example"
    words = f"{ASKED[lang]['words']} {new_id()[-6:]}"
    page.goto(made(stage, lang)["url"])
    expect(page.get_by_role("heading", name=ASKED[lang]["title"])).to_be_visible()
    eyes.see(page, "form")

    sends(page, lang)
    expect(page.get_by_text(say("wrong_required"))).to_have_count(2)
    expect(page.get_by_label(ASKED[lang]["labels"][0], exact=True)).to_be_focused()
    eyes.see(page, "form-wrong")

    fills_in(page, lang, email=email, words="from a program")
    page.locator("[name=website]").evaluate("input => { input.value = 'https://spam.example' }")
    sends(page, lang)
    is_sent(page, lang)

    page.get_by_role("button", name=say("another")).click()
    fills_in(page, lang, email=email, words=words)
    sends(page, lang)
    is_sent(page, lang)
    eyes.see(page, "form-sent")

    agent = stage.its_agent(lang)
    agent.go("/inbox?view=all")
    agent.row(email).first.click()
    expect(agent.thread.get_by_text(words)).to_be_visible()
    until(agent.page, lambda: len(mails(stage.stack.place, email)) == 1, "the confirmation")
    found = agent.ask("GET", "/conversations?view=all&limit=50")["items"]
    assert not [each for each in found if "from a program" in str(each)]
    assert words not in mails(stage.stack.place, email)[0]["text"]
    assert eyes.faults == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_form_stands_in_a_page_that_may_show_it_as_high_as_it_is(
    stage: Stage, lang: Lang
) -> None:
    eyes: Eyes = stage.eyes("forms-embedded", lang)
    inbox = made(stage, lang, allowed_origins=[stage.shops.origin])
    page, path = stage.windows.open(lang), stage.shops.put(inbox["snippet"])
    page.goto(stage.shops.origin + path)
    form = page.frame_locator("iframe")
    send = form.get_by_role("button", name=SPEECH[lang].form("send"), exact=True)
    expect(send).to_be_visible()
    until(page, lambda: page.evaluate(NO_BARS), "the frame to be as high as its form")
    eyes.see(page, "in-a-page")
    fills_in(form, lang, email=f"{new_id().lower()}@form.example", words=ASKED[lang]["words"])
    sends(form, lang)
    is_sent(form, lang)

    page.goto(stage.shops.other_origin + path)
    foreign = SPEECH[lang].form("foreign")
    expect(form.get_by_role("heading", name=foreign)).to_be_visible()
    eyes.see(page, "in-a-page-that-may-not")
    assert eyes.faults == []


# The frame's height was set by its form: it is not the one that it begins with.
NO_BARS = (
    "() => { const { height } = document.querySelector('iframe').style; return height !== '480px' }"
)


def test_an_address_that_is_no_form_s_says_so_and_keys_alone_fill_one_in(stage: Stage) -> None:
    say, eyes = SPEECH["en"].form, stage.eyes("forms-keys", "en")
    page = stage.windows.open("en")
    page.goto(f"{stage.desk}/form/?k={'0' * 26}")
    expect(page.get_by_role("heading", name=say("absent"))).to_be_focused()
    eyes.see(page, "absent")

    page.goto(made(stage, "en")["url"])
    expect(page.get_by_role("button", name=say("send"), exact=True)).to_be_visible()
    page.keyboard.press("Tab")  # the language
    for key in (f"{new_id().lower()}@form.example", "", "", "By keys alone"):
        page.keyboard.press("Tab")
        page.keyboard.insert_text(key)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    is_sent(page, "en")
    assert eyes.faults == []


FILES: dict[Lang, dict[str, str]] = {
    "zh": {"id": "photos", "label": "照片", "kind": "files"},
    "en": {"id": "photos", "label": "Photos", "kind": "files"},
}


@pytest.mark.parametrize("lang", LANGS)
def test_files_go_with_the_form_and_a_page_among_them_is_refused(
    stage: Stage, lang: Lang, tmp_path: Path
) -> None:
    """In a shop's own page, by an inbox that makes a ticket of it."""
    say, eyes = SPEECH[lang].form, stage.eyes("forms-files", lang)
    asked = [*settings(lang)["fields"], {**FILES[lang], "most_files": 2, "most_megabytes": 1}]
    inbox = made(
        stage,
        lang,
        allowed_origins=[stage.shops.origin],
        fields=asked,
        makes="ticket",
        confirm=False,
    )
    page, email = stage.windows.open(lang), f"{new_id().lower()}@form.example"
    page.goto(stage.shops.origin + stage.shops.put(inbox["snippet"]))
    form = page.frame_locator("iframe")
    name = unlike("cup")
    bodies = {f"{name}.png": PNG, f"{name}-page.png": ACTIVE["html"], f"{name}-3.txt": b"three"}
    for each, body in bodies.items():
        (tmp_path / each).write_bytes(body)
    form.locator("[data-files]").set_input_files([tmp_path / each for each in bodies])
    expect(form.get_by_text(say("file_type"))).to_be_visible()
    expect(form.get_by_text(say("file_done"))).to_be_visible()
    expect(form.get_by_text(say("wrong_maxItems", n=2))).to_be_visible()
    fills_in(form, lang, email=email, words=ASKED[lang]["words"])
    sends(form, lang)
    expect(form.get_by_text(say("wrong_unsent"))).to_be_visible()
    eyes.see(page, "refused")
    form.get_by_role("button", name=f"{say('remove')}: {name}-page.png").click()
    large = tmp_path / f"{name}-large.png"
    large.write_bytes(PNG + bytes(1024 * 1024))
    form.locator("[data-files]").set_input_files(large)
    expect(form.get_by_role("alert").filter(has_text="1")).to_be_visible()
    form.get_by_role("button", name=f"{say('remove')}: {large.name}").click()
    sends(form, lang)
    is_sent(form, lang)

    agent = stage.its_agent(lang)
    agent.go("/inbox?view=all")
    agent.row(email).first.click()
    picture = agent.button("files.show", name=f"{name}.png").locator("img")
    expect(picture).to_have_js_property("naturalWidth", 1)
    found = agent.ask("GET", f"/conversations/{agent.open_conversation}")
    assert found["ticket"]
    assert eyes.faults == []
