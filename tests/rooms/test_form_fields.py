"""What a form asks, which answers it takes, and for how long it stands open."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.channels.adapter import Account, Request
from chalicelib.channels.form.adapter import FormAdapter
from chalicelib.channels.form.fields import ensure_whole, fields_of, files_of, filled, text_of
from chalicelib.channels.form.tokens import claims, is_too_quick, stands
from chalicelib.channels.model import MOST_TEXT
from chalicelib.contracts.compiled import check, keeps
from chalicelib.core.errors import Invalid
from chalicelib.core.ids import new_id
from chalicelib.inboxes.model import Channel, Inbox, new_key

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
MAIL = {"id": "mail", "label": "E-mail", "kind": "email", "required": True}
PHOTOS = {"id": "photos", "label": "Photos", "kind": "files"}
SETTINGS: dict[str, Any] = {
    "fields": [
        MAIL,
        {"id": "topic", "label": "Topic", "kind": "choice", "options": ["Order", "Other"]},
        {"id": "phone", "label": "Phone", "kind": "phone"},
        {"id": "words", "label": "Words", "kind": "long", "required": True},
        {"id": "more", "label": "More", "kind": "long"},
    ]
}
GOOD = {"mail": "a@b.example", "topic": "Order", "phone": "+86 138-0013-8000", "words": "x\r\ny"}
answered = partial(filled, fields_of(SETTINGS, "en"), is_address=partial(keeps, "rest", "email"))


def place_of(refused: pytest.ExceptionInfo[Invalid]) -> tuple[str, str]:
    return refused.value.extra["pointer"], refused.value.extra["rule"]


def test_answers_are_told_in_the_form_s_order_under_its_labels() -> None:
    given = dict(reversed(GOOD.items()))

    assert text_of(answered(given)) == (
        "E-mail: a@b.example\nTopic: Order\nPhone: +86 138-0013-8000\nWords:\nx\ny"
    )


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("mail", "", "required"),
        ("words", " \u0000\n ", "required"),
        ("mail", "nobody", "email"),
        ("mail", "a@b.example,c@d.example", "email"),
        ("mail", f"{'a' * 250}@b.example", "maxLength"),
        ("topic", "Another", "enum"),
        ("phone", "call me", "phone"),
        ("words", "x" * 5_001, "maxLength"),
    ],
)
def test_what_breaks_the_form_is_told_at_its_field(field: str, value: str, rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        answered({**GOOD, field: value})

    assert place_of(refused) == (f"/fields/{field}", rule)


def test_files_are_no_words_of_the_form() -> None:
    fields = fields_of({"fields": [*SETTINGS["fields"], PHOTOS]}, "en")
    asked = files_of(fields)

    assert asked is not None
    assert (asked.most_files, asked.most_bytes) == (5, 20 * 1024**2)
    assert filled(fields, GOOD, partial(keeps, "rest", "email")) == answered(GOOD)
    with pytest.raises(Invalid) as refused:
        filled(fields, {**GOOD, "photos": "a.png"}, partial(keeps, "rest", "email"))
    assert place_of(refused) == ("/fields", "additionalProperties")


def test_a_setting_of_files_stays_within_the_house_s_own_limits() -> None:
    for name, most in (("most_files", 11), ("most_megabytes", 21)):
        for bad in (0, most):
            with pytest.raises(Invalid):
                check("rest", "inbox_form", {"fields": [{**PHOTOS, name: bad}]})


def test_all_of_it_together_is_a_message_that_fits() -> None:
    with pytest.raises(Invalid) as refused:
        answered({**GOOD, "words": "x" * (MOST_TEXT - 4_000), "more": "y" * 4_500})

    assert place_of(refused) == ("/fields/more", "maxLength")


def test_what_the_form_does_not_ask_is_refused_and_not_repeated() -> None:
    with pytest.raises(Invalid) as refused:
        answered({**GOOD, "canary": "x"})

    assert place_of(refused) == ("/fields", "additionalProperties")


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ([MAIL, {**MAIL, "id": "second"}], ("/fields/1/kind", "unique")),
        ([{**MAIL, "id": "email", "kind": "text"}], ("/fields/0/id", "unique")),
        ([MAIL, MAIL], ("/fields/1/id", "unique")),
        ([MAIL, {"id": "c", "label": "C", "kind": "choice"}], ("/fields/1/options", "choice")),
        ([{**MAIL, "options": ["x"]}], ("/fields/0/options", "choice")),
        ([PHOTOS, {**PHOTOS, "id": "more"}], ("/fields/1/kind", "unique")),
        ([{**MAIL, "most_files": 2}], ("/fields/0/kind", "files")),
    ],
)
def test_a_form_that_is_unclear_is_not_made(
    fields: list[dict[str, Any]], place: tuple[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        ensure_whole({"fields": fields})

    assert place_of(refused) == place


@pytest.mark.parametrize(
    ("fields", "ids"),
    [
        ([{"id": "order", "label": "Order", "kind": "text"}], ["email", "order"]),
        ([{"id": "order", "label": "Order", "kind": "text"}, MAIL], ["order", "mail"]),
        ([{**MAIL, "required": False}], ["mail"]),
    ],
)
def test_every_form_asks_once_and_necessarily_for_the_address_to_answer_to(
    fields: list[dict[str, Any]], ids: list[str]
) -> None:
    asked = fields_of({"fields": fields}, "en")

    assert [field.id for field in asked] == ids
    assert [field.required for field in asked if field.kind == "email"] == [True]


WHOLE: list[dict[str, Any]] = [
    {},
    {"fields": []},
    SETTINGS,
    {"fields": [PHOTOS]},
    {"fields": [{**PHOTOS, "most_files": 10, "most_megabytes": 20, "required": True}]},
]


@pytest.mark.parametrize("settings", WHOLE)
def test_these_forms_are_whole(settings: dict[str, Any]) -> None:
    check("rest", "inbox_form", settings)
    ensure_whole(settings)


@pytest.mark.parametrize(
    ("settings", "locale", "label"),
    [({}, "zh", "邮箱"), ({"locale": "en"}, "zh", "E-mail"), ({"fields": []}, "en", "E-mail")],
)
def test_a_form_that_nobody_has_set_up_asks_in_its_language(
    settings: dict[str, Any], locale: str, label: str
) -> None:
    assert [field.label for field in fields_of(settings, locale)][1] == label


@pytest.mark.parametrize(
    ("age", "stand", "quick"),
    [
        (-1, False, True),
        (0, True, True),
        (2.9, True, True),
        (3, True, False),
        (86_399, True, False),
        (86_400, False, False),
    ],
)
def test_a_form_stands_open_for_a_day_and_nobody_fills_it_in_at_once(
    age: float, stand: bool, quick: bool
) -> None:
    said, now = claims("key", "", NOW, new_id()), NOW + timedelta(seconds=age)

    assert (stands(said, "key", "", now), is_too_quick(said, now)) == (stand, quick)


def test_nothing_comes_in_by_the_channels_own_door() -> None:
    account = Account("inbox", {})
    request = Request("POST", {}, b"{}", NOW)

    assert not FormAdapter().verify(request, account).ok


def test_an_inbox_tells_its_page_and_the_line_that_embeds_it() -> None:
    inbox = Inbox(new_id(), Channel.FORM, "Contact", new_key(), {}, NOW, 1)
    told = inbox.wire(origin="https://desk.example", domain="")

    assert told["url"] == f"https://desk.example/form/?k={inbox.key}"
    assert told["snippet"] == (
        f'<script async src="https://desk.example/form.js" data-key="{inbox.key}"></script>'
    )
