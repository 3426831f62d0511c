"""Table `desk`: tickets. Saved views lie in the ledger, with the other settings."""

from chalicelib.table.keys.parts import Key, Owner, Table, join, number, of


def ticket(desk: Owner, ticket_id: str) -> Key:
    return Key(Table.DESK, of(desk, "TICKET", ticket_id), "HEAD")


def ticket_description(desk: Owner, ticket_id: str) -> Key:
    return Key(Table.DESK, of(desk, "TICKET", ticket_id), "DESCRIPTION")


def ticket_entry(desk: Owner, ticket_id: str, seq: int) -> Key:
    return Key(Table.DESK, of(desk, "TICKET", ticket_id), join("ENTRY", number(seq)))


def ticket_counter(desk: Owner) -> Key:
    return Key(Table.DESK, of(desk, "TICKETS"), "COUNTER")


def customer_ticket(desk: Owner, customer_id: str, ticket_id: str) -> Key:
    return Key(Table.DESK, of(desk, "CUSTOMER", customer_id), join("TICKET", ticket_id))


def tickets_by_status(desk: Owner, status: str) -> str:
    """Partition of the index `by_status`."""
    return of(desk, "TICKETS", "STATUS", status)


def tickets_unassigned(desk: Owner) -> str:
    """Partition of the index `held`: tickets that nobody holds and that are not closed."""
    return of(desk, "TICKETS", "UNASSIGNED")


def tickets_held_by(desk: Owner, person_id: str) -> str:
    """Partition of the index `held`: tickets of a person that are not closed."""
    return of(desk, "TICKETS", "HELD", person_id)


def tickets_recent(desk: Owner) -> str:
    """Partition of the index `recent`: all tickets of the merchant."""
    return of(desk, "TICKETS", "RECENT")


def ticket_views(desk: Owner, caller_id: str) -> Key:
    return Key(Table.LEDGER, of(desk), join("TICKETVIEWS", caller_id))
