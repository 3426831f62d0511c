"""The whole story, as the people in it live it: from signing up to a conversation that comes back."""

from dataclasses import dataclass, replace

from playwright.sync_api import expect

from tests.browser.cast import Cast
from tests.browser.eyes import Eyes
from tests.browser.stage import Stage


@dataclass(frozen=True)
class Told:
    """What was said and by whom, for whoever looks for it afterwards."""

    cast: Cast
    eyes: Eyes
    conversation: str


class Story:
    def __init__(self, stage: Stage, cast: Cast) -> None:
        self.stage, self.cast = stage, cast
        self.eyes = stage.eyes("story", cast.lang)
        self.owner = stage.console(cast.lang)
        self.agent = stage.console(cast.lang)
        self.visitor = stage.visitor(cast.lang)
        self.tag = ""

    def play(self) -> Told:
        self.a_merchant_signs_up()
        self.the_owner_sets_the_desk_up()
        self.an_agent_joins()
        self.a_customer_writes()
        self.the_agent_sees_it_and_takes_it()
        self.they_talk()
        self.the_owner_learns_who_it_is()
        self.a_note_stays_inside()
        self.the_customer_comes_back()
        self.it_is_resolved_and_opened_again()
        conversation = self.agent.open_conversation
        self.the_agent_forgets_the_password()
        return Told(self.cast, self.eyes, conversation)

    def a_merchant_signs_up(self) -> None:
        me = self.owner
        me.go("/sign-up")
        me.fill("auth.merchantName", self.cast.merchant)
        me.fill("auth.email", self.cast.owner.email)
        self.eyes.see(me.page, "sign-up")
        me.press("auth.signUp")
        me.told(me.say("auth.mail.signUp", email=self.cast.owner.email))
        self.eyes.see(me.page, "check-your-mail")
        me.open_mailed(self.cast.owner.email)
        me.enter_as(self.cast.owner)
        self.eyes.see(me.page, "confirm")
        me.press("auth.confirm.do")
        me.await_inbox()
        me.told(me.say("list.empty.unassigned"))
        self.eyes.see(me.page, "inbox-empty")

    def the_owner_sets_the_desk_up(self) -> None:
        me = self.owner
        me.go("/settings/widget")
        me.setting("widget.origins").fill(self.stage.shops.origin)
        me.save()
        self.tag = me.setting("widget.snippet").inner_text()
        self.eyes.see(me.page, "settings-widget")
        me.go("/settings/merchant")
        me.setting(f"merchant.greeting.{self.cast.lang}").fill(self.cast.greeting)
        me.setting("merchant.accent").fill("#7a3e9d")
        me.save()
        self.eyes.see(me.page, "settings-merchant")

    def an_agent_joins(self) -> None:
        me, they = self.owner, self.agent
        me.go("/settings/invitations")
        me.setting("invitations.email").fill(self.cast.agent.email)
        me.press_setting("invitations.send")
        me.told(me.speech.settings("invitations.sent", email=self.cast.agent.email))
        self.eyes.see(me.page, "settings-invitations")
        they.open_mailed(self.cast.agent.email)
        expect(
            they.page.get_by_role(
                "heading", name=they.say("auth.invite", merchant=self.cast.merchant)
            )
        ).to_be_visible()
        they.enter_as(self.cast.agent)
        self.eyes.see(they.page, "invited")
        they.press("auth.invite.do")
        they.await_inbox()

    def a_customer_writes(self) -> None:
        me = self.visitor
        me.arrive(self.stage.shops.origin + self.stage.shops.put(self.tag))
        self.eyes.see(me.page, "launcher")
        me.open()
        expect(me.log.get_by_text(self.cast.greeting)).to_be_visible()
        self.eyes.see(me.page, "greeting")
        me.write(self.cast.question)
        expect(me.fate("sent")).to_be_visible()
        self.eyes.see(me.page, "first-words")

    def the_agent_sees_it_and_takes_it(self) -> None:
        me = self.agent
        expect(me.row(self.cast.question)).to_be_visible()
        self.eyes.see(me.page, "unassigned")
        me.row(self.cast.question).click()
        expect(me.bubble(self.cast.question)).to_be_visible()
        self.eyes.see(me.page, "conversation")
        me.take()
        taken = self.visitor.say("event_taken", name=self.cast.agent.name)
        expect(self.visitor.log.get_by_text(taken)).to_be_visible()
        expect(self.visitor.fate("seen")).to_be_visible()

    def they_talk(self) -> None:
        me, they = self.agent, self.visitor
        me.composer().press_sequentially(self.cast.answer[:4])
        typing = they.say("typing", name=self.cast.agent.name)
        expect(they.log.get_by_text(typing)).to_be_attached()
        self.eyes.see(they.page, "agent-types")
        me.write(self.cast.answer)
        expect(they.bubble(self.cast.answer)).to_be_visible()
        expect(me.thread.get_by_text(me.say("talk.seen"), exact=True)).to_be_visible()
        they.composer.press_sequentially(self.cast.thanks[:4])
        expect(me.page.locator(".typing-line.customer")).to_be_visible()
        self.eyes.see(me.page, "customer-types")
        they.write(self.cast.thanks)
        expect(me.bubble(self.cast.thanks)).to_be_visible()
        expect(they.fate("seen")).to_be_visible()
        self.eyes.see(they.page, "answered")

    def the_owner_learns_who_it_is(self) -> None:
        me, who = self.owner, self.cast.customer
        me.go("/inbox?view=all")
        expect(me.row(self.cast.thanks)).to_be_visible()
        conversation = me.ask("GET", f"/conversations/{self.agent.open_conversation}")
        path = f"/customers/{conversation['customer']['id']}"
        known = me.ask("GET", path)
        me.ask("PATCH", path, {"name": who.name, "email": who.email}, known["version"])
        me.page.reload()
        me.row(self.cast.thanks).click()
        me.press("side.record")
        expect(me.page.get_by_role("link", name=who.email)).to_be_visible()
        self.eyes.see(me.page, "owner-reads")

    def a_note_stays_inside(self) -> None:
        me, they = self.agent, self.visitor
        me.write(self.cast.note, "note")
        expect(me.bubble(self.cast.note)).to_be_visible()
        self.eyes.see(me.page, "note")
        after = f"{self.cast.answer} (2)"
        me.write(after)
        expect(they.bubble(after)).to_be_visible()
        expect(they.log.get_by_text(self.cast.note)).to_have_count(0)
        assert any(self.cast.answer in frame for frame in they.heard())
        assert not any(self.cast.note in frame for frame in they.heard())

    def the_customer_comes_back(self) -> None:
        they = self.visitor
        they.page.reload()
        they.open()
        for text in (self.cast.question, self.cast.answer, self.cast.thanks):
            expect(they.bubble(text)).to_be_visible()
        expect(they.log.get_by_text(self.cast.note)).to_have_count(0)
        self.eyes.see(they.page, "came-back")

    def it_is_resolved_and_opened_again(self) -> None:
        me, they = self.agent, self.visitor
        me.resolve()
        expect(they.log.get_by_text(they.say("resolved_hint"))).to_be_visible()
        expect(me.status("resolved")).to_be_visible()
        self.eyes.see(they.page, "resolved")
        self.eyes.see(me.page, "resolved-by-agent")
        they.write(self.cast.again)
        expect(me.bubble(self.cast.again)).to_be_visible()
        expect(me.status("resolved")).to_have_count(0)
        expect(they.log.get_by_text(they.say("resolved_hint"))).to_have_count(0)
        self.eyes.see(me.page, "reopened")
        self.eyes.see(they.page, "reopened-for-customer")

    def the_agent_forgets_the_password(self) -> None:
        me, who = self.agent, self.cast.agent
        me.page.get_by_role("button", name=me.say("app.account")).click()
        me.press("account.signOut")
        self.eyes.see(me.page, "signed-out")
        me.page.get_by_role("link", name=me.say("auth.forgot")).click()
        # Both forms ask for an e-mail address: write into the one that was asked for.
        expect(me.button("auth.reset.do")).to_be_visible()
        me.fill("auth.email", who.email)
        self.eyes.see(me.page, "reset")
        before = me.letters(who.email)
        me.press("auth.reset.do")
        me.told(me.say("auth.mail.reset", email=who.email))
        me.open_mailed(who.email, beyond=before)
        me.fill("auth.password.new", f"{who.password}-anew")
        self.eyes.see(me.page, "reset-choose")
        me.press("auth.reset.save")
        me.told(me.say("auth.reset.done"))
        self.eyes.see(me.page, "reset-done")
        me.sign_in(replace(who, password=f"{who.password}-anew"))
        me.go("/inbox?view=all")
        expect(me.row(self.cast.again)).to_be_visible()
