"""How the table's answers are read from JSON: as botocore does it, but for the values of items."""

from typing import Any

from botocore.parsers import JSONParser, ResponseParserFactory

# What JSON holds of these is the value itself.
PLAIN = frozenset({"S", "N", "BOOL", "NULL", "SS", "NS"})


class TableParser(JSONParser):  # type: ignore[misc]  # botocore tells no types
    """Botocore asks each value of an item for all the ten kinds that there are; it is of one."""

    def _handle_structure(self, shape: Any, value: Any) -> Any:
        if shape.name == "AttributeValue" and value:
            kind, held = next(iter(value.items()))
            if kind in PLAIN:
                return value
            if kind == "B":
                return {"B": self._blob_parser(held)}
        return super()._handle_structure(shape, value)


class TableParsers(ResponseParserFactory):  # type: ignore[misc]
    """For the tables' client alone."""

    def create_parser(self, protocol_name: str) -> Any:
        if protocol_name != "json":
            return super().create_parser(protocol_name)
        return TableParser(**self._defaults)
