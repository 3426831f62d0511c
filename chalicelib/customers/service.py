"""Visitors arrive and are known again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from chalicelib.core import signed
from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.clock import Clock, from_wire, to_wire
from chalicelib.core.errors import Busy, Forbidden, Unauthenticated
from chalicelib.core.ids import ConversationId, CustomerId, MerchantId, is_id, new_id
from chalicelib.core.values import Value, replace
from chalicelib.customers.model import (
    RENEWABLE_FOR,
    TOKEN_LIFE,
    Customer,
    bearer_of,
    ensure_not_blocked,
    grant_claims,
    grant_stands,
    token_claims,
)
from chalicelib.customers.store import CustomerStore
from chalicelib.merchants.service import MerchantsService
from chalicelib.table import writes
from chalicelib.table.desk import Desk
from chalicelib.vault.data_keys import MissingKey
from chalicelib.vault.seal import Vault

ATTEMPTS = 4


class Visit(Value, frozen=True):
    """Who has just arrived, and what they show from now on."""

    desk: Desk
    customer: Customer
    token: str
    expires_at: datetime
    renew_until: datetime

    def wire(self) -> dict[str, Any]:
        return {
            "token": self.token,
            "expires_at": to_wire(self.expires_at),
            "renew_until": to_wire(self.renew_until),
            "visitor": self.customer.id,
        }


class CustomersService:
    def __init__(
        self,
        *,
        clock: Clock,
        vault: Vault,
        store: CustomerStore,
        merchants: MerchantsService,
        listed: Callable[[Desk, Customer | None, Customer], list[writes.Operation]],
    ) -> None:
        """`listed`: what a record's address, as it was and is now, changes in the list to find it by."""
        self._clock = clock
        self._vault = vault
        self._store = store
        self._merchants = merchants
        self._listed = listed

    def grant(self, *, widget_key: str, origin: str) -> dict[str, Any]:
        """What a page of an allowed origin needs to show the widget."""
        merchant_id, widget = self._merchants.widget_by_key(widget_key)
        if origin not in widget.allowed_origins:
            raise Forbidden("This page's origin is not among the widget's allowed origins.")
        desk = _front_desk(merchant_id)
        with desk.open(front=True):
            claims = grant_claims(widget_key, origin, self._clock())
            return {"grant": signed.sign(self._secret(merchant_id), claims), **self.looks(desk)}

    def looks(self, desk: Desk) -> dict[str, Any]:
        merchant = self._merchants.merchant(desk)
        return {
            "merchant": {"name": merchant.name},
            "branding": {"accent": merchant.accent},
            "greeting": merchant.greeting,
            "locale": merchant.locale,
        }

    def visit(
        self,
        *,
        widget_key: str,
        grant: str,
        token: str = "",
        name: str = "",
        email: str = "",
        locale: str = "",
    ) -> Visit:
        """A new visitor, or the earlier one that a token still proves."""
        merchant_id, _ = self._merchants.widget_by_key(widget_key)
        desk = _front_desk(merchant_id)
        with desk.open(front=True):
            now = self._clock()
            secret = self._secret(merchant_id)
            claims = signed.verify(secret, grant)
            if claims is None or not grant_stands(claims, widget_key, now):
                raise Forbidden("The grant is not one of this widget, or has expired.")
            known = bearer_of(signed.verify(secret, token) if token else None, now, until="r")
            customer = self._store.get(desk, known) if known else None
            if customer is None or customer.erased_at:
                newcomer = self.newcomer(desk, name=name, email=email, locale=locale)
                customer = self._arrive(desk, replace(newcomer, origin=claims["o"]))
            return self._admitted(desk, customer, now)

    def _arrive(self, desk: Desk, customer: Customer) -> Customer:
        """The key first: a key, or a place in a list, without its customer harms nobody."""
        writes.create(self._store.creating_key(desk, customer.id).item)
        for listing in self._listed(desk, None, customer) if customer.email else ():
            writes.create(listing.item)
        self._store.create(desk, customer)
        return customer

    def adding(
        self, desk: Desk, *, email: str, name: str = "", locale: str = ""
    ) -> tuple[Customer, list[writes.Operation]]:
        """Somebody who has not come by themselves, in the transaction that tells of them."""
        customer = self.newcomer(desk, name=name, email=email, locale=locale)
        key = self._store.creating_key(desk, customer.id)
        listing = self._listed(desk, None, customer)
        return customer, [key, self._store.creating(desk, customer), *listing]

    def newcomer(
        self, desk: Desk, *, name: str = "", email: str = "", locale: str = ""
    ) -> Customer:
        """Somebody whom nobody knows yet; stored by whoever asks."""
        return Customer(
            id=CustomerId(new_id()),
            name=name,
            email=email.lower(),
            version=1,
            current=None,
            locale=locale or self._merchants.merchant(desk).locale,
            # Times are kept to the millisecond.
            created_at=from_wire(to_wire(self._clock())),
        )

    def _admitted(self, desk: Desk, customer: Customer, now: datetime) -> Visit:
        token = signed.sign(
            self._secret(desk.merchant), token_claims(desk.merchant, customer.id, now)
        )
        caller = Caller(kind=CallerKind.VISITOR, id=customer.id)
        return Visit(
            desk=Desk(merchant=desk.merchant, caller=caller),
            customer=customer,
            token=token,
            expires_at=now + TOKEN_LIFE,
            renew_until=now + RENEWABLE_FOR,
        )

    def admit(self, token: str, *, address: str = "", correlation: str = "") -> Desk:
        """The desk of the visitor who holds this token."""
        merchant = str(signed.peek(token).get("m", ""))
        if not is_id(merchant):
            raise Unauthenticated("The token is not valid.")
        desk = _front_desk(MerchantId(merchant))
        with desk.open():
            try:
                claims = signed.verify(self._secret(merchant), token)
            except MissingKey:
                claims = None
            customer = bearer_of(claims, self._clock())
        if customer is None:
            raise Unauthenticated("The token is not valid any more.")
        caller = Caller(kind=CallerKind.VISITOR, id=customer)
        return Desk(
            merchant=desk.merchant,
            caller=caller,
            address=address,
            correlation=correlation or new_id(),
        )

    def who_calls(self, desk: Desk) -> Customer:
        """The visitor's own record, read by themselves: nothing to audit."""
        known = self._store.get(desk, desk.caller.id, consistent=True)
        if known.erased_at:
            raise Unauthenticated("The visit has ended; begin a new one.")
        return known

    def introduce(self, desk: Desk, *, email: str, name: str = "") -> Customer:
        """The visitor says how to be reached, and who they are."""
        for _ in range(ATTEMPTS):
            known = self.who_calls(desk)
            ensure_not_blocked(known)
            told = replace(known, email=email.lower(), name=name or known.name)
            if told == known:
                return known
            listed = self._listed(desk, known, told)
            try:
                writes.transact(self._store.changing(desk, known, told), *listed)
            except (writes.ConditionFailed, writes.Contended):
                continue
            return self.who_calls(desk)
        raise Busy("Many write here at once; try again.", retry_after=1)

    def starting(
        self, desk: Desk, customer: Customer, conversation: ConversationId
    ) -> writes.Change:
        """For the transaction that begins a conversation: it becomes the customer's current one."""
        return self._store.starting(desk, customer, conversation)

    def known(self, desk: Desk, *, customer_id: str, consistent: bool = False) -> Customer:
        """For the desk's own work, such as a letter: the record is shown to nobody."""
        return self._store.get(desk, customer_id, consistent=consistent)

    def _secret(self, merchant: str) -> bytes:
        return self._vault.secret(merchant, "visitor")


def _front_desk(merchant: MerchantId) -> Desk:
    return Desk(merchant=merchant, caller=Caller(kind=CallerKind.SYSTEM, id="front"))
