"""What comes in and goes out by channels: how far it has come, and what was had before."""

from chalicelib.table.keys.parts import PLATFORM, Bucket, Key, Owner, Table, join, of


def arrived(desk: Owner, digest: str) -> Key:
    """That a provider's message, by its own id, is here."""
    return Key(Table.DESK, of(desk, "ARRIVED", digest), "GUARD")


def thread(desk: Owner, customer_id: str, digest: str) -> Key:
    """The conversation that a customer's words by one inbox and thread belong to."""
    return Key(Table.DESK, of(desk, "CUSTOMER", customer_id), join("THREAD", digest))


def outbound(desk: Owner, conversation_id: str) -> Key:
    """How far a conversation has been sent."""
    return Key(Table.DESK, of(desk, "CONVERSATION", conversation_id), "OUTBOUND")


def inbox_health(desk: Owner, inbox_id: str) -> Key:
    return Key(Table.LEDGER, of(desk, "INBOX", inbox_id), "HEALTH")


def inbox_log(desk: Owner, inbox_id: str, entry_id: str) -> Key:
    return Key(Table.LEDGER, of(desk, "INBOX", inbox_id), join("LOG", entry_id))


def incoming_mail(message_id: str) -> Key:
    """A mail as the mail server has kept it, before anybody knows whose it is."""
    return Key(Bucket.MAIL, join("M", PLATFORM, "MAIL"), message_id)


def arrival(desk: Owner, inbox_id: str, arrival_id: str) -> Key:
    """The original, as it came."""
    return Key(Bucket.FILES, of(desk, "ARRIVAL", inbox_id), arrival_id)


def submission(desk: Owner, inbox_id: str, digest: str) -> Key:
    """A form's answers, by the keyed hash of them."""
    return Key(Table.DESK, of(desk, "SUBMISSION", inbox_id), digest)
