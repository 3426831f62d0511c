"""Retrieval: the right entry first, a model that survives storage, bounded work."""

import json
import random
from dataclasses import dataclass

from chalicelib.bot.bm25 import encode, retrieve
from chalicelib.bot.model import Source


@dataclass(frozen=True)
class Entry:
    id: str
    locale: str
    title: str
    body: str = ""
    alternatives: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


SHOP = [
    Entry(
        "refund", "zh", "怎么申请退款？", "在订单页点击申请退款。", ("钱什么时候退回来",), ("退钱",)
    ),
    Entry("ship", "zh", "多久发货？", "付款后48小时内发货。", ("什么时候发货",)),
    Entry("invoice", "zh", "可以开发票吗？", "可以开电子发票。"),
    Entry("refund-en", "en", "How do I get a refund?", "Open the order and choose refund."),
    Entry("ship-en", "en", "When will my order ship?", "Within two days.", ("delivery time",)),
    Entry("wifi-en", "en", "Is there WiFi?", "Yes."),
    Entry("wifi", "zh", "有WiFi吗？", "有的。"),
]


def first(text: str, locale: str = "zh", entries: list[Entry] = SHOP) -> str:
    sources: list[Source] = list(entries)
    hits = retrieve(encode(sources), text, locale, 3)
    return hits[0].entry if hits else ""


def test_the_entry_that_is_asked_for_comes_first() -> None:
    assert first("我想退款") == "refund"
    assert first("請問甚麼時候發貨") == "ship"
    assert first("能退钱么") == "refund"
    assert first("I want to be refunded", "en") == "refund-en"
    assert first("delivery times?", "en") == "ship-en"
    assert first("電子發票") == "invoice"


def test_the_customers_language_decides_between_twins() -> None:
    assert first("wifi?", "en") == "wifi-en"
    assert first("wifi?", "zh") == "wifi"
    assert first("有wifi吗", "en") == "wifi"


def test_nothing_is_found_where_no_word_is_shared() -> None:
    assert first("猫咪") == ""
    assert first("😀😀") == ""
    assert first("") == ""
    assert retrieve(encode([]), "退款", "zh", 3) == []


def test_a_model_is_json_and_finds_the_same_after_its_storage() -> None:
    sources: list[Source] = list(SHOP)
    model = encode(sources)

    assert retrieve(json.loads(json.dumps(model)), "退款多久到", "zh", 3) == retrieve(
        model, "退款多久到", "zh", 3
    )


def test_the_same_entries_make_the_same_model() -> None:
    again: list[Source] = list(SHOP)

    assert json.dumps(encode(again)) == json.dumps(encode(list(again)))


def test_hits_tell_how_much_of_question_and_wording_they_share() -> None:
    sources: list[Source] = list(SHOP)
    (whole, *_) = retrieve(encode(sources), "多久发货", "zh", 1)
    (part, *_) = retrieve(encode(sources), "我家的猫多久吃一次药", "zh", 1)

    assert (whole.cover, whole.fit) == (1.0, 1.0)
    assert part.cover < 0.5
    assert all(0 <= hit.cover <= 1 and 0 <= hit.fit <= 1 for hit in (whole, part))


TEA = [
    Entry(
        "refund",
        "en",
        "When do I get my refund?",
        alternatives=("refund has not arrived", "how long does a refund take", "money back"),
    ),
    Entry("broken", "en", "My cup arrived broken", alternatives=("it arrived damaged", "cracked")),
    Entry("ship", "en", "When will it ship?", alternatives=("dispatch time",)),
    Entry("address", "en", "Can I change the address?", alternatives=("wrong address",)),
]


def test_what_an_entry_is_about_has_to_be_in_the_question() -> None:
    """ "arrived" is in a wording of the refund; the refund is in none of the question."""
    sources: list[Source] = list(TEA)
    model = encode(sources)
    passing, meant = (
        next(hit for hit in retrieve(model, text, "en", 3) if hit.entry == "refund")
        for text in ("it has not arrived", "my refund has not arrived")
    )

    assert passing.cover > 0.9
    assert passing.core < 0.25
    assert meant.core > 0.5


def test_a_word_in_every_wording_of_one_entry_is_as_rare_as_in_one() -> None:
    sources: list[Source] = list(TEA)
    model = encode(sources)

    (often, *_), (once, *_) = (
        retrieve(model, f"{word} zebra", "en", 1) for word in ("refund", "money")
    )
    assert often.cover == once.cover


def test_words_that_everybody_says_weigh_nothing_and_break_nothing() -> None:
    sources: list[Source] = [Entry(str(n), "zh", "的") for n in range(400)]

    (hit,) = retrieve(encode(sources), "的", "zh", 1)
    assert 0 <= hit.fit <= 1


def test_a_model_from_before_the_weights_finds_the_same() -> None:
    sources: list[Source] = list(TEA)
    model, old = encode(sources), encode(sources)
    for name in ("weights", "counts"):
        del old["locales"]["en"]["wordings"][name]

    assert retrieve(old, "refund not arrived", "en", 3) == retrieve(
        model, "refund not arrived", "en", 3
    )


def test_never_more_than_k_and_the_best_first() -> None:
    sources: list[Source] = list(SHOP)
    hits = retrieve(encode(sources), "发货 退款 发票 wifi", "zh", 2)

    assert len(hits) == 2
    assert hits[0].score >= hits[1].score


def test_a_pasted_book_costs_no_more_than_a_long_question() -> None:
    words = random.Random(1).choices("退款发货订单支付地址物流客服会员积分优惠券", k=8_000)  # noqa: S311 - no secret
    huge = Entry("huge", "zh", "书", "".join(words) * 3)
    sources: list[Source] = [huge, *SHOP]
    model = encode(sources)

    assert (
        sum(len(found) // 2 for found in model["locales"]["zh"]["bodies"]["postings"].values())
        < 400
    )
    assert len(retrieve(model, "".join(words), "zh", 3)) <= 3
