"""What a shop of the world has by its channels: an inbox, and a conversation that came by it.

The other side is a receiver in the place of the network. It refuses what it is sent, so that there is
something to send again.
"""

from functools import partial

from chalicelib.channels.belonging import Event as Arriving
from chalicelib.channels.model import Inbound, Kind, Part, PartKind, Sender
from chalicelib.channels.transport import Ask, Reply
from chalicelib.conversations.model import Event
from chalicelib.conversations.words import Words
from chalicelib.core.caller import system
from chalicelib.core.ids import new_sending_session
from chalicelib.core.values import replace
from chalicelib.inboxes.model import Inbox
from chalicelib.table.desk import Desk
from chalicelib.wiring import House
from tests.delivery.channels import Network, Receiver

REFUSING = 422


def networked(house: House, *shops: str) -> None:
    """Nothing that this house sends leaves the machine. `shops`: the names of those who hear."""
    network = Network()
    for name in shops:
        network.receivers[url_of(name)] = Receiver(partial(_refused, name))
    house.__dict__["transport"] = network


def url_of(name: str) -> str:
    return f"https://{name}.example/hook"


def _refused(name: str, _: Ask) -> Reply:
    return Reply(status=REFUSING, body=f"not by {name}".encode(), left=True)


def inbox_of(house: House, owner: Desk, name: str, text: str) -> Inbox:
    settings = {"url": url_of(name), "bot": False}
    with owner.open(front=True):
        made, _ = house.inboxes.make(owner, channel="webhook", name=text, settings=settings)
    return made


def arrived(house: House, inbox: Inbox, owner: Desk, text: str) -> str:
    """Somebody's first words by the inbox; the conversation that they begin."""
    said = Inbound(
        Kind.MESSAGE,
        "m1",
        Sender("u1", name=text),
        parts=[Part(PartKind.TEXT, text)],
        subject=f"About {text}",
    )
    desk = replace(owner, caller=system("receive_channel"))
    with desk.open():
        house.channel_receiving.receive(Arriving(desk, inbox, said))
        view = house.conversations.view(owner, view="all", cursor=None, limit=100)
    (found,) = [head.id for head in view.items if head.via]
    return found


def shown(house: House, inbox: Inbox, owner: Desk, conversation: str, text: str) -> int:
    """A word in it that has an original beside it, as a mail has; its place."""
    letter = {"html": f"<p>{text}</p>", "whole": text}
    said = Inbound(
        Kind.MESSAGE,
        "m2",
        Sender("u1", name=text),
        parts=[Part(PartKind.TEXT, text)],
        data={"original": letter},
    )
    desk = replace(owner, caller=system("receive_channel"))
    with desk.open():
        house.channel_receiving.receive(Arriving(desk, inbox, said, arrival=text))
        return house.conversations.get(desk, conversation=conversation).seq


def answered(house: House, agent: Desk, conversation: str, text: str) -> int:
    """Two answers that the other side refuses; the place of the first."""
    session, talk = new_sending_session(), house.conversations
    with agent.open():
        talk.move(agent, conversation=conversation, event=Event.TAKEN)
        talk.register(agent, conversation=conversation, session=session)
        words = [Words(session, n, f"{text} {n}", author_name="May") for n in (1, 2)]
        first, _ = [talk.say(agent, conversation=conversation, words=each).seq for each in words]
    house.sending.send(merchant=agent.merchant, conversation=conversation)
    return first
