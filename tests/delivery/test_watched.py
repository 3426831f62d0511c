"""The watch over what is stored sees what goes to AWS in memory as well."""

from chalicelib.table import keys
from chalicelib.table.keys import Bucket, Key
from tests.delivery.cloud import standing
from tests.desk.canaries import WATCH
from tests.desk.standing import desk_of


def test_an_address_in_the_clear_is_seen() -> None:
    with standing() as cloud:
        desk = desk_of(cloud.merchant())
        place = Key(Bucket.FILES, keys.merchant(desk).pk + "#INDEX", "1")
        with desk.open():
            cloud.house.client("s3").put_object(
                Bucket="files", Key=keys.object_path(place), Body=b"from zhang@corp.example"
            )

    assert [found for found in WATCH.found if "@corp.example" in found]
    WATCH.found.clear()
