"""What a reply of the bot costs: processor time of deciding, units and calls of replying."""

import time
from collections.abc import Iterator
from statistics import median

from chalicelib.bot.bm25 import encode, retrieve
from chalicelib.bot.decide import decide
from chalicelib.bot.hearing import Heard
from chalicelib.bot.model import Settings
from chalicelib.bot.replies import reply
from chalicelib.bot.text import language_of
from chalicelib.bot.triage import triage
from chalicelib.conversations.service import Words
from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.ids import MerchantId, PersonId, new_id, new_sending_session
from chalicelib.core.rights import Role
from chalicelib.table import keys
from infra.bench.asked import Entry
from infra.bench.rows import Row
from infra.bench.theatre import Theatre, desk_of
from infra.bench.trace import Step

ENTRIES, TIMES = 1_000, 50
WHAT_EN = (
    "parcel",
    "refund",
    "invoice",
    "voucher",
    "address",
    "size",
    "colour",
    "account",
    "card",
    "gift",
)
HOW_EN = ("change", "cancel", "return", "track", "pay", "share", "delay", "check", "open", "renew")
WHAT_ZH = ("包裹", "退款", "发票", "优惠券", "地址", "尺码", "颜色", "账号", "会员卡", "礼品")
HOW_ZH = ("修改", "取消", "退回", "查询", "支付", "分享", "延期", "核对", "开具", "续费")
QUESTION = "How do I change my parcel number 0?"
QUESTIONS = {
    "en": "hello, how can I cancel my voucher number 7?",
    "zh": "您好，请问怎么取消7号优惠券？",
}


def entries(count: int = ENTRIES) -> list[Entry]:
    """Half in either language, each with a paragraph; alike enough to be found by the hundred."""
    found = []
    for n in range(count // 2):
        at, kind, number = n % 10, n // 10 % 10, n // 100
        en = f"How do I {HOW_EN[kind]} my {WHAT_EN[at]} number {number}?"
        zh = f"怎么{HOW_ZH[kind]}{number}号{WHAT_ZH[at]}？"
        found.append(Entry(f"en-{n}", "en", en, f"{en} Open your orders and choose it there. " * 4))
        found.append(Entry(f"zh-{n}", "zh", zh, f"{zh}请在订单页选择对应的选项。" * 4))
    return found


def decisions() -> Iterator[Row]:
    """From the text to the words of the reply, index in memory."""
    known = {each.id: each for each in entries()}
    model, settings = encode(known.values()), Settings()
    for locale, text in QUESTIONS.items():
        spent = []
        for _ in range(TIMES):
            began = time.process_time()
            heard = Heard(text, triage(text), language_of(text, locale))
            found = lambda asked, k: retrieve(model, asked, locale, k)  # noqa: B023, E731
            reply(decide(heard, settings, entries=known, find=found), entries=known, locale=locale)
            spent.append(time.process_time() - began)
        yield Row(
            f"bot decides, {len(known):,} entries, {locale}: processor time",
            median(spent) * 1e3,
            "ms",
        )


def give_knowledge(theatre: Theatre, merchant: MerchantId) -> None:
    """The bot is on, and knows a few things."""
    house = theatre.house
    owner = desk_of(merchant, Caller(CallerKind.PERSON, PersonId(new_id()), role=Role.OWNER))
    with owner.open():
        house.merchants.change(owner, version=1, values={"bot_on": True})
        for each in entries(20):
            values = {"title": each.title, "body": each.body}
            made = house.knowledge.create(owner, locale=each.locale, values=values)
            house.knowledge.publish(owner, entry=made.id)
    _build(theatre, merchant)


def replying(theatre: Theatre) -> Step:
    """One answer of the bot, its settings and index read as in a process that is warm."""
    house, merchant = theatre.house, theatre.merchant()
    give_knowledge(theatre, merchant)
    visitor = theatre.visitor(merchant)
    session, conversation, steps = new_sending_session(), None, list[Step]()
    for n, text in enumerate(("Hello", QUESTION), start=1):
        with visitor.open():
            words = Words(session, n, text)
            said = house.conversations.say(visitor, conversation=conversation, words=words)
        conversation = said.conversation
        with theatre.trace.step() as step:
            steps.append(step)
            house.bot.serve(merchant=merchant, conversation=conversation, seq=said.seq, receives=1)
        theatre.clock.advance(1)
    return steps[-1]


def _build(theatre: Theatre, merchant: str) -> None:
    """What stream and queue do with every job."""
    table = theatre.settings["LEDGER_TABLE"]
    for item in theatre.dynamodb.scan(TableName=table)["Items"]:
        if item["kind"]["S"] == "knowledge_job" and keys.merchant_of(item["pk"]["S"]) == merchant:
            job = keys.last_of(item["sk"]["S"])
            theatre.house.knowledge_builder.work(merchant=merchant, job=job)


def rows(theatre: Theatre) -> Iterator[Row]:
    step = replying(theatre)
    yield Row("the bot's whole job: write units", step.writes, "WRU")
    yield Row("the bot's whole job: read units", step.reads, "RRU")
    yield Row("the bot's whole job: calls to AWS", step.round_trips, "calls")
    yield from decisions()
