"""The rooms' services, each imported when it is first asked for: a function pays for its own alone."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from chalicelib.wiring.ground import Ground

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chalicelib.access.service import AccessService
    from chalicelib.api_keys.service import ApiKeysService
    from chalicelib.assignment.store import AssignmentStore
    from chalicelib.connections.service import ConnectionsService
    from chalicelib.due.service import DueService
    from chalicelib.invitations.service import InvitationsService
    from chalicelib.links.model import Composed, Letter, Origin
    from chalicelib.links.service import LinksService
    from chalicelib.merchants.service import MerchantsService
    from chalicelib.people.service import PeopleService
    from chalicelib.signup.service import SignupService
    from chalicelib.table.desk import Desk
    from chalicelib.teams.service import TeamsService


class Rooms(Ground):
    def close_sockets(self, desk: Desk, person: str) -> None:
        """What a person has open at a desk; `live` does it, at the top of the house."""
        raise NotImplementedError

    def close_customers_sockets(self, desk: Desk, customer: str) -> None:
        raise NotImplementedError

    def bot_face(self, desk: Desk) -> dict[str, Any] | None:
        """The bot as customers meet it; a later room knows."""
        raise NotImplementedError

    @cached_property
    def merchants(self) -> MerchantsService:
        from chalicelib.merchants.service import MerchantsService
        from chalicelib.merchants.store import MerchantStore

        return MerchantsService(
            store=MerchantStore(vault=self.vault),
            audit=self.audit,
            clock=self.clock,
            desk_origin=self.config.desk_origin,
        )

    @cached_property
    def people(self) -> PeopleService:
        from chalicelib.people.service import PeopleService
        from chalicelib.people.store import PeopleStore

        return PeopleService(
            store=PeopleStore(vault=self.vault),
            merchants=self.merchants,
            audit=self.audit,
            cursors=self.cursors,
            clock=self.clock,
            close_sockets=self.close_sockets,
            presences=self._presences,
            teams=self.teams.ids,
            loads=self.loads,
        )

    @cached_property
    def links(self) -> LinksService:
        from chalicelib.links.service import LinksService
        from chalicelib.links.store import LinkStore

        return LinksService(
            store=LinkStore(vault=self.vault),
            clock=self.clock,
            mailer=self.mailer,
            desk_origin=self.config.desk_origin,
            noted=self.letter_left,
        )

    def letter_left(self, merchant: str, origin: Origin, name: str) -> None:
        """What is reported of it comes in by the channels, which stand above this."""
        raise NotImplementedError

    @cached_property
    def invitations(self) -> InvitationsService:
        from chalicelib.invitations.service import InvitationsService
        from chalicelib.invitations.store import InvitationStore

        return InvitationsService(
            store=InvitationStore(vault=self.vault),
            merchants=self.merchants,
            people=self.people,
            links=self.links,
            audit=self.audit,
            cursors=self.cursors,
            clock=self.clock,
        )

    def compose_ticket(self, letter: Letter) -> Composed | None:
        """A letter about a ticket; that room comes later in the house."""
        raise NotImplementedError

    def compose_transcript(self, letter: Letter) -> Composed | None:
        raise NotImplementedError

    def compose_reply(self, letter: Letter) -> Composed | None:
        raise NotImplementedError

    def compose_form(self, letter: Letter) -> Composed | None:
        raise NotImplementedError

    def compose_inbox(self, letter: Letter) -> Composed | None:
        raise NotImplementedError

    @cached_property
    def signup(self) -> SignupService:
        from chalicelib.links.model import Purpose
        from chalicelib.signup.service import SignupService

        return SignupService(
            merchants=self.merchants,
            people=self.people,
            links=self.links,
            invitations=self.invitations,
            composers={
                Purpose.TICKET: self.compose_ticket,
                Purpose.TRANSCRIPT: self.compose_transcript,
                Purpose.REPLY: self.compose_reply,
                Purpose.FORM: self.compose_form,
                Purpose.INBOX: self.compose_inbox,
            },
        )

    @cached_property
    def api_keys(self) -> ApiKeysService:
        from chalicelib.api_keys.service import ApiKeysService
        from chalicelib.api_keys.store import ApiKeyStore

        return ApiKeysService(
            store=ApiKeyStore(vault=self.vault),
            audit=self.audit,
            cursors=self.cursors,
            clock=self.clock,
            close_sockets=self.close_sockets,
        )

    @cached_property
    def access(self) -> AccessService:
        from chalicelib.access.service import AccessService
        from chalicelib.access.store import AccessStore

        return AccessService(
            store=AccessStore(),
            merchants=self.merchants,
            people=self.people,
            api_keys=self.api_keys,
            invitations=self.invitations,
            signup=self.signup,
            clock=self.clock,
            socket_url=self.config.socket_url,
            close_sockets=self.close_sockets,
        )

    @cached_property
    def connections(self) -> ConnectionsService:
        from chalicelib.connections.service import ConnectionsService
        from chalicelib.connections.store import ConnectionStore

        store = ConnectionStore(vault=self.vault, clock=self.clock)
        return ConnectionsService(clock=self.clock, store=store)

    @cached_property
    def teams(self) -> TeamsService:
        from chalicelib.teams.service import TeamsService
        from chalicelib.teams.store import TeamStore

        return TeamsService(store=TeamStore(vault=self.vault), audit=self.audit, clock=self.clock)

    @cached_property
    def due(self) -> DueService:
        from chalicelib.due.service import DueService
        from chalicelib.due.store import DueStore

        return DueService(store=DueStore(), clock=self.clock)

    @cached_property
    def assignment_store(self) -> AssignmentStore:
        from chalicelib.assignment.store import AssignmentStore

        return AssignmentStore()

    def loads(self, people: Iterable[str]) -> dict[str, int]:
        return {who: held.load for who, held in self.assignment_store.workloads(people).items()}

    def _presences(self, desk: Desk) -> dict[str, str]:
        return {each.id: str(each.presence) for each in self.connections.colleagues(desk)}
