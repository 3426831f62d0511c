"""What a room's model is made of: frozen values, equal by what they hold.

They are msgspec's structs. A dataclass does the same and is compiled from text, member by member, whenever it is
defined: with some fifty of them that was a third of what a function's start cost beyond botocore's; and a frozen
one sets each of its fields through a call of its own whenever one is made. What is counted up in one place, and
is no value, is a plain `Struct`.
"""

from msgspec import Struct, field
from msgspec.structs import asdict, fields, replace

__all__ = ["Struct", "Value", "asdict", "field", "fields", "replace"]


class Value(Struct, frozen=True):
    """`class Head(Value, frozen=True)`: said again, so that type checkers hold it too."""
