"""What one or several customers have begun."""

from chalicelib.conversations.items import CustomerConversationItem
from chalicelib.table import keys
from chalicelib.table.desk import Desk
from chalicelib.table.pages import query


def begun_by(desk: Desk, customers: list[str], *, before: str = "", limit: int) -> list[str]:
    """Ids of their conversations, the latest begun first: ids sort by time."""
    found = []
    for each in customers:
        low, high = (keys.customer_conversation(desk, each, end) for end in ("0", before or "Z"))
        raw, _ = query(
            CustomerConversationItem,
            low.pk,
            between=(low.sk, high.sk),
            limit=limit + 1,
            newest_first=True,
            consistent=True,
        )
        found += [keys.last_of(item["sk"]["S"]) for item in raw]
    return sorted({each for each in found if each != before}, reverse=True)[:limit]
