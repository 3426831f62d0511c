"""The inboxes of a merchant on its tables: each change written down, and none of them lost or shown."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.core.errors import Conflict, Invalid, NotFound, Stale
from chalicelib.core.ids import MerchantId
from chalicelib.inboxes.model import MOST, OVERLAP, Inbox, State
from chalicelib.table import guard, keys
from chalicelib.table.desk import Desk
from chalicelib.wiring import House
from tests.desk.standing import MovableClock, NewMerchant, Stage, desk_of

URL = "https://shop.example/hook"


class Inboxes:
    """Of one merchant, by one of its people."""

    def __init__(self, house: House, merchant: MerchantId) -> None:
        self.house, self.desk = house, desk_of(merchant)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(**given: Any) -> Any:
            with self.desk.open(front=True):
                return getattr(self.house.inboxes, name)(self.desk, **given)

        return call

    def webhook(self, **settings: Any) -> tuple[Inbox, str]:
        made: tuple[Inbox, str] = self.make(channel="webhook", name="Shop", settings=settings)
        return made

    def audited(self) -> list[tuple[str, str]]:
        """What was done to which; all of it by this one person."""
        with self.desk.open():
            page = self.house.audit.page(self.desk, cursor=None, limit=50)
        done = list(page.items)[:-1]  # but for the merchant's own beginning
        assert {each.actor_id for each in done} <= {self.desk.caller.id}
        return [(each.action, each.object) for each in reversed(done)]


@pytest.fixture
def inboxes(house: House, merchant: MerchantId) -> Inboxes:
    return Inboxes(house, merchant)


def test_each_change_is_written_down_with_who_made_it(inboxes: Inboxes) -> None:
    made, _ = inboxes.webhook()
    inboxes.change(inbox=made.id, version=1, values={"name": "New", "state": "off"})
    inboxes.renew_secret(inbox=made.id)
    inboxes.end_old_secret(inbox=made.id)
    inboxes.disable(inbox=inboxes.get(inbox=made.id), why="gone")
    inboxes.remove(inbox=made.id)

    assert inboxes.audited() == [
        (f"inbox.{what}", made.id)
        for what in ("made", "changed", "secret_renewed", "secret_ended", "disabled", "removed")
    ]


def test_whoever_lost_a_race_reads_again(inboxes: Inboxes) -> None:
    """The winner's change stands, and nothing of the loser's is written down."""
    made, _ = inboxes.webhook()
    inboxes.change(inbox=made.id, version=1, values={"name": "First"})
    before = inboxes.audited()

    with pytest.raises(Stale):
        inboxes.change(inbox=made.id, version=1, values={"name": "Second"})
    with pytest.raises(Stale):
        inboxes.disable(inbox=made, why="failing")

    held = inboxes.get(inbox=made.id)
    assert (held.name, held.state, held.version) == ("First", State.ON, 2)
    assert inboxes.audited() == before


def test_a_merchant_has_so_many_inboxes_and_another_its_own(
    inboxes: Inboxes, house: House, new_merchant: NewMerchant
) -> None:
    made = [inboxes.webhook()[0] for _ in range(MOST)]
    with pytest.raises(Conflict) as refused:
        inboxes.webhook()

    assert refused.value.extra["rule"] == "limit"
    Inboxes(house, new_merchant()).webhook()
    inboxes.remove(inbox=made[0].id)
    inboxes.webhook()


@pytest.mark.parametrize(("there", "fits"), [(MOST - 1, False), (MOST - 2, True)])
def test_two_made_at_once_do_not_pass_the_limit_together(
    inboxes: Inboxes, stage: Stage, there: int, fits: bool
) -> None:
    for _ in range(there):
        inboxes.webhook()

    with stage.dynamodb.just_before("TransactWriteItems", inboxes.webhook):
        if fits:
            inboxes.webhook()
        else:
            with pytest.raises(Conflict):
                inboxes.webhook()

    assert len(inboxes.all()) == MOST


def test_inboxes_from_before_they_were_counted_count(inboxes: Inboxes, stage: Stage) -> None:
    for _ in range(MOST - 1):
        inboxes.webhook()
    mark = keys.inboxes_made(inboxes.desk)
    stage.dynamodb.delete_item(
        TableName=mark.table, Key={"pk": {"S": mark.pk}, "sk": {"S": mark.sk}}
    )
    inboxes.webhook()

    with pytest.raises(Conflict):
        inboxes.webhook()


def by_key(house: House, key: str) -> tuple[Desk, Inbox]:
    with guard.scope(front=True):
        return house.inboxes.by_key(key)


def test_a_key_leads_to_its_merchant_s_inbox_until_it_is_removed(
    inboxes: Inboxes, house: House
) -> None:
    made, _ = inboxes.webhook()
    desk, found = by_key(house, made.key)
    assert (desk.merchant, found.id) == (inboxes.desk.merchant, made.id)

    inboxes.remove(inbox=made.id)

    for gone in (lambda: by_key(house, made.key), lambda: inboxes.get(inbox=made.id)):
        with pytest.raises(NotFound):
            gone()
    with pytest.raises(NotFound):
        inboxes.remove(inbox=made.id)
    assert inboxes.all() == []


def test_another_merchant_s_inbox_is_not_there(
    inboxes: Inboxes, house: House, new_merchant: NewMerchant
) -> None:
    made, _ = inboxes.webhook()
    other = Inboxes(house, new_merchant())

    for what in ("get", "remove", "renew_secret", "end_old_secret"):
        with pytest.raises(NotFound):
            getattr(other, what)(inbox=made.id)
    assert other.all() == []
    assert inboxes.get(inbox=made.id) == made


WRONG = [
    ("webhook", {"title": "x"}, "/settings", "additionalProperties"),
    ("email", {"url": URL}, "/settings", "additionalProperties"),
    ("form", {"fields": [{"id": "a", "label": "A"}]}, "/settings/fields/0/kind", "required"),
    ("webhook", {"window": {"hours": 0}}, "/settings/window/hours", "minimum"),
    *(
        ("webhook", {"url": url}, "/settings/url", "destination")
        for url in (
            "http://shop.example/hook",
            "https://127.0.0.1/hook",
            "https://[::1]/hook",
            "https://localhost/hook",
            "https://desk.internal/hook",
            "https://a:b@shop.example/hook",
            "https://shop.example:8443/hook",
        )
    ),
]


@pytest.mark.parametrize(("channel", "settings", "pointer", "rule"), WRONG)
def test_settings_are_refused_by_their_place_in_what_was_sent(
    inboxes: Inboxes, channel: str, settings: dict[str, Any], pointer: str, rule: str
) -> None:
    made, _ = inboxes.make(channel=channel, name="Shop", settings={})
    before = inboxes.audited()
    attempts: list[Callable[[], Any]] = [
        lambda: inboxes.make(channel=channel, name="Shop", settings=settings),
        lambda: inboxes.change(inbox=made.id, version=1, values={"settings": settings}),
    ]
    for attempt in attempts:
        with pytest.raises(Invalid) as refused:
            attempt()
        assert refused.value.extra == {"pointer": pointer, "rule": rule}

    assert (inboxes.all(), inboxes.audited()) == ([made], before)


def test_settings_are_replaced_as_a_whole_and_the_rest_stays(inboxes: Inboxes) -> None:
    made, _ = inboxes.webhook(url=URL, bot=False)
    changed = inboxes.change(inbox=made.id, version=1, values={"settings": {"bot": True}})

    assert changed.settings == {"bot": True}
    assert (changed.name, changed.secrets, changed.key) == (made.name, made.secrets, made.key)


def test_an_inbox_that_was_given_up_is_switched_on_again_by_its_people(inboxes: Inboxes) -> None:
    made, _ = inboxes.webhook()
    inboxes.disable(inbox=made, why="gone")
    held = inboxes.get(inbox=made.id)
    assert (held.state, held.why) == (State.DISABLED, "gone")

    on = inboxes.change(inbox=made.id, version=2, values={"state": "on"})

    assert (on.state, on.why) == (State.ON, "")


def test_a_new_secret_stands_beside_the_old_for_a_day(
    inboxes: Inboxes, clock: MovableClock
) -> None:
    made, first = inboxes.webhook()
    renewed, second = inboxes.renew_secret(inbox=made.id)
    held = inboxes.get(inbox=made.id)

    assert held == renewed
    assert held.standing(clock()) == [second, first]
    clock.advance(OVERLAP.total_seconds())
    assert held.standing(clock()) == [second]


def test_the_old_secret_ends_at_once_by_a_person_s_word(
    inboxes: Inboxes, clock: MovableClock
) -> None:
    made, _ = inboxes.webhook()
    _, second = inboxes.renew_secret(inbox=made.id)
    ended = inboxes.end_old_secret(inbox=made.id)

    assert ended == inboxes.get(inbox=made.id)
    assert ended.standing(clock()) == [second]


@pytest.mark.parametrize("channel", ["form", "email"])
def test_only_a_webhook_has_secrets(inboxes: Inboxes, channel: str) -> None:
    made, secret = inboxes.make(channel=channel, name="Shop", settings={})

    assert secret == ""
    for what in ("renew_secret", "end_old_secret"):
        with pytest.raises(Conflict) as refused:
            getattr(inboxes, what)(inbox=made.id)
        assert refused.value.extra["rule"] == "channel"
