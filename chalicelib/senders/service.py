"""The sending domains of a merchant: claimed by one, proved by the DNS, looked at again, given back.

Whether a letter may leave under an address of a merchant's own is answered here and nowhere else.
"""

from collections.abc import Callable, Sequence

from chalicelib.audit.log import Audit
from chalicelib.core.clock import Clock, to_the_ms
from chalicelib.core.errors import Conflict, Invalid, NotFound, Refused, Stale
from chalicelib.core.ids import is_id, new_id
from chalicelib.core.values import replace
from chalicelib.due.model import Entry, Kind
from chalicelib.due.service import DueService
from chalicelib.senders.model import (
    LOOKED_AT,
    MOST,
    SELECTOR,
    Domain,
    State,
    fate,
    is_unheard,
)
from chalicelib.senders.names import domain_of, ensure_not_ours, name_of
from chalicelib.senders.pairs import Pair
from chalicelib.senders.proofs import Proofs
from chalicelib.senders.store import SenderStore
from chalicelib.table import writes
from chalicelib.table.desk import Desk


class SendersService:
    def __init__(
        self,
        *,
        store: SenderStore,
        proofs: Proofs,
        new_pair: Callable[[], Pair],
        due: DueService,
        audit: Audit,
        ours: Sequence[str],
        clock: Clock,
    ) -> None:
        """`ours`: the desk's own domains, which no merchant claims."""
        self._store = store
        self._proofs = proofs
        self._new_pair = new_pair
        self._due = due
        self._audit = audit
        self._ours = ours
        self._clock = clock

    def sender(self, desk: Desk, address: str) -> str:
        """The address, if this merchant's mail may leave under it just now; else nothing."""
        name = domain_of(address) if address else ""
        proved = (each.name for each in self._store.all(desk) if each.state is State.PROVED)
        return address if name and name in proved else ""

    def ensure_sender(self, desk: Desk, address: str) -> None:
        if not address.isascii() or not self.sender(desk, address):
            raise Invalid(
                "Mail leaves under addresses of proved domains alone.",
                pointer="/from_address",
                rule="sending_domain",
            )

    def all(self, desk: Desk) -> list[Domain]:
        return self._store.all(desk)

    def get(self, desk: Desk, *, domain: str) -> Domain:
        found = self._store.find(desk, domain) if is_id(domain) else None
        if found is None:
            raise NotFound("There is no such sending domain.")
        return found

    def add(self, desk: Desk, *, name: str) -> Domain:
        """The claim first: whoever has it is the only one that SES is asked for."""
        name = name_of(name)
        ensure_not_ours(name, self._ours)
        now, pair, id_ = to_the_ms(self._clock()), self._new_pair(), new_id()
        domain = Domain(id_, name, State.WAITING, now, _new_selector(), pair.public, now)
        held = self._store.claim(name)
        making = [*self._store.creating(desk, domain, held, now), self._later(desk, domain)]
        detail = {"domain": name}
        try:
            self._audit.write(desk, *making, action="sending_domain.added", on=id_, detail=detail)
        except writes.ConditionFailed as error:
            if "limit" in error.labels:
                limit = f"A merchant has at most {MOST} sending domains."
                raise Conflict(limit, rule="limit") from error
            raise Conflict("Somebody holds this domain.", rule="taken") from error
        try:
            self._proofs.begin(name, domain.selector, pair.private)
        except Refused:
            self._drop(desk, domain, self._store.giving_up(domain))
            raise
        return domain

    def check(self, desk: Desk, *, domain: str) -> Domain:
        """Asked anew. Of what SES has never heard, as where we fell over, it hears now: by another key."""
        held = self.get(desk, domain=domain)
        if not self._owns(held):
            return self._told(desk, held, State.LOST if held.was_proved else State.FAILED)
        seen = self._proofs.see(held.name)
        if not held.was_proved and is_unheard(held, seen):
            return self._begin_again(desk, held)
        return self._told(desk, held, fate(held, seen))

    def remove(self, desk: Desk, *, domain: str) -> None:
        """SES forgets it first: what nobody holds is not proved. What somebody else holds stays theirs."""
        held = self.get(desk, domain=domain)
        claim = self._store.claim(held.name)
        if claim is None or claim.domain != held.id:
            self._drop(desk, held)
            return
        self._proofs.forget(held.name)
        now = to_the_ms(self._clock())
        self._drop(desk, held, self._store.giving_back(held, claim, now))

    def look(self, desk: Desk, entry: Entry) -> None:
        """Its moment has come: what became of it, and when it is looked at again."""
        with desk.open(front=True):
            held = self._store.find(desk, entry.subject)
            if held is None or held.state not in LOOKED_AT or not self._owns(held):
                writes.transact(self._due.done(desk, entry))
                return
            found = fate(held, self._proofs.see(held.name))
            again = LOOKED_AT.get(found)
            if again is None:
                moving = self._due.done(desk, entry)
            else:
                moving = self._due.moved(desk, entry, at=to_the_ms(self._clock()) + again)
            self._note(desk, held, found, moving)

    def _begin_again(self, desk: Desk, held: Domain) -> Domain:
        """Its record is another one from now on."""
        now, pair = to_the_ms(self._clock()), self._new_pair()
        anew = replace(
            held,
            state=State.WAITING,
            since=now,
            selector=_new_selector(),
            public_key=pair.public,
            created_at=now,
            version=held.version + 1,
        )
        changes = [*self._store.changing(desk, anew, held.version, now), self._later(desk, anew)]
        self._write(desk, anew, *changes, action="sending_domain.begun_again")
        self._proofs.begin(anew.name, anew.selector, pair.private)
        return anew

    def _told(self, desk: Desk, held: Domain, state: State) -> Domain:
        if state is held.state:
            return held
        again = [self._later(desk, replace(held, state=state))] if state in LOOKED_AT else []
        return self._note(desk, held, state, *again)

    def _note(self, desk: Desk, held: Domain, state: State, *more: writes.Operation) -> Domain:
        """A state that has changed is written down, with whoever or whatever found it."""
        if state is held.state:
            if more:
                writes.transact(*more)
            return held
        now = to_the_ms(self._clock())
        told = replace(held, state=state, since=now, version=held.version + 1)
        owned = self._owns(held)
        changes = (
            self._store.changing(desk, told, held.version, now)
            if owned
            else [self._store.noting(desk, told, held.version)]
        )
        self._write(desk, told, *changes, *more, action=f"sending_domain.{state}")
        return told

    def _write(self, desk: Desk, domain: Domain, *changes: writes.Operation, action: str) -> None:
        detail = {"domain": domain.name}
        try:
            self._audit.write(desk, *changes, action=action, on=domain.id, detail=detail)
        except writes.ConditionFailed as error:
            if "due" in error.labels:
                raise
            raise Stale("The domain was changed in the meantime.") from error

    def _drop(self, desk: Desk, held: Domain, *claim: writes.Operation) -> None:
        leaving = [*claim, *self._store.removing(desk, held)]
        dropped = self._due.dropped(desk, kind=Kind.DOMAIN, subject=held.id)
        self._write(desk, held, *leaving, dropped, action="sending_domain.removed")

    def _later(self, desk: Desk, domain: Domain) -> writes.Operation:
        at = to_the_ms(self._clock()) + LOOKED_AT[domain.state]
        return self._due.put(desk, kind=Kind.DOMAIN, subject=domain.id, at=at)

    def _owns(self, domain: Domain) -> bool:
        claim = self._store.claim(domain.name)
        return claim is not None and claim.domain == domain.id


def _new_selector() -> str:
    return f"{SELECTOR}{new_id().lower()}"
