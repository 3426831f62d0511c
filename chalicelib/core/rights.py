"""Roles and what each may do: data, read by the doors and by the services' own checks."""

from enum import StrEnum


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    SUPERVISOR = "supervisor"
    AGENT = "agent"
    AUDITOR = "auditor"
    VIEWER = "viewer"


class Right(StrEnum):
    READ = "read"  # conversations and settings
    READ_CUSTOMERS = "read_customers"
    CHANGE_CUSTOMERS = "change_customers"
    ERASE_CUSTOMERS = "erase_customers"  # for good
    ANSWER = "answer"  # take, reply, note, resolve
    REASSIGN = "reassign"  # what somebody else holds
    KNOWLEDGE = "knowledge"  # write, import and publish what the bot may say
    SETTINGS = "settings"
    PEOPLE = "people"
    OWNERS = "owners"  # make and unmake owners
    API_KEYS = "api_keys"
    AUDIT = "audit"
    REVIEW = "review"  # what was said before it was edited or recalled


_READERS = frozenset({Right.READ})
_AGENT = _READERS | {Right.READ_CUSTOMERS, Right.CHANGE_CUSTOMERS, Right.ANSWER}
_SUPERVISOR = _AGENT | {Right.REASSIGN, Right.KNOWLEDGE, Right.REVIEW}
_ADMIN = (
    _SUPERVISOR
    | {Right.SETTINGS, Right.PEOPLE, Right.API_KEYS, Right.AUDIT}
    | {Right.ERASE_CUSTOMERS}
)

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OWNER: _ADMIN | {Right.OWNERS},
    Role.ADMIN: _ADMIN,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.AGENT: _AGENT,
    Role.AUDITOR: _READERS | {Right.AUDIT, Right.REVIEW},
    Role.VIEWER: _READERS,
}


def may(role: str, right: Right) -> bool:
    return role in RIGHTS and right in RIGHTS[Role(role)]
