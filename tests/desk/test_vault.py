"""What is sealed opens where it lies, for its owner, and nowhere else."""

from typing import Any

import pytest

from chalicelib.core.ids import MerchantId
from chalicelib.core.values import replace
from chalicelib.table import guard, keys
from chalicelib.table.keys import Table
from chalicelib.vault.data_keys import DataKeys, MissingKey
from chalicelib.vault.seal import Place, Unsealable, Vault
from chalicelib.wiring import House
from tests.desk.standing import NewMerchant, desk_of, unguarded


def place_of(merchant: MerchantId, attribute: str = "name") -> Place:
    return Place(merchant, keys.merchant(desk_of(merchant)), attribute)


def test_what_was_sealed_opens_at_its_place(house: House, merchant: MerchantId) -> None:
    place = place_of(merchant)

    with desk_of(merchant).open():
        assert house.vault.open(place, house.vault.seal(place, "青竹里 🍵")) == "青竹里 🍵"


def test_the_same_text_never_looks_the_same(house: House, merchant: MerchantId) -> None:
    with desk_of(merchant).open():
        blobs = {house.vault.seal(place_of(merchant), "x") for _ in range(50)}

    assert len(blobs) == 50


@pytest.mark.parametrize("moved", ["attribute", "sk", "pk", "table"])
def test_moved_anywhere_else_it_fails_to_open(
    house: House, merchant: MerchantId, moved: str
) -> None:
    place = place_of(merchant)
    other = {
        "attribute": replace(place, attribute="greeting"),
        "sk": replace(place, key=replace(place.key, sk="WIDGET")),
        "pk": replace(place, key=replace(place.key, pk=place.key.pk + "#AUDIT")),
        "table": replace(place, key=replace(place.key, table=Table.DESK)),
    }[moved]

    with desk_of(merchant).open():
        blob = house.vault.seal(place, "secret")
        with pytest.raises(Unsealable):
            house.vault.open(other, blob)


def test_two_values_swapped_in_the_table_fail_to_open(
    house: House, new_merchant: NewMerchant, dynamodb: Any
) -> None:
    one, two = new_merchant(), new_merchant()
    found = [
        dynamodb.get_item(TableName="ledger", Key=_key(merchant))["Item"] for merchant in (one, two)
    ]
    for merchant, other in zip((one, two), reversed(found), strict=True):
        dynamodb.update_item(
            TableName="ledger",
            Key=_key(merchant),
            UpdateExpression="SET #n = :n",
            ExpressionAttributeNames={"#n": "name"},
            ExpressionAttributeValues={":n": other["name"]},
        )

    for merchant in (one, two):
        with desk_of(merchant).open(), pytest.raises(Unsealable):
            house.merchants.merchant(desk_of(merchant))


def _key(merchant: MerchantId) -> dict[str, Any]:
    key = keys.merchant(desk_of(merchant))
    return {"pk": {"S": key.pk}, "sk": {"S": key.sk}}


def test_one_merchants_value_does_not_open_for_another(
    house: House, new_merchant: NewMerchant
) -> None:
    one, two = new_merchant(), new_merchant()
    place = place_of(one)
    with desk_of(one).open():
        blob = house.vault.seal(place, "secret")

    with desk_of(two).open(), pytest.raises(Unsealable):
        house.vault.open(replace(place, owner=two), blob)


@pytest.mark.parametrize("at", [0, 4, 5, 17, -1])
def test_every_byte_is_held(house: House, merchant: MerchantId, at: int) -> None:
    """Version, epoch, nonce, text and tag; a blob cannot be set back to another epoch's key."""
    place = place_of(merchant)
    with desk_of(merchant).open():
        blob = bytearray(house.vault.seal(place, "secret"))
        blob[at] ^= 1
        with pytest.raises((Unsealable, MissingKey)):
            house.vault.open(place, bytes(blob))


def test_a_short_blob_is_no_blob(house: House, merchant: MerchantId) -> None:
    with desk_of(merchant).open(), pytest.raises(Unsealable):
        house.vault.open(place_of(merchant), b"\x01")


def test_a_value_of_an_older_epoch_opens_and_does_not_pass_for_a_newer(house: House) -> None:
    class TwoEpochs(DataKeys):
        def __init__(self) -> None:
            self.epoch = 1

        def current_epoch(self, owner: str) -> int:
            return self.epoch

        def get(self, owner: str, epoch: int) -> bytes:
            return bytes([epoch]) * 32

    known = TwoEpochs()
    vault = Vault(known)
    place = place_of(MerchantId("0" * 26))
    older = vault.seal(place, "secret")
    known.epoch = 2
    newer = vault.seal(place, "secret")

    assert vault.open(place, older) == vault.open(place, newer) == "secret"
    with pytest.raises(Unsealable):
        vault.open(place, older[:1] + newer[1:5] + older[5:])
    with pytest.raises(Unsealable):  # even where two owners had the same key
        vault.open(replace(place, owner="1" * 26), newer)


def test_kms_unwraps_no_key_under_another_merchants_name(
    house: House, new_merchant: NewMerchant, dynamodb: Any
) -> None:
    one, two = new_merchant(), new_merchant()
    stored, stolen = (keys.data_key(desk_of(merchant), "field", 1) for merchant in (one, two))
    wrapped = dynamodb.get_item(
        TableName="keys", Key={"pk": {"S": stored.pk}, "sk": {"S": stored.sk}}
    )["Item"]
    dynamodb.put_item(
        TableName="keys", Item=wrapped | {"pk": {"S": stolen.pk}, "sk": {"S": stolen.sk}}
    )
    kms = unguarded("kms")
    fresh = DataKeys(kms=lambda: kms, key_arn=house.config.key_arn, clock=house.clock)

    with desk_of(two).open(), pytest.raises(kms.exceptions.InvalidCiphertextException):
        fresh.get(two, 1)


def test_a_destroyed_key_shreds_what_it_sealed(
    house: House, merchant: MerchantId, dynamodb: Any
) -> None:
    key = keys.data_key(desk_of(merchant), "field", 1)
    dynamodb.delete_item(TableName="keys", Key={"pk": {"S": key.pk}, "sk": {"S": key.sk}})
    fresh = DataKeys(
        kms=lambda: house.client("kms"), key_arn=house.config.key_arn, clock=house.clock
    )

    with desk_of(merchant).open(), pytest.raises(MissingKey):
        fresh.get(merchant, 1)


def test_a_first_key_is_made_once(house: House, merchant: MerchantId) -> None:
    with desk_of(merchant).open():
        place = place_of(merchant)
        blob = house.vault.seal(place, "secret")
        house.vault.create(merchant)
        fresh = Vault(
            DataKeys(
                kms=lambda: house.client("kms"), key_arn=house.config.key_arn, clock=house.clock
            )
        )
        assert fresh.open(place, blob) == "secret"


def test_cached_keys_are_asked_for_again_after_a_while(house: House, merchant: MerchantId) -> None:
    ticks, asked = [0.0], []

    def kms() -> Any:
        asked.append(1)
        return house.client("kms")

    known = DataKeys(
        kms=kms, key_arn=house.config.key_arn, clock=house.clock, ticks=lambda: ticks[0]
    )
    with desk_of(merchant).open():
        first = known.get(merchant, 1)
        assert known.get(merchant, 1) == first
        assert len(asked) == 1
        ticks[0] = 301
        assert known.get(merchant, 1) == first
    assert len(asked) == 2


def test_look_ups_are_equal_for_equals_and_differ_by_owner_and_purpose(
    house: House, new_merchant: NewMerchant
) -> None:
    one, two = new_merchant(), new_merchant()
    found = []
    for merchant in (one, two):
        with desk_of(merchant).open():
            for purpose in ("mail", "phone"):
                first = house.vault.lookup(merchant, purpose, "a@b.example")
                assert house.vault.lookup(merchant, purpose, "a@b.example") == first
                found.append(first)

    assert len(set(found)) == 4


def test_the_platforms_key_comes_into_being_by_itself(house: House) -> None:
    with guard.scope(front=True):
        assert len(house.vault.lookup(keys.PLATFORM, "mail", "a@b.example")) == 40
