"""How many letters may go where: counted over all merchants together, for an address is one for them all."""

from collections.abc import Callable

from chalicelib.core.clock import Clock
from chalicelib.core.values import Value
from chalicelib.customers.identities import mailbox
from chalicelib.table import windows

HOUR, DAY = 3_600, 86_400


class Quota(Value, frozen=True):
    """So many in so many seconds, to whatever is counted under that name."""

    name: str
    most: int
    seconds: int


# What goes to an address without a person's having decided on it just then.
UNASKED = (Quota("unasked_hour", 6, HOUR), Quota("unasked_day", 20, DAY))


class Allowance:
    def __init__(self, *, clock: Clock, count: Callable[..., int] = windows.add) -> None:
        self._clock = clock
        self._count = count

    def wait(self, subject: str, *quotas: Quota) -> int:
        """Counts one more; the seconds until there is room where it is one too many, else none.

        Raises NotCounted: whether an uncounted one goes is for its sender to say.
        """
        now = self._clock()
        for quota in quotas:
            window = windows.window_of(now, quota.seconds)
            counted = self._count(quota.name, subject, window=window, seconds=quota.seconds)
            if counted > quota.most:
                return window + quota.seconds - int(now.timestamp()) + 1
        return 0

    def wait_for(self, address: str, *quotas: Quota) -> int:
        """Of a mail address, under whichever of its names."""
        return self.wait(mailbox(address), *quotas)
