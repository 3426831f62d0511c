"""The key of a claim: its private half goes to SES, its public half into the DNS."""

import base64

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from chalicelib.core.values import Value

BITS = 2048  # the most that SES takes


class Pair(Value, frozen=True):
    """Both in base 64, as SES and the DNS take them."""

    private: str
    public: str


def new_pair() -> Pair:
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return Pair(base64.b64encode(private).decode(), base64.b64encode(public).decode())
