"""Signing out everywhere reaches a window that somebody left open."""

from playwright.sync_api import Page, WebSocket, expect

from tests.browser.stage import Stage
from tests.browser.waiting import until


def joined(page: Page) -> WebSocket:
    """The socket of the page loaded anew, once the desk has welcomed it."""
    opened: list[WebSocket] = []
    heard: list[str] = []

    def listen(socket: WebSocket) -> None:
        opened.append(socket)
        socket.on("framereceived", lambda frame: heard.append(str(frame)))

    page.on("websocket", listen)
    page.reload()
    until(page, lambda: any('"welcome"' in frame for frame in heard), "the welcome")
    return opened[-1]


def test_signing_out_everywhere_closes_the_other_windows_socket_within_five_seconds(
    stage: Stage,
) -> None:
    left_open = stage.its_agent("zh")
    socket = joined(left_open.page)
    elsewhere = stage.its_agent("zh")
    elsewhere.go("/settings/profile")
    # A click is answered when the machine gets to it; the five seconds begin with the answer.
    with elsewhere.page.expect_response(lambda answer: answer.request.method == "DELETE") as done:
        elsewhere.press_setting("profile.everywhere")
    assert done.value.ok
    until(left_open.page, socket.is_closed, "the socket is closed", seconds=5)
    expect(left_open.button("auth.signIn")).to_be_visible(timeout=5_000)
    expect(elsewhere.button("auth.signIn")).to_be_visible()
    left_open.page.reload()
    expect(left_open.button("auth.signIn")).to_be_visible()
