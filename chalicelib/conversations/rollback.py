"""What tells that a message was put back: the event of its change, which stands elsewhere in the sequence."""

from chalicelib.conversations.model import Amended, Event, Message


def is_older(message: Message, told: Message) -> bool:
    """Than an event tells that it is. No change is ever undone: somebody has put it back."""
    now = message.amended or Amended(0, message.at)
    if told.event == Event.RECALLED:
        return not now.recalled
    return told.event == Event.EDITED and now.edits < told.extra.data.get("edits", 1)
