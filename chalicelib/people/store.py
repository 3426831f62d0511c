from collections.abc import Iterable, Mapping
from datetime import datetime

from chalicelib.core.clock import to_wire
from chalicelib.core.ids import MerchantId, PersonId
from chalicelib.people.items import MailAddressItem, MemberItem, MembershipItem, PersonItem
from chalicelib.people.model import CAPACITY, Membership, Person
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.table.pages import every, query
from chalicelib.vault import passwords
from chalicelib.vault.seal import Place, Vault

NOBODY = PersonId("0" * 26)
SEALED = frozenset({"name", "email"})


class PeopleStore:
    def __init__(self, *, vault: Vault) -> None:
        self._vault = vault

    # --- persons: the platform's, beyond any merchant

    def find(self, person_id: str) -> Person | None:
        item = PersonItem.find(keys.person(person_id), consistent=True)
        return self._person(item) if item else None

    def find_many(self, person_ids: Iterable[str]) -> dict[str, Person]:
        places = [(key.pk, key.sk) for key in map(keys.person, person_ids)]
        found = PersonItem.batch_get(places) if places else ()
        people = [self._person(item) for item in found]
        return {person.id: person for person in people}

    def epoch(self, person_id: str) -> int | None:
        """What a session must carry; read without opening any seal."""
        item = PersonItem.find(keys.person(person_id), consistent=True)
        return int(item.epoch) if item else None

    def find_by_address(self, email: str) -> PersonId | None:
        held = MailAddressItem.find(keys.mail_address(self._digest(email)), consistent=True)
        return PersonId(held.person) if held else None

    def find_by_password(self, email: str, password: str) -> Person | None:
        """Does the same for an unknown address as for a known one, and takes as long."""
        person_id = self.find_by_address(email) or NOBODY
        item = PersonItem.find(keys.person(person_id), consistent=True)
        if not passwords.matches(item.password if item else None, password) or item is None:
            return None
        if passwords.outdated(item.password):
            self._rehash(item, password)
        return self._person(item)

    def creation(self, person: Person, password: str, at: datetime) -> list[writes.Operation]:
        item = PersonItem.at(
            keys.person(person.id),
            name=self._seal(person.id, "name", person.name),
            email=self._seal(person.id, "email", person.email),
            password=passwords.hashed(password),
            locale=person.locale,
            epoch=person.epoch,
            created_at=to_wire(at),
            version=person.version,
        )
        place = keys.mail_address(self._digest(person.email))
        address = MailAddressItem.at(place, person=person.id)
        return [writes.Put(item, label="person"), writes.Put(address, label="address")]

    def changing(self, person_id: str, version: int, values: Mapping[str, str]) -> writes.Change:
        lying = {
            name: self._seal(person_id, name, value) if name in SEALED else value
            for name, value in values.items()
        }
        actions = writes.setting(PersonItem, lying)
        return writes.Change(
            PersonItem.at(keys.person(person_id)),
            [*actions, PersonItem.version.add(1)],
            PersonItem.version == version,
            label="person",
        )

    def changing_password(self, person_id: str, epoch: int, password: str) -> writes.Change:
        """A new password ends every session; one ask at a time wins."""
        actions = [PersonItem.password.set(passwords.hashed(password)), PersonItem.epoch.add(1)]
        item = PersonItem.at(keys.person(person_id))
        return writes.Change(item, actions, PersonItem.epoch == epoch, label="person")

    def end_sessions(self, person_id: str) -> None:
        writes.change(PersonItem.at(keys.person(person_id)), [PersonItem.epoch.add(1)])

    # --- members: a merchant's, and the same at the person

    def membership(self, desk: Desk, person_id: str) -> Membership | None:
        item = MemberItem.find(keys.member(desk, person_id), consistent=True)
        return _member(desk.merchant, item) if item else None

    def memberships(self, person_id: str) -> list[Membership]:
        raw = every(MembershipItem, keys.membership(person_id, NOBODY))
        return [
            Membership(
                merchant=MerchantId(item.merchant),
                person=PersonId(person_id),
                role=item.role,
                version=int(item.version),
            )
            for item in map(MembershipItem.from_raw_data, raw)
        ]

    def members(
        self, desk: Desk, *, after: dict[str, str] | None, limit: int
    ) -> tuple[list[Membership], dict[str, str] | None]:
        probe = keys.member(desk, NOBODY)
        raw, last = query(MemberItem, probe.pk, prefix=keys.prefix(probe), after=after, limit=limit)
        items = map(MemberItem.from_raw_data, raw)
        return [_member(desk.merchant, item) for item in items], last

    def roster(self, desk: Desk) -> list[Membership]:
        raw = every(MemberItem, keys.member(desk, NOBODY))
        return [_member(desk.merchant, item) for item in map(MemberItem.from_raw_data, raw)]

    def joining(
        self, desk: Desk, person_id: str, role: str, at: datetime
    ) -> list[writes.Operation]:
        member = MemberItem.at(
            keys.member(desk, person_id),
            person=person_id,
            role=role,
            created_at=to_wire(at),
            version=1,
        )
        place = keys.membership(person_id, desk.merchant)
        own = MembershipItem.at(place, merchant=desk.merchant, role=role, version=1)
        return [writes.Put(member, label="member"), writes.Put(own, label="membership")]

    def changing_member(
        self, desk: Desk, held: Membership, now: Membership
    ) -> list[writes.Operation]:
        """At the person lies the role alone: teams and capacity are the merchant's to know."""
        teams = MemberItem.teams.set(set(now.teams)) if now.teams else MemberItem.teams.remove()
        member = writes.Change(
            MemberItem.at(keys.member(desk, held.person)),
            [
                MemberItem.role.set(now.role),
                teams,
                MemberItem.capacity.set(now.capacity),
                MemberItem.version.set(now.version),
            ],
            MemberItem.version == held.version,
            label="member",
        )
        if now.role == held.role:
            return [member]
        own = MembershipItem.at(keys.membership(held.person, desk.merchant))
        actions = [MembershipItem.role.set(now.role), MembershipItem.version.add(1)]
        return [member, writes.Change(own, actions, label="membership")]

    def leaving(self, desk: Desk, held: Membership) -> list[writes.Operation]:
        member = MemberItem.at(keys.member(desk, held.person))
        own = MembershipItem.at(keys.membership(held.person, desk.merchant))
        unmoved = MemberItem.version == held.version
        return [
            writes.Remove(member, unmoved, label="member"),
            writes.Remove(own, label="membership"),
        ]

    # --- seals

    def _rehash(self, item: PersonItem, password: str) -> None:
        """Only over the hash that was read: a password changed in between stays."""
        unmoved = PersonItem.password == item.password
        try:
            writes.change(item, [PersonItem.password.set(passwords.hashed(password))], unmoved)
        except writes.ConditionFailed:
            return

    def _digest(self, email: str) -> str:
        return self._vault.lookup(keys.PLATFORM, "mail", email)

    def _seal(self, person_id: str, attribute: str, text: str) -> bytes:
        place = Place(keys.PLATFORM, keys.person(person_id), attribute)
        return self._vault.seal(place, text)

    def _open(self, item: PersonItem, attribute: str) -> str:
        place = Place(keys.PLATFORM, item.key, attribute)
        return self._vault.open(place, getattr(item, attribute))

    def _person(self, item: PersonItem) -> Person:
        return Person(
            id=PersonId(keys.person_of(item.pk)),
            name=self._open(item, "name"),
            email=self._open(item, "email"),
            locale=item.locale,
            version=int(item.version),
            epoch=int(item.epoch),
        )


def _member(merchant: str, item: MemberItem) -> Membership:
    return Membership(
        merchant=MerchantId(merchant),
        person=PersonId(item.person),
        role=item.role,
        version=int(item.version),
        teams=frozenset(item.teams or ()),
        capacity=CAPACITY if item.capacity is None else item.capacity,
    )
