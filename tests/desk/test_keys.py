"""Keys that change, end or cannot be reached while people write."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from chalicelib.conversations.service import Words
from chalicelib.core.errors import Busy, Conflict, Unavailable
from chalicelib.core.ids import MerchantId, new_id, new_sending_session
from chalicelib.customers.model import RECOVERABLE_FOR
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.vault.customer_keys import CACHE_SECONDS as CUSTOMERS_SECONDS
from chalicelib.vault.customer_keys import Erased
from chalicelib.vault.data_keys import CACHE_SECONDS, DataKeys
from chalicelib.vault.seal import CUSTOMERS, OWNERS, Place, Unsealable, Vault
from chalicelib.wiring import House
from tests.desk.standing import NewMerchant, desk_of, unguarded
from tests.desk.test_conversations import say, stored, visitor_of
from tests.fences.template_rules import RECOVERY_DAYS


class Process:
    """Another process on the same tables: a vault with caches and a clock of its own."""

    def __init__(self, house: House) -> None:
        self.now = 0.0
        self.kms: Any = unguarded("kms")
        known = DataKeys(
            kms=lambda: self.kms,
            key_arn=house.config.key_arn,
            clock=house.clock,
            ticks=lambda: self.now,
        )
        self.vault = Vault(known, clock=house.clock)
        self.vault.customers._ticks = lambda: self.now


def epoch_of(blob: bytes) -> int:
    assert blob[0] == OWNERS
    return int.from_bytes(blob[1:5])


def rotate(house: House, desk: Desk) -> int:
    with desk.open(front=True):
        return house.merchants.rotate_key(desk)


# --- epochs


def test_a_new_epoch_is_written_under_at_once_and_the_old_ones_stay_readable(
    house: House, merchant: MerchantId
) -> None:
    visitor, session = visitor_of(house, merchant), new_sending_session()
    conversation, _ = say(house, visitor, None, Words(session, 1, "under the first"))
    for epoch in (2, 3):
        assert rotate(house, desk_of(merchant)) == epoch
        say(house, visitor, conversation, Words(session, epoch, f"under {epoch}"))

    texts = [text for _, text in stored(house, visitor, conversation)]
    assert texts == ["under the first", "under 2", "under 3"]
    with visitor.open():
        assert epoch_of(house.vault.seal(Place(merchant, keys.merchant(visitor), "x"), "x")) == 3


def test_two_processes_that_learn_of_it_late_lose_nothing(
    house: House, merchant: MerchantId
) -> None:
    """One goes on under the old epoch, as long as it keeps keys; each reads what the other wrote."""
    early, late = Process(house), Process(house)
    desk = desk_of(merchant)
    place = Place(merchant, keys.merchant(desk), "name")
    with desk.open():
        for process in (early, late):
            process.vault.seal(place, "warm")
    assert rotate(house, desk) == 2
    early.now = CACHE_SECONDS + 1

    with desk.open():
        new, old = early.vault.seal(place, "new"), late.vault.seal(place, "old")
        assert (epoch_of(new), epoch_of(old)) == (2, 1)
        for process in (early, late, Process(house)):
            assert (process.vault.open(place, new), process.vault.open(place, old)) == (
                "new",
                "old",
            )
        late.now = CACHE_SECONDS + 1
        assert epoch_of(late.vault.seal(place, "x")) == 2


def test_of_two_who_rotate_at_once_one_does(
    house: House, merchant: MerchantId, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, store = desk_of(merchant), house.merchants._store
    real = store.rotating_key

    def slower(_: Desk) -> Any:
        made = real(desk)
        monkeypatch.undo()
        rotate(house, desk)
        return made

    monkeypatch.setattr(store, "rotating_key", slower)
    with pytest.raises(Conflict):
        rotate(house, desk)
    assert rotate(house, desk) == 3


def test_rotating_is_written_down_and_moves_no_secret_derived_from_the_first_key(
    house: House, merchant: MerchantId
) -> None:
    """Look-ups, tokens and cursors of before stand."""
    desk = desk_of(merchant)
    with desk.open():
        before = house.vault.lookup(merchant, "mail", "a@b.example")
    rotate(house, desk)
    with desk.open():
        assert Process(house).vault.lookup(merchant, "mail", "a@b.example") == before
        entry = house.merchants.audited(desk).items[0]
    assert (entry.action, entry.detail) == ("data_key.rotated", {"epoch": "2"})


# --- R10: the key service is down


class Down:
    """A KMS that answers nobody."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def _fails(self, **_: Any) -> Any:
        raise self.error

    decrypt = generate_data_key = _fails


def refusing(code: str, status: int) -> ClientError:
    answer: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "Decrypt")


DOWN: dict[str, Callable[[], Exception]] = {
    "no connection": lambda: EndpointConnectionError(endpoint_url="kms"),
    "throttled": lambda: refusing("ThrottlingException", 400),
    "internal": lambda: refusing("KMSInternalException", 500),
    "unknown": lambda: refusing("Whatever", 503),
}


@pytest.mark.parametrize("how", DOWN)
def test_r10_without_the_key_service_reads_go_on_to_the_caches_limit_and_writes_fail_closed(
    house: House, merchant: MerchantId, dynamodb: Any, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, session = visitor_of(house, merchant), new_sending_session()
    conversation, _ = say(house, visitor, None, Words(session, 1, "before"))
    ticks = [0.0]
    monkeypatch.setattr(house.vault._keys, "_ticks", lambda: ticks[0])
    house.vault._keys._cache.clear()
    assert stored(house, visitor, conversation) == [(1, "before")]
    monkeypatch.setattr(house.vault._keys, "_kms", lambda: Down(DOWN[how]()))

    ticks[0] = CACHE_SECONDS - 1
    assert stored(house, visitor, conversation) == [(1, "before")]
    ticks[0] = CACHE_SECONDS + 1
    before = _everything(dynamodb)
    for act in (
        lambda: stored(house, visitor, conversation),
        lambda: say(house, visitor, conversation, Words(session, 2, "canary of the outage")),
        lambda: say(house, visitor, None, Words(new_sending_session(), 1, "canary")),
        lambda: visitor_of(house, merchant, "canary"),
        lambda: rotate(house, desk_of(merchant)),
    ):
        with pytest.raises(Unavailable) as refused:
            act()
        assert (refused.value.code, refused.value.status) == (Busy.code, 503)
        assert refused.value.extra["retry_after"] > 0
    assert _everything(dynamodb) == before

    monkeypatch.undo()
    say(house, visitor, conversation, Words(session, 2, "after"))
    assert [text for _, text in stored(house, visitor, conversation)] == ["before", "after"]


def _everything(dynamodb: Any) -> list[Any]:
    tables = ("desk", "ledger", "keys", "sockets")
    return [dynamodb.scan(TableName=table)["Items"] for table in tables]


def test_a_missing_right_is_a_fault_and_not_an_outage(house: House, merchant: MerchantId) -> None:
    process = Process(house)
    process.kms = Down(refusing("AccessDeniedException", 400))
    with desk_of(merchant).open(), pytest.raises(ClientError):
        process.vault.seal(Place(merchant, keys.merchant(desk_of(merchant)), "x"), "x")


# --- customers' own keys


def place_of(merchant: MerchantId, customer: str) -> Place:
    return Place(merchant, keys.customer(desk_of(merchant), customer), "name", customer)


def test_a_customers_words_are_sealed_under_their_own_key(
    house: House, merchant: MerchantId
) -> None:
    customer = new_id()
    place = place_of(merchant, customer)
    with desk_of(merchant).open():
        older = house.vault.seal(place, "before there were such keys")
        house.vault.customers.forget(merchant, customer)
        writes.create(house.vault.customers.creating(merchant, customer).item)
        newer = house.vault.seal(place, "now")
        assert (older[0], newer[0]) == (OWNERS, CUSTOMERS)
        for process in (house, Process(house)):
            assert process.vault.open(place, older) == "before there were such keys"
            assert process.vault.open(place, newer) == "now"


@pytest.mark.parametrize("moved", ["customer", "place"])
def test_under_another_customers_name_or_elsewhere_it_does_not_open(
    house: House, merchant: MerchantId, moved: str
) -> None:
    one, other = new_id(), new_id()
    with desk_of(merchant).open():
        for customer in (one, other):
            writes.create(house.vault.customers.creating(merchant, customer).item)
        blob = house.vault.seal(place_of(merchant, one), "secret")
        forged = house.vault.seal(place_of(merchant, other), "theirs")
        spoilt = forged[:17] + blob[17:] if moved == "customer" else blob
        with pytest.raises(Unsealable):
            house.vault.open(place_of(merchant, one if moved == "customer" else other), spoilt)


def test_another_merchant_has_no_such_customer(house: House, new_merchant: NewMerchant) -> None:
    mine, other, customer = new_merchant(), new_merchant(), new_id()
    with desk_of(mine).open():
        writes.create(house.vault.customers.creating(mine, customer).item)
        blob = house.vault.seal(place_of(mine, customer), "secret")
    with desk_of(other).open(), pytest.raises(Unsealable):
        house.vault.open(place_of(other, customer), blob)


def test_a_destroyed_key_ends_what_it_sealed_in_every_process_within_its_cache_time(
    house: House, merchant: MerchantId
) -> None:
    customer, early, late = new_id(), Process(house), Process(house)
    place = place_of(merchant, customer)
    with desk_of(merchant).open():
        writes.create(house.vault.customers.creating(merchant, customer).item)
        blob = early.vault.seal(place, "secret")
        assert late.vault.open(place, blob) == "secret"
        _destroy(house, merchant, customer)
        assert late.vault.open(place, blob) == "secret"
        late.now = CUSTOMERS_SECONDS + 1
        for process in (house, late, Process(house)):
            with pytest.raises(Erased):
                process.vault.open(place, blob)
        after = late.vault.seal(place, "what the desk notes afterwards")
        assert after[0] == OWNERS
        assert house.vault.open(place, after) == "what the desk notes afterwards"


def _destroy(house: House, merchant: MerchantId, customer: str) -> None:
    writes.transact(house.vault.customers.destroying(merchant, customer, house.clock()))
    house.vault.customers.forget(merchant, customer)


def test_a_customer_without_a_key_of_their_own_is_not_said_to_be_erased(
    house: House, merchant: MerchantId
) -> None:
    """From before there were such keys: nothing would end what was sealed."""
    visitor, owner = visitor_of(house, merchant), desk_of(merchant)
    with owner.open(front=True), pytest.raises(Conflict) as refused:
        house.directory.erasure.erase(owner, customer_id=visitor.caller.id)

    assert refused.value.extra["rule"] == "before_keys"
    with owner.open():
        assert house.customers.known(owner, customer_id=visitor.caller.id).name == "李娜"


def test_the_keys_table_can_be_recovered_for_as_long_as_the_receipt_says() -> None:
    assert RECOVERABLE_FOR.days == RECOVERY_DAYS["KeysTable"]
