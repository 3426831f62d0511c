"""Customers: who arrives, by what they are known again, and what agents do with their records."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.wiring.rooms import Rooms

if TYPE_CHECKING:
    from chalicelib.customers.allowance import Allowance
    from chalicelib.customers.blocking import Blocking
    from chalicelib.customers.directory import Directory
    from chalicelib.customers.lists import Lists
    from chalicelib.customers.model import Customer
    from chalicelib.customers.profiles import Profiles
    from chalicelib.customers.recognising import Recognising
    from chalicelib.customers.records import Records
    from chalicelib.customers.registry import Registry
    from chalicelib.customers.service import CustomersService
    from chalicelib.customers.store import CustomerStore
    from chalicelib.table.desk import Desk
    from chalicelib.table.writes import Operation


class Custom(Rooms):
    @cached_property
    def customers(self) -> CustomersService:
        from chalicelib.customers.service import CustomersService

        return CustomersService(
            clock=self.clock,
            vault=self.vault,
            store=self.customer_store,
            merchants=self.merchants,
            listed=self._listed,
        )

    def _listed(self, desk: Desk, before: Customer | None, after: Customer) -> list[Operation]:
        """The list is built when somebody first says how to be reached."""
        return self._registry.following(desk, before, after, self.clock())

    @cached_property
    def customer_store(self) -> CustomerStore:
        from chalicelib.customers.store import CustomerStore

        return CustomerStore(vault=self.vault)

    @cached_property
    def _registry(self) -> Registry:
        from chalicelib.customers.registry import Registry

        return Registry(vault=self.vault)

    @cached_property
    def identities(self) -> Recognising:
        from chalicelib.customers.recognising import Recognising

        return Recognising(
            store=self.customer_store,
            registry=self._registry,
            customers=self.customers,
            clock=self.clock,
        )

    @cached_property
    def allowance(self) -> Allowance:
        from chalicelib.customers.allowance import Allowance

        return Allowance(clock=self.clock)

    @cached_property
    def _records(self) -> Records:
        from chalicelib.customers.records import Records

        return Records(store=self.customer_store, audit=self.audit)

    @cached_property
    def blocking(self) -> Blocking:
        from chalicelib.customers.blocking import Blocking

        return Blocking(records=self._records, clock=self.clock)

    @cached_property
    def profiles(self) -> Profiles:
        from chalicelib.customers.profiles import Profiles

        return Profiles(
            records=self._records,
            registry=self._registry,
            identities=self.identities,
            audit=self.audit,
            clock=self.clock,
        )

    @cached_property
    def customer_lists(self) -> Lists:
        from chalicelib.customers.lists import Lists

        return Lists(
            store=self.customer_store,
            registry=self._registry,
            cursors=self.cursors,
            audit=self.audit,
        )

    @cached_property
    def directory(self) -> Directory:
        from chalicelib.customers.directory import Directory
        from chalicelib.customers.erasure import Erasure
        from chalicelib.customers.merging import Merging

        return Directory(
            customers=self.customers,
            profiles=self.profiles,
            lists=self.customer_lists,
            merging=Merging(records=self._records),
            erasure=Erasure(
                self.clock,
                self.audit,
                self.customer_store,
                self._registry,
                self.close_customers_sockets,
            ),
        )
