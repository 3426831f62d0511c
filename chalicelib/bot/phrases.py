"""What the bot says by itself, in both languages.

How long it takes until a person answers stands beside it, where hours and queue are known.
"""

from collections.abc import Mapping

from chalicelib.conversations.model import HandoffReason

PHRASES: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "greet": "您好！请直接说出您的问题，我马上为您查找。",
        "who": "我是智能助手，不是真人。您可以直接提问，也可以随时转接人工客服。",
        "thank": "不客气！还有别的问题随时告诉我。",
        "ask_back": "您是想问下面哪一个问题？",
        "rephrase": "抱歉，我没有看懂。可以用一句话说说您的问题吗？",
        "person": "转人工客服",
        "none": "都不是，转人工客服",
        "helpful": "解决了",
        "asked": "好的，我为您转给人工客服。",
        "no_answer": "这个问题我答不上来，我已转给人工客服。",
        "file": "我还看不了文件，已请人工客服来看。",
        "no_knowledge": "这个问题需要同事来回答，我已转给人工客服。",
        "low_confidence": "为免答错，我请同事来回答您。",
        "bot_failed": "抱歉，我这里出了点问题，我已转给人工客服。",
        "off": "我已转给人工客服。",
        "deadline": "让您久等了，同事们还在忙。您的排队位置一直保留；您也可以留言，我们会尽快答复您。",
        "leave": "留言",
        "wait": "继续等待",
    },
    "en": {
        "greet": "Hello! Just tell me what it is about and I will look it up.",
        "who": "I am an automatic assistant, not a person. Ask me, or I get you a person at any time.",
        "thank": "You are welcome! Just ask if there is anything else.",
        "ask_back": "Which of these do you mean?",
        "rephrase": "Sorry, I did not get that. Could you put your question in a sentence?",
        "person": "Talk to a person",
        "none": "None of these: talk to a person",
        "helpful": "That helped",
        "asked": "Of course. I am getting you a person.",
        "no_answer": "I do not have an answer to that. I have asked a colleague to help you.",
        "file": "I cannot look into files. I have asked a colleague to.",
        "no_knowledge": "A colleague has to answer that. I have passed you on.",
        "low_confidence": "I would rather not guess. A colleague is going to answer you.",
        "bot_failed": "Sorry, something went wrong on my side. A colleague takes over.",
        "off": "A colleague takes over.",
        "deadline": "Thank you for waiting; everybody is still busy. Your place in the queue is kept. You can also"
        " leave a message, and we get back to you.",
        "leave": "Leave a message",
        "wait": "Keep waiting",
    },
}


def phrase(name: str | HandoffReason, locale: str) -> str:
    return PHRASES.get(locale, PHRASES["en"])[str(name)]
