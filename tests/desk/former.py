"""Heads as the version before has left them: each of the customer's texts sealed by itself."""

from collections.abc import Mapping
from typing import Any

from chalicelib.conversations.items import ConversationItem
from chalicelib.conversations.sealing import OF_CUSTOMERS, OWN
from chalicelib.core.ids import MerchantId
from chalicelib.table import keys
from chalicelib.vault.seal import Place
from chalicelib.wiring import House
from tests.desk.standing import desk_of

Row = dict[str, Any]


def alone(house: House, merchant: MerchantId, row: Mapping[str, Any], **texts: str) -> Row:
    """These texts of a head's customer, as attributes of its row."""
    item = ConversationItem.from_raw_data(dict(row))
    with desk_of(merchant).open():
        return {
            name: {"B": house.vault.seal(Place(merchant, item.key, name, item.customer), text)}
            for name, text in texts.items()
        }


def apart(house: House, merchant: MerchantId, row: Mapping[str, Any], **texts: str) -> Row:
    """A head's row in the former shape."""
    kept = {name: value for name, value in row.items() if name not in (OWN, *OF_CUSTOMERS)}
    return {**kept, **alone(house, merchant, row, **texts)}


def seen_before(house: House, merchant: MerchantId, row: Mapping[str, Any]) -> dict[str, str]:
    """What the version before reads of a head."""
    item = ConversationItem.from_raw_data(dict(row))
    with desk_of(merchant).open():
        return {
            name: house.vault.open(Place(merchant, item.key, name), lies)
            for name in OF_CUSTOMERS
            if (lies := item.attribute_values.get(name))
        }


def place_of(merchant: MerchantId, conversation: str) -> tuple[str, str]:
    key = keys.conversation(desk_of(merchant), conversation)
    return key.pk, key.sk
