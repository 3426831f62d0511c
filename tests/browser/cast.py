"""Who plays: names and words that stand nowhere else, so that finding one means it leaked."""

import secrets
import string
from dataclasses import dataclass

from tests.browser.speech import Lang


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    password: str


def unlike(stem: str) -> str:
    """A word never seen before."""
    return stem + "".join(secrets.choice(string.ascii_lowercase) for _ in range(8))


def person(stem: str) -> Person:
    word = unlike("")
    return Person(f"{stem}{word}", f"{word}@{unlike('')}.example", f"a-long-way-{word}")


@dataclass(frozen=True)
class Cast:
    lang: Lang
    merchant: str
    owner: Person
    agent: Person
    customer: Person
    greeting: str
    question: str
    answer: str
    note: str
    thanks: str
    again: str

    @property
    def secrets(self) -> dict[str, str]:
        """What must not lie anywhere in clear."""
        said = ("merchant", "greeting", "question", "answer", "note", "thanks", "again")
        people = {"owner": self.owner, "agent": self.agent, "customer": self.customer}
        return {
            **{name: str(getattr(self, name)) for name in said},
            **{f"{role}'s name": who.name for role, who in people.items()},
            **{f"{role}'s address": who.email for role, who in people.items()},
            **{f"{role}'s password": who.password for role, who in people.items()},
        }


def chinese() -> Cast:
    return Cast(
        lang="zh",
        merchant=unlike("山岚灯铺"),
        owner=person("柳鹓雏"),
        agent=person("沈溪桥"),
        customer=person("顾夜白"),
        greeting=unlike("您好，灯的事都可以问我们，暗语"),
        question=unlike("请问那盏鱼形纸灯什么时候能寄出？单号"),
        answer=unlike("今天下午就寄，运单号是"),
        note=unlike("这位客人上回收到的灯罩有裂，补偿码"),
        thanks=unlike("太好了，谢谢！顺便问一句，灯泡型号是不是"),
        again=unlike("灯收到了，可是开关不亮，编号"),
    )


def english() -> Cast:
    return Cast(
        lang="en",
        merchant=unlike("Heron Lamps "),
        owner=person("Ottoline "),
        agent=person("Barnaby "),
        customer=person("Wilhelmina "),
        greeting=unlike("Hello, ask us anything about lamps. Our watchword is "),
        question=unlike("When will the fish-shaped paper lamp be sent? My order is "),
        answer=unlike("This very afternoon, and the parcel's number is "),
        note=unlike("Her last shade came cracked; the voucher is "),
        thanks=unlike("Wonderful, thank you! And is the bulb really the "),
        again=unlike("It came, but the switch stays dark. Its number is "),
    )


CASTS = {"zh": chinese, "en": english}
