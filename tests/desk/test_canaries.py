"""The watch over what is stored and logged sees what it is there to see."""

import pytest

from chalicelib.core.ids import MerchantId
from chalicelib.core.observe import logger
from chalicelib.merchants.items import MerchantItem
from chalicelib.table import keys
from chalicelib.table.keys import Key
from chalicelib.wiring import House
from tests.desk.canaries import PLANTED, WATCH
from tests.desk.standing import desk_of


def seen() -> list[str]:
    found = list(WATCH.found)
    WATCH.found.clear()
    return found


@pytest.mark.parametrize("text", PLANTED)
def test_what_is_stored_in_the_clear_is_seen(house: House, merchant: MerchantId, text: str) -> None:
    """As text, as bytes, and in an object."""
    desk = desk_of(merchant)
    item = MerchantItem.at(keys.merchant(desk))
    with desk.open():
        item.update(actions=[MerchantItem.accent.set(f"x{text}")])
        assert seen()
        for before in range(3):
            item.update(actions=[MerchantItem.name.set(b"." * before + text.encode() + b"..")])
            assert seen(), before
        place = Key(keys.Bucket.FILES, keys.merchant(desk).pk + "#INDEX", "1")
        path = keys.object_path(place)
        house.client("s3").put_object(Bucket="files", Key=path, Body=f"..{text}".encode())
        assert seen()


def test_what_is_logged_in_the_clear_is_seen(house: House) -> None:
    logger.info("canary")
    assert seen()
