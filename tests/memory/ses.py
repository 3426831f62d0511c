"""SES's identities, as far as the product proves domains by them, beside a DNS of names and texts.

A domain with a key of its own is verified while the DNS holds the public half at its selector. It belongs
to the account: whoever asks for it a second time is told that it is there.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_private_key,
)

from tests.memory.dynamodb import Refusal
from tests.memory.services import Answers, performed


@dataclass
class Identity:
    selector: str
    text: str  # of the record that proves it
    was_seen: bool = False


@dataclass
class Ses:
    """`trouble`: what the next call is refused with."""

    dns: dict[str, str] = field(default_factory=dict)
    identities: dict[str, Identity] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)

    def clear(self) -> None:
        for kept in (self.dns, self.identities, self.trouble):
            kept.clear()

    def publish(self, record: Mapping[str, str]) -> None:
        """As its holder does: into the DNS, by what they were shown."""
        self.dns[record["host"]] = record["value"]

    def perform(self, operation: str, params: Mapping[str, Any]) -> dict[str, Any]:
        if self.trouble:
            raise Refusal(self.trouble.pop(0), "")
        known: Answers = {
            "CreateEmailIdentity": self._create,
            "GetEmailIdentity": self._get,
            "DeleteEmailIdentity": self._delete,
        }
        return performed(known, "SES", operation, params)

    def _create(self, params: Mapping[str, Any]) -> dict[str, Any]:
        name, key = params["EmailIdentity"], params["DkimSigningAttributes"]
        if name in self.identities:
            raise Refusal("AlreadyExistsException", name)
        text = f"p={_public(key['DomainSigningPrivateKey'])}"
        self.identities[name] = Identity(key["DomainSigningSelector"], text)
        return self._told(name)

    def _get(self, params: Mapping[str, Any]) -> dict[str, Any]:
        if params["EmailIdentity"] not in self.identities:
            raise Refusal("NotFoundException", "", status=404)
        return self._told(params["EmailIdentity"])

    def _delete(self, params: Mapping[str, Any]) -> dict[str, Any]:
        if self.identities.pop(params["EmailIdentity"], None) is None:
            raise Refusal("NotFoundException", "", status=404)
        return {}

    def _told(self, name: str) -> dict[str, Any]:
        held = self.identities[name]
        seen = self.dns.get(f"{held.selector}._domainkey.{name}") == held.text
        held.was_seen = held.was_seen or seen
        status = "SUCCESS" if seen else "FAILED" if held.was_seen else "PENDING"
        signing = {
            "Status": status,
            "Tokens": [held.selector],
            "SigningAttributesOrigin": "EXTERNAL",
        }
        return {"VerifiedForSendingStatus": seen, "DkimAttributes": signing}


def _public(private: str) -> str:
    key = load_der_private_key(base64.b64decode(private), None)
    text = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(text).decode()
