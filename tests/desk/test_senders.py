"""Sending domains: one merchant's each, proved by its own record alone, and never by somebody else's."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.errors import Conflict, Invalid, NotFound, Stale, Unavailable
from chalicelib.core.ids import MerchantId
from chalicelib.due.model import Entry, Kind
from chalicelib.senders import pairs
from chalicelib.senders.model import HELD, HELD_WHEN_LOST, MOST, Domain, Seen, State
from chalicelib.table import keys
from chalicelib.wiring import House
from tests.desk.standing import MovableClock, NewMerchant, Stage, desk_of
from tests.memory.ses import Identity, Ses

NAME, ADDRESS = "bamboo.example", "help@bamboo.example"


@pytest.fixture(autouse=True)
def light_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorter ones are sooner made, and prove as much here."""
    monkeypatch.setattr(pairs, "BITS", 1024)


class Senders:
    """Of one merchant, by one of its people, beside the DNS of everybody."""

    def __init__(self, stage: Stage, merchant: MerchantId) -> None:
        self.house, self.ses, self.desk = stage.house, stage.ses, desk_of(merchant)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            with self.desk.open(front=True):
                return getattr(self.house.senders, name)(self.desk, *given, **named)

        return call

    def publish(self, domain: Domain) -> None:
        self.ses.publish(domain.wire()["records"][0])

    def withdraw(self, domain: Domain) -> None:
        del self.ses.dns[domain.record.host]

    def state(self, domain: Domain) -> State:
        checked: Domain = self.check(domain=domain.id)
        assert checked == self.get(domain=domain.id)
        return checked.state

    def proved(self, name: str = NAME) -> Domain:
        made: Domain = self.add(name=name)
        self.publish(made)
        assert self.state(made) is State.PROVED
        return made

    def audited(self) -> list[str]:
        with self.desk.open():
            page = self.house.audit.page(self.desk, cursor=None, limit=50)
        return [each.action for each in reversed(page.items)][1:]

    def set_to(self, address: str) -> None:
        with self.desk.open(front=True):
            settings = {"from_address": address}
            self.house.inboxes.make(self.desk, channel="email", name="Help", settings=settings)


@pytest.fixture
def ours(fresh: Stage, merchant: MerchantId) -> Senders:
    return Senders(fresh, merchant)


@pytest.fixture
def theirs(fresh: Stage, new_merchant: NewMerchant) -> Senders:
    return Senders(fresh, new_merchant())


@pytest.fixture
def ses(fresh: Stage) -> Ses:
    return fresh.ses


def test_a_domain_is_proved_by_the_record_that_its_merchant_was_shown(ours: Senders) -> None:
    made = ours.add(name=" Bamboo.EXAMPLE. ")
    assert (made.name, ours.state(made), ours.sender(ADDRESS)) == (NAME, State.WAITING, "")

    ours.publish(made)

    assert ours.state(made) is State.PROVED
    assert ours.sender(ADDRESS) == ADDRESS
    ours.remove(domain=made.id)
    assert (ours.all(), ours.sender(ADDRESS)) == ([], "")
    assert ours.audited() == [f"sending_domain.{what}" for what in ("added", "proved", "removed")]


def test_the_private_half_of_a_key_is_kept_nowhere(ours: Senders, fresh: Stage) -> None:
    given: list[str] = []
    create = ours.house.senders._proofs.begin

    def begin(name: str, selector: str, private: str) -> None:
        given.append(private)
        create(name, selector, private)

    ours.house.senders._proofs.begin = begin  # type: ignore[method-assign]
    try:
        ours.add(name=NAME)
    finally:
        del ours.house.senders._proofs.begin

    (private,) = given
    lying = [
        str(item)
        for name in ("desk", "ledger")
        for item in fresh.dynamodb.scan(TableName=name)["Items"]
    ]
    assert lying
    assert not any(private[-64:] in item for item in lying)


@pytest.mark.parametrize("state", [State.WAITING, State.PROVED, State.LOST])
def test_what_one_merchant_holds_no_other_gets(
    ours: Senders, theirs: Senders, ses: Ses, state: State
) -> None:
    made = ours.add(name=NAME) if state is State.WAITING else ours.proved()
    if state is State.LOST:
        ours.withdraw(made)
        assert ours.state(made) is State.LOST
    before = dict(ses.identities)

    with pytest.raises(Conflict) as refused:
        theirs.add(name="BAMBOO.example")

    assert refused.value.extra["rule"] == "taken"
    assert (theirs.all(), theirs.audited(), ses.identities) == ([], [], before)
    for verb in ("get", "check", "remove"):
        with pytest.raises(NotFound):
            getattr(theirs, verb)(domain=made.id)
    assert ours.get(domain=made.id).state is state


def test_a_proved_domain_is_the_sender_of_its_own_merchant_alone(
    ours: Senders, theirs: Senders
) -> None:
    ours.proved()

    assert theirs.sender(ADDRESS) == ""
    with pytest.raises(Invalid) as refused:
        theirs.set_to(ADDRESS)
    assert refused.value.extra == {"pointer": "/settings/from_address", "rule": "sending_domain"}
    ours.set_to(ADDRESS)


def test_a_record_left_behind_proves_nothing_for_who_comes_next(
    ours: Senders, theirs: Senders
) -> None:
    """Whoever gave a domain up seldom cleans its DNS."""
    made = ours.proved()
    ours.remove(domain=made.id)

    next_ = theirs.add(name=NAME)

    assert theirs.state(next_) is State.WAITING
    assert theirs.sender(ADDRESS) == ""
    assert next_.record != made.record
    theirs.publish(next_)
    assert theirs.state(next_) is State.PROVED


@pytest.mark.parametrize(("proved", "claimed"), [(NAME, f"shop.{NAME}"), (f"shop.{NAME}", NAME)])
def test_a_proof_says_nothing_of_domains_above_or_below(
    ours: Senders, theirs: Senders, proved: str, claimed: str
) -> None:
    """SES lets a whole account send under what stands below a domain; a merchant has to prove each."""
    ours.proved(proved)
    assert ours.sender(f"help@{claimed}") == ""

    made = theirs.add(name=claimed)

    assert theirs.state(made) is State.WAITING
    assert theirs.sender(f"help@{claimed}") == ""


def test_an_identity_of_somebody_elses_in_the_account_is_left_alone(
    ours: Senders, ses: Ses
) -> None:
    """Proved as it may be: its selector is not of this claim."""
    other = ses.identities[NAME] = Identity("k1", "p=x")
    ses.dns[f"k1._domainkey.{NAME}"] = "p=x"

    with pytest.raises(Conflict) as refused:
        ours.add(name=NAME)

    assert refused.value.extra["rule"] == "taken"
    assert (ours.all(), ses.identities) == ([], {NAME: other})


@pytest.mark.parametrize("before", [State.WAITING, State.PROVED])
def test_a_proof_by_another_key_is_no_proof_of_this_claim(
    ours: Senders, ses: Ses, before: State
) -> None:
    """Whatever has put it there: SES may say that the domain is verified."""
    made = ours.proved() if before is State.PROVED else ours.add(name=NAME)
    ses.identities[NAME] = Identity("k1", "p=x")
    ses.dns[f"k1._domainkey.{NAME}"] = "p=x"

    assert ours.state(made) is (State.LOST if before is State.PROVED else State.WAITING)
    assert ours.sender(ADDRESS) == ""


def test_a_claim_that_nobody_proves_is_free_after_three_days(
    ours: Senders, theirs: Senders, clock: MovableClock, ses: Ses
) -> None:
    squatted = theirs.add(name=NAME)
    clock.now += HELD - timedelta(seconds=1)
    with pytest.raises(Conflict):
        ours.add(name=NAME)
    clock.advance(1)

    made = ours.proved()

    theirs.publish(squatted)
    assert theirs.state(squatted) is State.FAILED
    theirs.remove(domain=squatted.id)  # and takes nothing with it
    assert ses.identities.keys() == {NAME}
    assert ours.state(made) is State.PROVED
    assert theirs.audited()[-2:] == ["sending_domain.failed", "sending_domain.removed"]


@pytest.mark.parametrize("removed", [True, False])
def test_who_claims_a_name_again_holds_it_no_longer_than_the_first_time(
    ours: Senders, theirs: Senders, fresh: Stage, removed: bool
) -> None:
    """Else whoever proves nothing keeps its owner out for ever."""
    for _ in range(3):
        held = ours.add(name=NAME)
        fresh.clock.advance(HELD.total_seconds() / 4)
        if removed:
            ours.remove(domain=held.id)
        else:
            fresh.clock.advance(HELD.total_seconds())
    ours.add(name=NAME)
    if removed:
        with pytest.raises(Conflict):
            theirs.add(name=NAME)
        fresh.clock.advance(HELD.total_seconds() / 4)

    assert theirs.proved().name == NAME


def test_who_claims_it_again_and_proves_it_holds_it(
    ours: Senders, theirs: Senders, fresh: Stage
) -> None:
    ours.remove(domain=ours.add(name=NAME).id)
    fresh.clock.advance(2 * HELD.total_seconds())
    ours.proved()

    with pytest.raises(Conflict):
        theirs.add(name=NAME)


def test_a_lost_domain_is_held_for_thirty_days(
    ours: Senders, theirs: Senders, clock: MovableClock
) -> None:
    """Whoever mends the DNS has it again; who bought the domain gets it in the end."""
    made = ours.proved()
    ours.withdraw(made)
    assert (ours.state(made), ours.sender(ADDRESS)) == (State.LOST, "")
    ours.publish(made)
    assert (ours.state(made), ours.sender(ADDRESS)) == (State.PROVED, ADDRESS)
    ours.withdraw(made)
    assert ours.state(made) is State.LOST

    clock.now += HELD_WHEN_LOST
    theirs.proved()

    ours.publish(made)
    assert ours.state(made) is State.LOST
    assert (ours.sender(ADDRESS), theirs.sender(ADDRESS)) == ("", ADDRESS)


def test_a_moments_trouble_of_the_dns_takes_no_proof_away(
    ours: Senders, ses: Ses, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, told = ours.proved(), ses._told

    def troubled(name: str) -> dict[str, Any]:
        found = told(name)
        return {
            **found,
            "DkimAttributes": {**found["DkimAttributes"], "Status": "TEMPORARY_FAILURE"},
        }

    monkeypatch.setattr(ses, "_told", troubled)

    assert ours.state(made) is State.PROVED


@pytest.mark.parametrize("code", ["TooManyRequestsException", "LimitExceededException"])
def test_where_ses_has_no_room_nothing_is_claimed(ours: Senders, ses: Ses, code: str) -> None:
    ses.trouble.append(code)
    with pytest.raises(Unavailable):
        ours.add(name=NAME)

    assert ours.all() == []
    for n in range(MOST):  # nor does it take a place
        ours.add(name=f"shop{n}.example")


def test_what_a_crash_kept_from_ses_is_told_to_it_by_the_next_check(
    ours: Senders, ses: Ses
) -> None:
    made = ours.add(name=NAME)
    ses.identities.clear()

    again = ours.check(domain=made.id)

    assert (again.id, again.state) == (made.id, State.WAITING)
    assert again.record != made.record
    ours.publish(again)
    assert ours.state(again) is State.PROVED


def test_what_a_crash_left_of_an_earlier_claim_gives_way(
    ours: Senders, theirs: Senders, ses: Ses, clock: MovableClock
) -> None:
    """The claim was taken over, and the process died before SES heard of it."""
    theirs.publish(theirs.add(name=NAME))
    left = dict(ses.identities)
    clock.now += HELD
    made = ours.add(name=NAME)
    ses.identities.update(left)

    again = ours.check(domain=made.id)

    assert again.state is State.WAITING
    ours.publish(again)
    assert ours.state(again) is State.PROVED


@pytest.mark.parametrize("lapsed", [False, True])
def test_of_two_who_claim_at_once_one_has_it(
    ours: Senders, theirs: Senders, clock: MovableClock, *, lapsed: bool
) -> None:
    """Both have seen the claim as it was before."""
    store = ours.house.senders._store
    if lapsed:
        theirs.add(name=NAME)
        clock.now += HELD
    with ours.desk.open(front=True):
        seen = store.claim(NAME)
    made = ours.proved()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "claim", lambda _: seen)
        with pytest.raises(Conflict) as refused:
            theirs.add(name=NAME)

    assert refused.value.extra["rule"] == "taken"
    assert ours.state(made) is State.PROVED


def test_who_lost_the_claim_a_moment_ago_proves_nothing_by_it(
    ours: Senders, theirs: Senders, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SES was asked while the claim was still theirs."""
    lapsed = theirs.add(name=NAME)
    theirs.publish(lapsed)
    clock.now += HELD
    seen = Seen("SUCCESS", lapsed.selector, sends=True)
    made = ours.add(name=NAME)
    with monkeypatch.context() as patch:
        patch.setattr(ours.house.senders, "_owns", lambda _: True)
        patch.setattr(ours.house.senders._proofs, "see", lambda _: seen)
        with pytest.raises(Stale):
            theirs.check(domain=lapsed.id)

    assert theirs.sender(ADDRESS) == ""
    ours.publish(made)
    assert ours.state(made) is State.PROVED


@pytest.mark.parametrize("name", ["desk.example", "in.desk.example", "example"])
def test_no_merchant_claims_what_is_the_desks_own(ours: Senders, ses: Ses, name: str) -> None:
    with pytest.raises(Invalid):
        ours.add(name=name)

    assert (ours.all(), ses.identities) == ([], {})


def test_who_proves_it_at_the_last_moment_keeps_it(
    ours: Senders, theirs: Senders, clock: MovableClock
) -> None:
    made = ours.add(name=NAME)
    clock.now += HELD
    store = ours.house.senders._store
    with ours.desk.open(front=True):
        seen = store.claim(NAME)
    ours.publish(made)
    assert ours.state(made) is State.PROVED
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "claim", lambda _: seen)
        with pytest.raises(Conflict):
            theirs.add(name=NAME)

    assert (ours.sender(ADDRESS), theirs.sender(ADDRESS)) == (ADDRESS, "")


def due(house: House, senders: Senders, domain: Domain, clock: MovableClock) -> list[Entry]:
    """What comes due next of it, at its moment."""
    found: list[Entry] = []
    clock.now += timedelta(days=1)
    house.due.run({Kind.DOMAIN: lambda _, entry: found.append(entry)}, goes_on=lambda: True)
    return [each for each in found if each.subject == domain.id]


def test_it_is_looked_at_by_itself_and_a_loss_is_found(
    ours: Senders, house: House, clock: MovableClock
) -> None:
    made = ours.add(name=NAME)
    ours.publish(made)
    for left in (State.PROVED, State.PROVED, State.LOST):
        if left is State.LOST:
            ours.withdraw(made)
        clock.now += timedelta(days=1)
        report = house.run_due(lambda: True)
        assert (report.done, report.failed) == (1, 0)
        assert ours.get(domain=made.id).state is left
    assert house.run_due(lambda: True).done == 0  # not before its time

    ours.remove(domain=made.id)

    assert due(house, ours, made, clock) == []
    assert ours.audited() == [
        f"sending_domain.{what}" for what in ("added", "proved", "lost", "removed")
    ]


def test_a_merchant_has_so_many(ours: Senders, theirs: Senders) -> None:
    made = [ours.add(name=f"shop{n}.example") for n in range(MOST)]
    with pytest.raises(Conflict) as refused:
        ours.add(name=NAME)

    assert refused.value.extra["rule"] == "limit"
    theirs.add(name=NAME)
    ours.remove(domain=made[0].id)
    ours.add(name="shop0.example")


def test_an_inbox_keeps_its_address_while_the_proof_is_gone_and_says_why_it_takes_no_other(
    ours: Senders,
) -> None:
    for wrong in (ADDRESS, "help@else.example", "help@shop.bamboo.example", "hélp@bamboo.example"):
        with pytest.raises(Invalid) as refused:
            ours.set_to(wrong)
        assert refused.value.extra["rule"] == "sending_domain"
    ours.set_to("")

    made = ours.proved()
    with ours.desk.open(front=True):
        own = {"from_address": ADDRESS}
        inbox, _ = ours.house.inboxes.make(ours.desk, channel="email", name="Help", settings=own)
        ours.withdraw(made)
        assert ours.state(made) is State.LOST
        for version, settings in enumerate(({**own, "signature": "May"}, own), 1):
            ours.house.inboxes.change(
                ours.desk, inbox=inbox.id, version=version, values={"settings": settings}
            )
        with pytest.raises(Invalid):
            ours.house.inboxes.change(
                ours.desk,
                inbox=inbox.id,
                version=3,
                values={"settings": {"from_address": "other@bamboo.example"}},
            )


def test_the_claim_is_the_only_thing_that_others_can_meet(ours: Senders) -> None:
    made = ours.add(name=NAME)

    assert keys.merchant_of(keys.domain_claim(NAME).pk) is None
    assert keys.merchant_of(keys.sending_domain(ours.desk, made.id).pk) == ours.desk.merchant
