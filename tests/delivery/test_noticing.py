"""Who can switch an inbox on again learns by mail that it was switched off, once for each time."""

from chalicelib.channels.transport import Reply
from chalicelib.mail.port import CapturedMailer, Mail
from tests.delivery.channels import Hooked, Receiver, Talk, pass_time
from tests.delivery.cloud import Cloud
from tests.desk.agents import agent_of

GONE, FAILING = Reply(status=410, left=True), Reply(status=503, left=True)


def mails(cloud: Cloud) -> list[Mail]:
    mailer = cloud.house.mailer
    assert isinstance(mailer, CapturedMailer)
    return mailer.sent


def addresses(hooked: Hooked, *roles: str) -> list[str]:
    """Of members of these roles, made here; nobody of them takes conversations."""
    made = [agent_of(hooked.cloud.house, hooked.merchant, role=role, there=False) for role in roles]
    return sorted(f"{desk.caller.id.lower()}@shop.example" for desk in made)


def test_owners_and_admins_have_one_letter_each_of_a_receiver_that_wants_no_more(
    cloud: Cloud,
) -> None:
    hooked = Hooked(cloud, Receiver(lambda _: GONE))
    told = addresses(hooked, "owner", "admin", "admin")
    addresses(hooked, "supervisor", "agent", "viewer", "auditor")
    talks = [Talk(hooked, sender=f"u{n}") for n in range(3)]

    for talk in talks:
        talk.answers("one", "two")
    hooked.settle_through()

    assert sorted(mail.to for mail in mails(cloud)) == told
    mail = mails(cloud)[0]
    assert mail.subject == "青竹里: the inbox Shop was switched off"
    assert "410" in mail.text
    assert f"https://desk.example/console/#/settings/inboxes/{hooked.inbox.id}\n" in mail.text


def test_five_days_without_one_success_are_told_as_such(cloud: Cloud) -> None:
    hooked = Hooked(cloud, Receiver(lambda _: FAILING))
    told = addresses(hooked, "owner")
    talk = Talk(hooked)
    for n in range(14):  # one message alone may be given up before, by the chance in its waits
        talk.answers(str(n))
        pass_time(hooked, hours=10)

    assert [mail.to for mail in mails(cloud)] == told
    assert "For five days" in mails(cloud)[0].text


def test_each_time_has_its_letter(cloud: Cloud) -> None:
    hooked = Hooked(cloud, Receiver(lambda _: GONE))
    addresses(hooked, "owner")
    talk = Talk(hooked)
    for text in ("one", "two"):
        talk.answers(text)
        with hooked.agent.open():
            now = cloud.house.inboxes.get(hooked.agent, inbox=hooked.inbox.id)
            cloud.house.inboxes.change(
                hooked.agent, inbox=now.id, version=now.version, values={"state": "on"}
            )

    assert len(mails(cloud)) == 2


def test_whoever_is_none_of_them_any_more_when_it_goes_out_has_none(cloud: Cloud) -> None:
    hooked = Hooked(cloud)
    owner = agent_of(cloud.house, hooked.merchant, role="owner", there=False)
    admins = [agent_of(cloud.house, hooked.merchant, role="admin", there=False) for _ in range(2)]
    with hooked.agent.open():
        cloud.house.inboxes.disable(hooked.agent, inbox=hooked.inbox, why="gone")
    with owner.open(front=True):
        people, (leaver, demoted) = cloud.house.people, (desk.caller.id for desk in admins)
        people.remove(owner, person=leaver)
        people.change_member(owner, person=demoted, version=2, values={"role": "agent"})
    hooked.settle_through()

    assert [mail.to for mail in mails(cloud)] == [f"{owner.caller.id.lower()}@shop.example"]
    assert hooked.mappings.queue("MAIL").dead == []


def test_an_inbox_that_is_on_again_when_the_letter_would_go_out_is_not_told_of(
    cloud: Cloud,
) -> None:
    hooked = Hooked(cloud)
    addresses(hooked, "owner")
    house, agent = cloud.house, hooked.agent
    with agent.open():
        house.inboxes.disable(agent, inbox=hooked.inbox, why="gone")
        house.inboxes.change(agent, inbox=hooked.inbox.id, version=2, values={"state": "on"})
    hooked.settle()

    assert mails(cloud) == []
