"""Does a customer ask for a person? Rules over folded text (`text.fold`: lower case, simplified).

A rule that is too eager costs an agent's time, one that is too shy a customer's patience: wordings
set aside measure the one, real customers' sentences the other (tests/rooms/test_bot_wishes.py).
"""

import re
from collections.abc import Iterator
from functools import cache

from chalicelib.bot.text import han

# Longer texts wish at their beginning or end; in between they quote and tell.
WHOLE, END = 300, 120

# --- Chinese ----------------------------------------------------------------------------------------

_GONG = "人(?:[工攻功供]|公(?!司|交|园|共|里|斤|开))"
_ARTIFICIAL = (
    "(?!智能|湖|费|流产|授精|受精|关节|晶体|周期|呼吸|心脏|降|增|养|合成|培|成本|岛|草|造)"
)
_REAL = "(?:真人|活人)(?!秀|版|cs|快打|真事)"
_DESK = "(?:客服|坐席|专员|客服人员|工作人员|服务人员|专人)"
_BOSS = "(?:主管|经理|负责人|领导|老板|店长)"
_SOMEONE = f"(?:{_GONG}{_ARTIFICIAL}|{_REAL}|{_DESK})"
_FILL = "[,.!?~、。…\\s吧吗呢啊呀嘛了哦哈喂亲的请]|谢谢|麻烦|你好|您好|在线"
_EMPTY = f"(?:{_FILL})*"
_TALK = "(?:说|讲|聊|谈|倾|沟通|对话|交流|通话|咨询)"
_CHINESE = (
    # the word alone, with politeness around it
    rf"(?:^|[,.!?;\\s]){_EMPTY}(?:{_GONG}|{_REAL}|{_DESK})(?:{_DESK}|服务|台|{_GONG}|在不在|在|{_FILL})*$",
    # get me one
    rf"(?:转|接|找|叫|给我|要|换|揾|喊|呼叫|联系|请|来个|有没有|有){_EMPTY}[^,.!?。]{{0,6}}?{_SOMEONE}",
    rf"转(?:{_GONG}|客服|接)",
    rf"(?:找|叫|让|换){_EMPTY}(?:你们|你|您们)?的?{_BOSS}",
    # let one do it, let me talk to one
    rf"(?:让|请|由|需要){_SOMEONE}",
    rf"{_GONG}(?:客服|服务|坐席|处理|帮|回复|解答|电话|介入|来)",
    rf"(?:和|跟|与|同|直接){_EMPTY}(?:你们)?的?(?:{_SOMEONE}|{_BOSS})[^,.!?。]{{0,3}}{_TALK}",
    rf"直接(?:和|跟|与|同){_EMPTY}(?:医生|老师|{_BOSS}){_TALK}",
    # anybody there
    rf"^{_EMPTY}(?:有没有|有)?(?:值班的?)?人(?:在|呢|么|没有)*{_EMPTY}$",
    r"有没有(?:值班|人工|真人)",
    r"(?:来|找|叫|换|派)个?(?:活|真)?人(?:来|吧|处理|帮|跟|和|说|回|行|$|[,.!?。])",
    # no machine
    r"(?:不想|不要|别|不用|拒绝|讨厌)[^,.!?。]{0,3}(?:机器人?|自动回复|机器回复)",
)
_CHINESE_DECLINED = (
    rf"(?:不用|不要|无需|不需要|不必|别|先不)(?:再)?(?:给我|帮我)?(?:转|接|找)?{_SOMEONE}"
)

# --- English ----------------------------------------------------------------------------------------

_WHO = (
    "(?:agents?|humans?(?: beings?| agents?)?|representatives?|reps?|operators?|advis[eo]rs?"
    "|customer (?:service|support|care)|(?:live|real|actual) (?:person|people|agent|human|operator))"
)
_ANYONE = (
    f"(?:{_WHO}|persons?|people|someone|somebody|anyone|anybody|staff|managers?|supervisors?|colleagues?"
    "|support|associates?|specialists?|doctors?|(?:member of )?(?:your |the )?(?:team|staff))"
)
_FEW = "(?:[a-z']+ ){0,3}?"
_POLITE = (
    "(?:[ ,.!?]|please|pls|plz|now|hi|hello|hey|ok|okay|but|just|a|an|the|no|yes|thanks|thank you)*"
)
_ENGLISH = (
    # the word alone, with politeness around it
    rf"^{_POLITE}(?:(?:{_WHO}|person|staff|manager|supervisor|call cent(?:er|re)|live chat){_POLITE})+$",
    # talk to one
    rf"\b(?:talk|speak|chat|talking|speaking|chatting)\b (?:directly )?(?:to|with) {_FEW}{_ANYONE}\b",
    rf"\bchat with {_ANYONE}",
    rf"\b{_ANYONE} (?:i can|to|who can|i could) (?:talk|speak|chat)",
    # get me one
    rf"\b(?:connect|put|pass|hand|forward|switch|transfer|direct|route)\b (?:me|this|it|us|[a-z]+ call) "
    rf"(?:(?:on|over|through|up) )?(?:to|with) {_FEW}{_ANYONE}\b",
    rf"\bswitch to {_FEW}{_WHO}\b",
    rf"\b(?:get|give|send|find) me {_FEW}{_ANYONE}\b",
    rf"\b(?:want|need|prefer|like|contact|reach|get hold of|ask(?: for)?|demand|see)\b (?:to )?{_FEW}{_WHO}\b",
    r"\b(?:want|need|prefer) (?:a )?(?:real |live )?(?:person|manager|supervisor)\b",
    rf"\b(?:contact|reach|get hold of|get) (?:a )?(?:{_WHO}|person|someone|somebody)(?: else)?{_POLITE}$",
    r"\bescalate\b",
    # let one come to me
    r"\b(?:someone|somebody|anyone|person) from (?:your|the) (?:team|support|company|staff)\b",
    r"\b(?:can|could|will|would) (?:someone|somebody|anyone) (?:please )?(?:help|assist|call|contact) me[ .!?]*$",
    r"\bhave (?:someone|somebody|a person|an agent) (?:call|contact|ring|phone|email)",
    # anybody there
    r"\b(?:any(?:one|body)|some(?:one|body)) (?:there|here|home)[ .!?]*$",
    r"\bis there (?:a |an )?(?:real |live |actual )?(?:person|human|agent)\b",
    # no machine
    r"\b(?:no(?: more)?|stop (?:the|this)|stop with the|hate|not a) (?:chat|ro)?bots?\b",
    r"\b(?:don'?t|do not|won't) (?:want|like) (?:to )?[a-z ]{0,16}\b(?:bot|robot|chatbot|machine|computer)s?\b",
)
_ENGLISH_DECLINED = (
    rf"\b(?:don'?t|do not|no need) (?:want|need|have)? ?(?:to )?(?:talk |speak |chat )?(?:to |with |for )?"
    rf"(?:a |an )?(?:{_WHO}|person)\b"
)
# Who is it that I am talking to? Asked alone it is a question, not yet a wish.
_KIND = "(?:chat|ro)?bot|robot|human|person|people|someone|ai|machine|computer|automated"
_ASKS_WHO = re.compile(
    r"(?:你|您|这|那边)(?:到底)?(?:是不是|是)(?:一个|个)?(?:机器人|真人|人工智能|人工|人|ai)[^,.!?。]{0,8}[吗么呢?]?"
    rf"|\b(?:are|r) (?:you|u|ya) (?:an? |the |really |just |real |live |actual |actually )*(?:{_KIND})\b[^,.!?]*"
    rf"|\bam i (?:talking|speaking|chatting) [a-z ]{{0,20}}\b(?:{_KIND})\b[^,.!?]*"
    rf"|\bis this (?:an? )?(?:real |live |actual )?(?:{_KIND})\b[^,.!?]*"
)
# A short text that names a person means one, however it is put.
_SHORT_CHINESE, _SHORT_ENGLISH = 14, 45
_NAMED_CHINESE = (_SOMEONE, _BOSS, "机器人")
_NAMED_ENGLISH = (rf"\b(?:{_WHO}|supervisor|live chat)\b",)
# Words that customers in a hurry misspell, by letters swapped, a vowel mistaken or a letter lost.
_MISSPELT = ("talk", "speak", "human", "agent", "person", "representative", "operator", "manager")
_VOWELS = frozenset("aeiou")
_LONG = 8

_LATIN = re.compile("[a-z]")
_DECLINED = re.compile(f"{_CHINESE_DECLINED}|{_ENGLISH_DECLINED}")
_WORD = re.compile(r"[a-z]{4,16}")


@cache
def _any_of(rules: tuple[str, ...]) -> re.Pattern[str]:
    """Of a language that somebody writes in: seven milliseconds that the others need not wait for."""
    return re.compile("|".join(rules))


def asks_who(folded: str) -> bool:
    return len(folded) <= WHOLE and bool(_ASKS_WHO.search(folded))


def wishes_person(folded: str) -> bool:
    near = folded if len(folded) <= WHOLE else f"{folded[:END]}\n{folded[-END:]}"
    text = _WORD.sub(lambda found: _spelt(found.group()), near)
    text = _ASKS_WHO.sub(" ", _DECLINED.sub(" ", text))
    spoken = (*_chinese(text), *_english(text))
    return any(_any_of(rules).search(text) for rules in spoken)


def _chinese(text: str) -> Iterator[tuple[str, ...]]:
    if han(text):
        yield _CHINESE
        if len(text) <= _SHORT_CHINESE:
            yield _NAMED_CHINESE


def _english(text: str) -> Iterator[tuple[str, ...]]:
    if _LATIN.search(text):
        yield _ENGLISH
        if len(text) <= _SHORT_ENGLISH:
            yield _NAMED_ENGLISH


def _spelt(word: str) -> str:
    return next((right for right in _MISSPELT if _misspells(word, right)), word)


def _misspells(word: str, right: str) -> bool:
    if word[0] != right[0] or word == right:
        return False
    if len(word) == len(right):
        wrong = [pair for pair in zip(word, right, strict=True) if pair[0] != pair[1]]
        return sorted(word) == sorted(right) or (len(wrong) == 1 and _VOWELS.issuperset(wrong[0]))
    lost = len(right) >= _LONG and len(word) == len(right) - 1
    return lost and any(right[:at] + right[at + 1 :] == word for at in range(len(right)))
