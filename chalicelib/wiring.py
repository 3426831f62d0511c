"""The top of the house: every service and store, built once per process and only when needed.

Doors and tests alone import this. Nothing here knows chalice.
"""

from collections.abc import Mapping
from functools import cache, cached_property, partial
from typing import Any

import botocore.config
import botocore.session

from chalicelib.access.service import AccessService
from chalicelib.access.store import AccessStore
from chalicelib.api_keys.service import ApiKeysService
from chalicelib.api_keys.store import ApiKeyStore
from chalicelib.audit.log import Audit
from chalicelib.connections.service import ConnectionsService
from chalicelib.connections.store import ConnectionStore
from chalicelib.conversations.changes import Changes
from chalicelib.conversations.mapping import Mapping as ConversationShapes
from chalicelib.conversations.reception import Reception
from chalicelib.conversations.service import ConversationsService
from chalicelib.conversations.store import ConversationStore
from chalicelib.core.clock import Clock, utc_now
from chalicelib.core.config import Config
from chalicelib.customers.service import CustomersService
from chalicelib.customers.store import CustomerStore
from chalicelib.invitations.service import InvitationsService
from chalicelib.invitations.store import InvitationStore
from chalicelib.links.service import LinksService
from chalicelib.links.store import LinkStore
from chalicelib.live.dispatch import Dispatch
from chalicelib.live.fan_out import FanOut
from chalicelib.live.gate import Gate
from chalicelib.live.push import Push
from chalicelib.live.relay import Relay
from chalicelib.mail.port import Mailer, SesMailer
from chalicelib.merchants.service import MerchantsService
from chalicelib.merchants.store import MerchantStore
from chalicelib.people.service import PeopleService
from chalicelib.people.store import PeopleStore
from chalicelib.signup.service import SignupService
from chalicelib.table import guard
from chalicelib.table.desk import Desk
from chalicelib.table.items import connect
from chalicelib.table.pages import Cursors
from chalicelib.vault.data_keys import DataKeys
from chalicelib.vault.seal import Vault

guard.install()

_TIMEOUTS = botocore.config.Config(
    connect_timeout=1, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3}
)


class House:
    def __init__(
        self,
        config: Config,
        *,
        clock: Clock = utc_now,
        mailer: Mailer | None = None,
        clients: Mapping[str, Any] | None = None,
    ) -> None:
        """Tests hand in their own clock, mailer and clients; everything else is the real thing."""
        self.config = config
        self.clock = clock
        self._mailer = mailer
        self._clients = dict(clients or {})
        connect(config)

    def client(self, service: str, *, endpoint_url: str | None = None) -> Any:
        if service not in self._clients:
            self._clients[service] = self._session.create_client(
                service,
                region_name=self.config.region,
                endpoint_url=endpoint_url,
                config=_TIMEOUTS,
            )
        return self._clients[service]

    @cached_property
    def _session(self) -> Any:
        return botocore.session.get_session()

    @cached_property
    def vault(self) -> Vault:
        return Vault(
            DataKeys(kms=lambda: self.client("kms"), key_arn=self.config.key_arn, clock=self.clock)
        )

    @cached_property
    def cursors(self) -> Cursors:
        return Cursors(lambda merchant: self.vault.secret(merchant, "cursor"))

    @cached_property
    def audit(self) -> Audit:
        return Audit(clock=self.clock, cursors=self.cursors)

    # --- rooms -----------------------------------------------------------------------------------

    @cached_property
    def merchants(self) -> MerchantsService:
        return MerchantsService(
            store=MerchantStore(vault=self.vault),
            audit=self.audit,
            clock=self.clock,
            desk_origin=self.config.desk_origin,
        )

    @cached_property
    def people(self) -> PeopleService:
        return PeopleService(
            store=PeopleStore(vault=self.vault),
            merchants=self.merchants,
            audit=self.audit,
            cursors=self.cursors,
            clock=self.clock,
            close_sockets=self._close_sockets,
            presences=self._presences,
        )

    @cached_property
    def links(self) -> LinksService:
        return LinksService(
            store=LinkStore(vault=self.vault),
            clock=self.clock,
            mailer=self.mailer,
            desk_origin=self.config.desk_origin,
        )

    @cached_property
    def invitations(self) -> InvitationsService:
        return InvitationsService(
            store=InvitationStore(vault=self.vault),
            merchants=self.merchants,
            people=self.people,
            links=self.links,
            audit=self.audit,
            cursors=self.cursors,
            clock=self.clock,
        )

    @cached_property
    def signup(self) -> SignupService:
        return SignupService(
            merchants=self.merchants,
            people=self.people,
            links=self.links,
            invitations=self.invitations,
        )

    @cached_property
    def api_keys(self) -> ApiKeysService:
        return ApiKeysService(
            store=ApiKeyStore(vault=self.vault),
            audit=self.audit,
            cursors=self.cursors,
            clock=self.clock,
            close_sockets=self._close_sockets,
        )

    @cached_property
    def access(self) -> AccessService:
        return AccessService(
            store=AccessStore(),
            merchants=self.merchants,
            people=self.people,
            api_keys=self.api_keys,
            invitations=self.invitations,
            signup=self.signup,
            clock=self.clock,
            socket_url=self.config.socket_url,
            close_sockets=self._close_sockets,
        )

    @cached_property
    def customers(self) -> CustomersService:
        return CustomersService(
            clock=self.clock,
            vault=self.vault,
            audit=self.audit,
            store=self.customer_store,
            merchants=self.merchants,
        )

    @cached_property
    def connections(self) -> ConnectionsService:
        store = ConnectionStore(vault=self.vault, clock=self.clock)
        return ConnectionsService(clock=self.clock, store=store)

    @cached_property
    def conversations(self) -> ConversationsService:
        return ConversationsService(
            clock=self.clock,
            store=self._conversation_store,
            customers=self.customers,
            name_of=self.people.name_of,
        )

    @cached_property
    def reception(self) -> Reception:
        return Reception(customers=self.customers, conversations=self.conversations)

    # --- live ------------------------------------------------------------------------------------

    @cached_property
    def push(self) -> Push:
        return Push(client=self._management, connections=self.connections)

    @cached_property
    def dispatch(self) -> Dispatch:
        return Dispatch(
            clock=self.clock,
            conversations=self.conversations,
            connections=self.connections,
            push=self.push,
        )

    @cached_property
    def fan_out(self) -> FanOut:
        return FanOut(
            changes=partial(Changes, shapes=self._shapes, store=self._conversation_store),
            connections=self.connections,
            push=self.push,
        )

    @cached_property
    def relay(self) -> Relay:
        return Relay(client=lambda: self.client("sqs"), mail_queue_url=self.config.mail_queue_url)

    @cached_property
    def gate(self) -> Gate:
        return Gate(access=self.access, customers=self.customers, origin=self.config.desk_origin)

    # --- parts -----------------------------------------------------------------------------------

    @cached_property
    def mailer(self) -> Mailer:
        return self._mailer or SesMailer(
            client=lambda: self.client("sesv2"), sender=self.config.mail_from
        )

    @cached_property
    def customer_store(self) -> CustomerStore:
        return CustomerStore(vault=self.vault)

    @cached_property
    def _shapes(self) -> ConversationShapes:
        return ConversationShapes(vault=self.vault)

    @cached_property
    def _conversation_store(self) -> ConversationStore:
        return ConversationStore(mapping=self._shapes, cursors=self.cursors)

    def _management(self) -> Any:
        return self.client("apigatewaymanagementapi", endpoint_url=self.config.socket_callback_url)

    def _close_sockets(self, desk: Desk, person: str) -> None:
        self.push.close_person(desk, person)

    def _presences(self, desk: Desk) -> dict[str, str]:
        return {each.id: str(each.presence) for each in self.connections.colleagues(desk)}


@cache
def house() -> House:
    """The process's own house, from its environment."""
    return House(Config.read())
