"""What a letter tells beside its words, of the messages before it. Quoted are people's letters alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.conversations.model import AuthorKind, Head, Message, MessageKind
from chalicelib.core.clock import to_wire

MOST_FOLLOWED = 20


def told(head: Head, message: Message, before: Sequence[Message]) -> dict[str, Any]:
    """Of a person's answer."""
    theirs = [each for each in before if _is_theirs(each)]
    data: dict[str, Any] = {
        "id": message.id,
        "name": head.customer_name,
        "locale": head.locale,
        "ticket": head.ticket.number,
        "follows": _names(theirs),
        "purpose": "answer",
    }
    if theirs:
        last = theirs[-1]
        who = last.author.name or head.customer_name
        data["quoted"] = [who, to_wire(last.at), last.text]
    return data


def unquoted(data: Mapping[str, Any]) -> dict[str, Any]:
    """Neither what they wrote nor how they call themselves: it goes out by itself, to whomever."""
    return {key: value for key, value in data.items() if key not in {"quoted", "name"}}


def _is_theirs(message: Message) -> bool:
    said = message.kind is MessageKind.MESSAGE
    return said and message.author.kind is AuthorKind.CUSTOMER


def _names(theirs: Sequence[Message]) -> list[str]:
    """Their own letters' names, the nearest last."""
    names = [str(each.extra.source.get("id", "")) for each in theirs]
    return [each for each in names if each.startswith("<")][-MOST_FOLLOWED:]
