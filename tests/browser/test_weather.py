"""What is written while the connection is away is kept, said to be kept, and sent exactly once."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.cast import unlike
from tests.browser.console import Console
from tests.browser.stage import Stage
from tests.browser.visitor import Visitor
from tests.browser.weather import TICKETS, Deafness, cut_all_sockets


@dataclass(frozen=True)
class Side:
    """One end of a conversation, be it the shop's page or the console."""

    page: Page
    banner: Locator
    offline: str
    reconnecting: str
    write: Callable[[str], None]
    bubble: Callable[[str], Locator]


def visitor_side(visitor: Visitor) -> Side:
    offline, reconnecting = visitor.say("banner_offline"), visitor.say("banner_reconnecting")
    return Side(visitor.page, visitor.banner, offline, reconnecting, visitor.write, visitor.bubble)


def agent_side(agent: Console) -> Side:
    banner = agent.page.locator(".banner-place")
    offline, reconnecting = agent.say("link.offline"), agent.say("link.reconnecting")
    return Side(agent.page, banner, offline, reconnecting, agent.write, agent.bubble)


@dataclass(frozen=True)
class Talk:
    here: Side
    there: Side


def begun(stage: Stage, suffers: str, deafness: Deafness | None = None) -> Talk:
    """A conversation under way; the named end is the one whose connection will suffer."""
    agent, visitor = stage.console("zh"), stage.visitor("zh")
    if deafness:
        deafness.stand_between(agent.page if suffers == "agent" else visitor.page)
    stage.its_agent("zh", agent)
    visitor.enter(stage.shop)
    first = unlike("在吗？")
    visitor.write(first)
    agent.row(first).click()
    agent.take()
    ends = visitor_side(visitor), agent_side(agent)
    return Talk(*(ends if suffers == "visitor" else ends[::-1]))


@pytest.fixture(params=["visitor", "agent"])
def talk(request: pytest.FixtureRequest, stage: Stage) -> Talk:
    return begun(stage, request.param)


def banner_seconds(side: Side, text: str) -> float:
    began = time.monotonic()
    expect(side.banner).to_have_text(text)
    return time.monotonic() - began


def once_on_both(talk: Talk, text: str) -> None:
    """One more message after it: whatever was to come twice has come by then."""
    expect(talk.there.bubble(text)).to_be_visible()
    expect(talk.here.banner).not_to_contain_text(talk.here.offline)
    after = unlike("之后")
    talk.here.write(after)
    expect(talk.there.bubble(after)).to_be_visible()
    expect(talk.here.bubble(text)).to_have_count(1)
    expect(talk.there.bubble(text)).to_have_count(1)


def test_without_network_a_message_is_kept_and_sent_exactly_once(talk: Talk) -> None:
    text = unlike("没有网络时写的")
    talk.here.page.context.set_offline(True)
    assert 1.8 <= banner_seconds(talk.here, talk.here.offline) <= 10
    talk.here.write(text)
    expect(talk.here.bubble(text)).to_be_visible()
    expect(talk.there.bubble(text)).to_have_count(0)
    talk.here.page.context.set_offline(False)
    once_on_both(talk, text)


def test_after_a_cut_socket_a_message_is_kept_and_sent_exactly_once(
    talk: Talk, stage: Stage
) -> None:
    text = unlike("断线时写的")
    talk.here.page.route(TICKETS, lambda route: route.abort())
    assert cut_all_sockets(stage.stack) >= 2
    assert 1.8 <= banner_seconds(talk.here, talk.here.reconnecting) <= 10
    talk.here.write(text)
    expect(talk.here.bubble(text)).to_be_visible()
    talk.here.page.unroute(TICKETS)
    once_on_both(talk, text)


def test_a_cut_that_heals_at_once_loses_and_doubles_nothing(talk: Talk, stage: Stage) -> None:
    assert cut_all_sockets(stage.stack) >= 2
    text = unlike("重连之后")
    talk.here.write(text)
    once_on_both(talk, text)


@pytest.mark.parametrize("suffers", ["visitor", "agent"])
def test_a_message_whose_acknowledgement_is_lost_is_stored_once(stage: Stage, suffers: str) -> None:
    deafness = Deafness()
    talk = begun(stage, suffers, deafness)
    text = unlike("回执丢了")
    deafness.deaf = True
    talk.here.write(text)
    once_on_both(talk, text)
    assert deafness.swallowed == 1
