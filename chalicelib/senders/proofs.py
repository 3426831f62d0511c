"""Proof of a domain by SES: it is given the private half of a key, and looks for the public one in the DNS.

One record, and it names one claim: the key is made for it, goes to SES and is kept nowhere else. An
identity of SES belongs to the whole account, so what stands there under a name is judged by its selector.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from botocore.exceptions import ClientError, HTTPClientError

from chalicelib.core.errors import Conflict, Unavailable
from chalicelib.senders.model import SELECTOR, Seen

_ABSENT, _THERE = "NotFoundException", "AlreadyExistsException"
_LATER = frozenset(
    {
        *("TooManyRequestsException", "LimitExceededException", "ThrottlingException"),
        *("ConcurrentModificationException", "InternalFailure", "ServiceUnavailable"),
    }
)


class Proofs(Protocol):
    def begin(self, name: str, selector: str, private: str) -> None: ...

    def see(self, name: str) -> Seen | None: ...

    def forget(self, name: str) -> None: ...


class SesProofs:
    """`client` makes an SES v2 client when the first is needed."""

    def __init__(self, *, client: Callable[[], Any]) -> None:
        self._client = client

    def begin(self, name: str, selector: str, private: str) -> None:
        """What was left of an earlier claim gives way; what is not ours does not, and stays unproved."""
        with _told():
            try:
                self._create(name, selector, private)
            except ClientError as error:
                if _code(error) != _THERE:
                    raise
                self._replace(name, selector, private)

    def _replace(self, name: str, selector: str, private: str) -> None:
        seen = self.see(name)
        if seen is not None and seen.selector == selector:
            return  # an answer of before was lost
        if seen is not None and not seen.selector.startswith(SELECTOR):
            raise Conflict("This domain is in use elsewhere.", rule="taken")
        self.forget(name)
        self._create(name, selector, private)

    def _create(self, name: str, selector: str, private: str) -> None:
        key = {"DomainSigningSelector": selector, "DomainSigningPrivateKey": private}
        self._client().create_email_identity(EmailIdentity=name, DkimSigningAttributes=key)

    def see(self, name: str) -> Seen | None:
        """None where SES knows nothing of it."""
        with _told():
            try:
                found = self._client().get_email_identity(EmailIdentity=name)
            except ClientError as error:
                if _code(error) == _ABSENT:
                    return None
                raise
        signing = found.get("DkimAttributes", {})
        (selector, *_) = signing.get("Tokens") or [""]
        sends = bool(found.get("VerifiedForSendingStatus"))
        return Seen(signing.get("Status", ""), selector, sends)

    def forget(self, name: str) -> None:
        with _told():
            try:
                self._client().delete_email_identity(EmailIdentity=name)
            except ClientError as error:
                if _code(error) != _ABSENT:
                    raise


def _code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])


@contextmanager
def _told() -> Iterator[None]:
    """What is for now says so; everything else is a fault of ours."""
    try:
        yield
    except ClientError as error:
        if _code(error) not in _LATER:
            raise
        raise Unavailable("The mail service cannot be asked just now.", retry_after=60) from error
    except HTTPClientError as error:
        raise Unavailable("The mail service cannot be asked just now.", retry_after=60) from error
