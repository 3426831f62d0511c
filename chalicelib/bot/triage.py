"""What kind of thing a customer has said: rules over folded text."""

import re
from collections.abc import Iterable

from chalicelib.bot.model import Intent
from chalicelib.bot.text import DENSE, fold
from chalicelib.bot.wishes import asks_who, wishes_person

# Small talk is what is left of nothing when these are taken out.
_GREETINGS = (
    r"hi+|hello+|hey+|hiya|yo|good (?:morning|afternoon|evening|day)|greetings"
    r"|[你您]好+|你们好|大家好|哈[喽啰罗]|嗨+|嘿+|早上好|上午好|中午好|下午好|晚上好|早安|晚安|早|在吗|在么|请问|亲+"
)
_THANKS = (
    r"(?:many )?thanks?|thank (?:you|u|ya)|thx|tks|ty|cheers|(?:much )?appreciated?(?: it)?|so much|very much|a lot|again"
    r"|for (?:your |the )?(?:help|time|info|information|answer|assistance)|ok(?:ay)?|great|perfect|cool|good|nice|fine"
    r"|got it|understood|that helps|that helped|i see|bye+|goodbye|good night|have a (?:nice|good|great) (?:day|one|weekend)"
    r"|you too|no|that(?:'s| is) all|nothing else|solved|wonderful|awesome|excellent|you|yes|it helped"
    r"|[谢感多]谢+[你您]?|谢了|谢啦|十分|非常|唔该|好[的吧滴]|好+|嗯+|行|可以|明白了?|知道了|懂了|了解了?|收到|没事了|没问题了"
    r"|没有了|不用了|解决了|再见|拜拜|辛苦了?"
)
_SOUNDS = "there|all|team|everyone|sir|madam|啊|呀|哦|呢|吗|吧|啦|了|哈+|你|您"


def _small(phrases: str) -> re.Pattern[str]:
    """Latin words as wholes, Chinese wherever they stand."""
    return re.compile(rf"(?<![a-z0-9])(?:{phrases})(?![a-z0-9])")


_GREETED, _THANKED = _small(_GREETINGS), _small(_THANKS)
_ANY_SMALL = _small(f"{_GREETINGS}|{_THANKS}|{_SOUNDS}")
SMALL_TALK = 80
_AUTOMATIC = re.compile(
    r"\b(?:auto(?:matic|mated)?[- ]?(?:reply|response|responder|message|answer)|out of (?:the )?office|do not reply"
    r"|no-?reply@|undeliverable|delivery status notification|mailer-daemon|away from (?:my |the )?(?:desk|office)"
    r"|this is an automated|on (?:annual|parental|maternity) leave)\b"
    r"|\[?(?:自动回复|系统自动发送|自动应答)[\]:,。]|自动回复$|此邮件由系统|请勿(?:直接)?回复|(?:不在|休假|外出).{0,12}(?:稍后|尽快|回来后).{0,6}(?:回复|联系)"
)
# Somebody who asks is no machine, whatever the question is about.
_ASKS = re.compile(
    r"[?？]|[吗嘛么呢]\W*$|怎么|怎样|如何|能否|能不能|可不可以"
    r"|^\W*(?:hi|hello|please)?\W*(?:how|what|when|where|why|which|who|can|could|do|does|did|is|are|will|would|should)\b"
)
_REPEATED = re.compile(r"^(?:(.)\1{3,}|([a-z]{2,3}?)\2{3,}).?$")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
_VOWELS = re.compile("[aeiouy]")
_WORD = re.compile(r"[a-z]+")
_SENSELESS = 5


def triage(text: str) -> Intent:
    if not text.strip():
        return Intent.EMPTY
    folded = " ".join(fold(text).split())
    if not any(sign.isalnum() for sign in folded):
        return Intent.SIGNS
    if wishes_person(folded):
        return Intent.PERSON
    if asks_who(folded):
        return Intent.WHO
    if _AUTOMATIC.search(folded) and not _ASKS.search(folded):
        return Intent.AUTOMATIC
    return _small_talk(folded)


def _small_talk(folded: str) -> Intent:
    if len(folded) <= SMALL_TALK and not re.search(r"\w", _ANY_SMALL.sub(" ", folded)):
        if _THANKED.search(_GREETED.sub(" ", folded)):
            return Intent.THANKS
        if _GREETED.search(folded):
            return Intent.GREETING
    return Intent.GIBBERISH if is_gibberish(folded) else Intent.QUESTION


def is_gibberish(folded: str) -> bool:
    """Keys hit at random, or one sound over and over. A number is none: it may be an order's."""
    joined = "".join(sign for sign in folded if sign.isalnum())
    if joined.isdigit():
        return False
    if _REPEATED.match(joined):
        return True
    words = _WORD.findall(folded)
    return (
        joined.isascii()
        and bool(words)
        and "".join(words) == joined
        and all(_is_senseless(word) for word in words)
    )


def _is_senseless(word: str) -> bool:
    hit = any(word[:_SENSELESS] in row or word[:_SENSELESS] in row[::-1] for row in _ROWS)
    return len(word) >= _SENSELESS and (hit or not _VOWELS.search(word))


def is_keyword(text: str, words: Iterable[str]) -> bool:
    """One of a merchant's own words or phrases stands in the text, as a whole word where it has words."""
    folded = " ".join(fold(text).split())
    return any(_holds(folded, " ".join(fold(word).split())) for word in words)


def _holds(text: str, word: str) -> bool:
    if not word:
        return False
    if re.search(f"[{DENSE}]", word):
        return word in text
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
