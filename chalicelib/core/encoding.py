"""JSON as it goes out: msgspec writes it in a fraction of the time that the standard library takes."""

from msgspec.json import Encoder

to_json = Encoder().encode
