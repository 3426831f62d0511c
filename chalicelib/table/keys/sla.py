"""Table `desk`: a ticket's clocks, in the ticket's own partition."""

from chalicelib.table.keys.parts import Key, Owner, Table, of


def ticket_clocks(desk: Owner, ticket_id: str) -> Key:
    return Key(Table.DESK, of(desk, "TICKET", ticket_id), "CLOCKS")
