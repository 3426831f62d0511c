"""A page that may not use the widget is told so, in words that help its owner."""

import pytest
from playwright.sync_api import expect

from tests.browser.speech import LANGS, Lang
from tests.browser.stage import Stage

UNKNOWN = "wk_000000000000000000000000000000000"


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_of_another_origin_is_told_that_it_is_not_allowed(stage: Stage, lang: Lang) -> None:
    visitor = stage.visitor(lang)
    visitor.arrive(stage.shops.other_origin + stage.shops.put(stage.at.merchant["snippet"]))
    visitor.open()
    expect(visitor.panel.get_by_role("alert")).to_contain_text(visitor.say("error_forbidden"))
    eyes = stage.eyes("origins", lang)
    eyes.see(visitor.page, "not-allowed")
    assert eyes.faults == []
    assert visitor.sockets == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_with_an_unknown_key_is_told_that_nobody_knows_it(stage: Stage, lang: Lang) -> None:
    merchant = stage.at.merchant
    visitor = stage.visitor(lang)
    tag = merchant["snippet"].replace(merchant["widget_key"], UNKNOWN)
    visitor.arrive(stage.shops.origin + stage.shops.put(tag))
    visitor.open()
    expect(visitor.panel.get_by_role("alert")).to_contain_text(visitor.say("error_not_found"))
    eyes = stage.eyes("origins", lang)
    eyes.see(visitor.page, "unknown-key")
    assert eyes.faults == []
    assert visitor.sockets == []


def test_a_page_that_was_refused_works_once_it_is_allowed(stage: Stage) -> None:
    owner = stage.its_owner("en")
    visitor = stage.visitor("en")
    visitor.arrive(stage.shops.origin + stage.shops.put(stage.at.merchant["snippet"]))
    visitor.open()
    again = visitor.panel.get_by_role("button", name=visitor.say("retry"))
    expect(again).to_be_visible()
    owner.go("/settings/widget")
    origins = owner.setting("widget.origins")
    before = origins.input_value()
    origins.fill(f"{before}\n{stage.shops.origin}")
    owner.save()
    again.click()
    expect(visitor.composer).to_be_visible()
    origins.fill(before)
    owner.save()
