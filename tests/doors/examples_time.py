"""Good requests: business calendars, targets and clocks."""

from tests.doors.example import Example

FIRST = {"if-match": '"1"'}
OFFICE = [["09:00", "12:00"], ["13:30", "18:00"]]
PROMISED = {"first_response_min": 15, "next_response_min": 15, "resolution_min": 240}
NOTHING = {"first_response_min": None, "next_response_min": None, "resolution_min": None}

EXAMPLES: dict[str, Example] = {
    "GET /v1/calendar": Example(),
    "PATCH /v1/calendar": Example(
        body=lambda _: {
            "time_zone": "Asia/Shanghai",
            "week": dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), OFFICE),
            "holidays": "CN",
            "makeup_as": "mon",
            "own_days": [{"date": "2026-12-31", "intervals": [], "name": "Stocktaking"}],
        },
        headers=FIRST,
    ),
    "GET /v1/calendar/preview": Example(),
    "GET /v1/sla": Example(),
    "PATCH /v1/sla": Example(
        body=lambda _: {"targets": {"urgent": PROMISED, "low": NOTHING}, "warn_percent": 75},
        headers=FIRST,
    ),
    "GET /v1/tickets/{ticket}/clocks": Example(path={"ticket": lambda shop: shop.ticket}),
}
