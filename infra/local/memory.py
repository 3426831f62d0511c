"""Memory of a whole stack: its processes and every worker below them."""

from infra.local import processes, proctable
from infra.local.place import Place


def resident_mb(place: Place) -> int:
    roots = [processes.alive(place.state / name) for name in ("aws.pid", "proxy.pid")]
    found = proctable.family([number for number in roots if number])
    return sum(process.resident_kb for process in found) // 1024
