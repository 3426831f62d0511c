"""A working day, as its people live it: the bot, a person, a ticket, its deadline, a rating."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.cast import unlike
from tests.browser.console import Console
from tests.browser.speech import Lang
from tests.browser.stage import Stage

# A minute's run of the scheduled check, the minute of the target, and some patience.
DEADLINE = 160_000


@dataclass(frozen=True)
class Lines:
    asks: str
    told: str
    asks_vaguely: str
    wants: str
    answer: str
    more: str
    title: str
    late: str
    thanks: str


LINES: dict[Lang, Lines] = {
    "zh": Lines(
        asks="快递到哪了？",
        told="江浙沪一般次日到",
        asks_vaguely="怎么退货退款",
        wants=unlike("我想请人看看我的订单"),
        answer=unlike("我帮您查到了，包裹今天到，单号"),
        more=unlike("收到了，可是少了一只杯子，订单"),
        title=unlike("少发一只杯子"),
        late=unlike("无人回复的急事"),
        thanks=unlike("很快就解决了"),
    ),
    "en": Lines(
        asks="Where is my package?",
        told="Parcels abroad take 7 to 14 days",
        asks_vaguely="cost of sending back",
        wants=unlike("Would somebody look at my order "),
        answer=unlike("I have found it, it comes today. Number "),
        more=unlike("It came, but one cup is missing. Order "),
        title=unlike("One cup missing "),
        late=unlike("Urgent and unanswered "),
        thanks=unlike("Solved in no time "),
    ),
}


class Day:
    def __init__(self, stage: Stage, lang: Lang) -> None:
        self.stage, self.lines = stage.at_the_tea_shop, LINES[lang]
        self.eyes = stage.eyes("day", lang)
        self.owner = self.stage.its_owner(lang)
        self.agent = self.stage.its_agent(lang, away=False)
        self.visitor = self.stage.visitor(lang)
        self.number = 0

    def play(self) -> None:
        late = self.a_deadline_is_set_running()
        self.the_bot_answers()
        self.the_customer_asks_for_a_person()
        self.an_agent_takes_over()
        self.it_becomes_a_ticket()
        self.the_customer_follows_it()
        self.the_ticket_is_resolved()
        self.the_customer_rates()
        self.the_deadline_is_missed(late)

    def a_deadline_is_set_running(self) -> dict[str, Any]:
        me = self.owner
        policy = me.ask("GET", "/sla")
        targets = {**policy["targets"]}
        targets["urgent"] = {**targets["urgent"], "first_response_min": 1}
        me.ask("PATCH", "/sla", {"targets": targets, "warn_percent": 50}, policy["version"])
        made: dict[str, Any] = me.ask(
            "POST", "/tickets", {"title": self.lines.late, "priority": "urgent"}
        )
        me.go("/tickets")
        expect(row(me, self.lines.late)).to_be_visible()
        self.eyes.see(me.page, "tickets")
        return made

    def the_bot_answers(self) -> None:
        me = self.visitor
        me.enter(self.stage.shop)
        self.eyes.see(me.page, "welcome")
        me.write(self.lines.asks)
        expect(me.log.get_by_text(self.lines.told)).to_be_visible()
        self.eyes.see(me.page, "bot-answers")
        me.write(self.lines.asks_vaguely)
        options = me.log.get_by_role("group", name=me.say("options")).last
        expect(options).to_be_visible()
        self.eyes.see(me.page, "bot-asks-back")
        before = me.log.locator(".theirs").count()
        options.get_by_role("button").first.click()
        expect(me.log.locator(".theirs")).to_have_count(before + 1)

    def the_customer_asks_for_a_person(self) -> None:
        me = self.visitor
        me.button("person").last.click()
        expect(me.log.get_by_text(me.say("event_handed_over"))).to_be_visible()
        me.write(self.lines.wants)

    def an_agent_takes_over(self) -> None:
        me, they = self.agent, self.visitor
        me.go("/inbox?view=mine")
        me.row(self.lines.wants).click()
        expect(me.bubble(self.lines.asks)).to_be_visible()
        expect(me.head.get_by_text(me.say("act.mine"))).to_be_visible()
        given = me.say("why.assigned.me", reason=me.say("assigned.only_one"))
        expect(me.page.locator(".why").get_by_text(given)).to_be_visible()
        me.thread.get_by_text(me.say("talk.tried")).first.click()
        self.eyes.see(me.page, "given-to-me")
        me.write(self.lines.answer)
        expect(they.bubble(self.lines.answer)).to_be_visible()
        self.eyes.see(they.page, "a-person-answers")

    def it_becomes_a_ticket(self) -> None:
        me, they, say = self.agent, self.visitor, self.agent.speech.tickets
        me.unfold(me.say("act.more"))
        me.press("act.ticket")
        dialog = me.page.get_by_role("dialog")
        dialog.get_by_label(say("form.title")).fill(self.lines.title)
        dialog.get_by_label(say("form.priority")).select_option("high")
        self.eyes.see(me.page, "make-ticket")
        dialog.get_by_role("button", name=say("form.submit")).click()
        chip = me.page.locator(".ticket-chip")
        expect(chip).to_be_visible()
        found = re.search(r"#(\d+)", chip.inner_text())
        assert found
        self.number = int(found[1])
        opened = they.say("event_ticket_opened", number=self.number)
        expect(they.log.get_by_text(opened)).to_be_visible()
        self.eyes.see(me.page, "with-ticket")
        chip.click()
        expect(me.page.locator(".ticket-head h1")).to_contain_text(self.lines.title)

    def the_customer_follows_it(self) -> None:
        me, they, say = self.agent, self.visitor, self.agent.speech.tickets
        me.unfold(say("fact.status"))
        me.page.get_by_role("button", name=say("to.pending"), exact=True).click()
        status = me.page.locator(".ticket-head .mark")
        expect(status).to_have_text(say("status.pending"))
        self.eyes.see(me.page, "ticket-pending")
        changed = they.log.get_by_text(re.compile(rf"#{self.number}\b")).last
        expect(changed).to_be_visible()
        they.write(self.lines.more)
        expect(status).to_have_text(say("status.open"))
        # Opened, pending, open again: the last line moves what stands above it.
        expect(they.button("request_see", number=self.number)).to_have_count(3)
        they.press("request_see", number=self.number)
        expect(they.heading("request", number=self.number)).to_be_visible()
        self.eyes.see(they.page, "my-request")
        they.page.keyboard.press("Escape")
        expect(they.log).to_be_visible()

    def the_ticket_is_resolved(self) -> None:
        me, say = self.agent, self.agent.speech.tickets
        resolve = me.page.get_by_role("button", name=say("to.resolved"), exact=True)
        resolve.click()
        dialog = me.page.get_by_role("dialog")
        dialog.get_by_label(say("to.reason")).fill(self.lines.answer)
        dialog.get_by_role("button", name=say("to.resolved"), exact=True).click()
        expect(me.page.locator(".ticket-head .mark")).to_have_text(say("status.resolved"))
        self.eyes.see(me.page, "ticket-resolved")

    def the_customer_rates(self) -> None:
        me, they = self.agent, self.visitor
        me.go("/inbox?view=mine")
        me.row(self.lines.more).click()
        me.resolve()
        they.rate(5, self.lines.thanks)
        self.eyes.see(they.page, "rated")
        expect(me.page.get_by_text(me.say("why.rated", n=5))).to_be_visible()
        self.eyes.see(me.page, "rated-in-the-console")

    def the_deadline_is_missed(self, ticket: dict[str, Any]) -> None:
        """On a list that nobody has loaded anew; and each told once."""
        me, say = self.owner, self.owner.speech.tickets
        late = row(me, self.lines.late)
        expect(late).to_have_attribute("data-tone", "breached", timeout=DEADLINE)
        self.eyes.see(me.page, "breached")
        me.go(f"/tickets/{ticket['id']}")
        target = say("target.first_response")
        for key in ("line.sla.warned", "line.sla.breached"):
            line = me.page.locator(".timeline").get_by_text(say(key, target=target))
            expect(line).to_have_count(1, timeout=DEADLINE)  # the console counts by itself
        self.eyes.see(me.page, "breached-ticket")


def row(me: Console, title: str) -> Locator:
    return me.page.locator(".sheet-row", has_text=title)
