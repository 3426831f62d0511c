"""Items as a stream delivers them: binary values come as base 64 text, anywhere else as bytes."""

import base64
from collections.abc import Mapping
from typing import Any, TypeVar

from chalicelib.table.items import Item

Kind = TypeVar("Kind", bound=Item)


def _value(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"B": base64.b64decode(value["B"])} if "B" in value else value


def item_of(model: type[Kind], image: Mapping[str, Any]) -> Kind:
    """The item that a record's NewImage or OldImage shows."""
    return model.from_raw_data({name: _value(value) for name, value in image.items()})
