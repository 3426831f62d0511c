"""Signing out everywhere reaches a window that somebody left open."""

from playwright.sync_api import expect

from tests.browser.stage import Stage
from tests.browser.waiting import until


def test_signing_out_everywhere_closes_the_other_windows_socket_within_five_seconds(
    stage: Stage,
) -> None:
    left_open = stage.demo_agent("zh")
    with left_open.page.expect_websocket() as opened:
        left_open.page.reload()
    socket = opened.value
    elsewhere = stage.demo_agent("zh")
    elsewhere.go("/settings/profile")
    elsewhere.press_setting("profile.everywhere")
    until(left_open.page, socket.is_closed, "the socket is closed", seconds=5)
    expect(left_open.button("auth.signIn")).to_be_visible(timeout=5_000)
    expect(elsewhere.button("auth.signIn")).to_be_visible()
    left_open.page.reload()
    expect(left_open.button("auth.signIn")).to_be_visible()
