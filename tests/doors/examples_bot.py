"""Good requests: the bot's settings, and trying it."""

from tests.doors.example import Example
from tests.doors.examples_time import FIRST

EXAMPLES: dict[str, Example] = {
    "GET /v1/bot": Example(),
    "PATCH /v1/bot": Example(
        body=lambda _: {
            "name": "Bamboo",
            "welcome": {"zh": "您好", "en": "Hello"},
            "keywords": [{"words": ["opening hours", "营业时间"], "reply": "9:00-18:00"}],
            "thresholds": {"answer": 0.7, "ask": 0.25},
            "handoff_deadline_s": 180,
        },
        headers=FIRST,
    ),
    "POST /v1/bot/try": Example(body=lambda _: {"text": "Where is my order?", "locale": "en"}),
}
