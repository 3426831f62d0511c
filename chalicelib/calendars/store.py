import json
from datetime import date
from typing import Any

from chalicelib.calendars.items import CalendarItem
from chalicelib.calendars.model import UNSET, Calendar, OwnDay, to_intervals
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.vault.seal import Place, Vault


class CalendarStore:
    def __init__(self, *, vault: Vault) -> None:
        self._vault = vault

    def find(self, desk: Desk, *, consistent: bool = False) -> Calendar | None:
        item = CalendarItem.find(keys.calendar(desk), consistent=consistent)
        if item is None:
            return None
        own_days = json.loads(self._vault.open(_place(desk), item.own_days))
        return Calendar(
            time_zone=item.time_zone,
            week={name: to_intervals(intervals) for name, intervals in item.week.items()},
            holidays=item.holidays,
            makeup_as=item.makeup_as,
            own_days={each.date: each for each in map(_own_day, own_days)},
            version=item.version,
        )

    def keeping(self, desk: Desk, calendar: Calendar) -> writes.Operation:
        """The first one, or the one after the version that it names."""
        wire = calendar.wire()
        own_days = json.dumps(wire["own_days"], ensure_ascii=False)
        values = {name: wire[name] for name in ("time_zone", "week", "holidays", "makeup_as")}
        values["own_days"] = self._vault.seal(_place(desk), own_days)
        values["version"] = calendar.version + 1
        if calendar.version == UNSET:
            return writes.Put(CalendarItem.at(keys.calendar(desk), **values), label="calendar")
        item = CalendarItem.at(keys.calendar(desk))
        actions = writes.setting(CalendarItem, values)
        return writes.Change(
            item, actions, CalendarItem.version == calendar.version, label="calendar"
        )


def _own_day(wire: dict[str, Any]) -> OwnDay:
    day = date.fromisoformat(wire["date"])
    return OwnDay(day, to_intervals(wire["intervals"]), wire["name"])


def _place(desk: Desk) -> Place:
    return Place(desk.merchant, keys.calendar(desk), "own_days")
