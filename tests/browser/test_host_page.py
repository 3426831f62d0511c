"""What the widget costs the page it stands on, before and after somebody wants to talk."""

from playwright.sync_api import expect

from tests.browser.stage import Stage
from tests.browser.waiting import until

SHIFTS = """window.shifts = 0
new PerformanceObserver((list) => list.getEntries().forEach((e) => { window.shifts += e.value }))
  .observe({ type: 'layout-shift', buffered: true })"""


def test_before_the_click_the_page_pays_one_request_and_no_socket(stage: Stage) -> None:
    visitor = stage.visitor("en")
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    address = stage.shops.origin + stage.shops.put(stage.at.merchant["snippet"])
    visitor.arrive(address)
    visitor.page.wait_for_load_state("networkidle")
    assert asked == [address, f"{stage.desk}/v1.js"]
    visitor.launcher.hover()  # who comes near may want to talk: the panel loads, yet connects not
    expect(visitor.page.locator("iframe")).to_be_attached()
    visitor.page.wait_for_load_state("networkidle")
    assert len(asked) > 2
    assert visitor.sockets == []


def test_opening_the_chat_opens_one_socket_and_moves_nothing_on_the_page(stage: Stage) -> None:
    visitor = stage.visitor("en")
    visitor.page.add_init_script(SHIFTS)
    visitor.enter(stage.shop)
    visitor.write("Does anything move?")
    expect(visitor.fate("sent")).to_be_visible()
    until(visitor.page, lambda: visitor.sockets, "a socket")
    assert len(visitor.sockets) == 1
    assert visitor.page.evaluate("window.shifts") == 0


def test_a_page_keeps_no_global_but_the_widgets_own(stage: Stage) -> None:
    names = "() => Object.keys(window)"
    visitor = stage.visitor("en")
    visitor.page.goto(stage.shops.origin + stage.shops.put(""))
    before = set(visitor.page.evaluate(names))
    visitor.arrive(stage.shops.origin + stage.shops.put(stage.at.merchant["snippet"]))
    assert set(visitor.page.evaluate(names)) - before == {"Desk", "deskQ"}
