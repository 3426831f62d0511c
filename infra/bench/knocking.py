"""A webhook at its door in a process that has just started, and in one that is warm.

    python -m infra.bench.knocking EVENT.json RESULT.json       log lines go to standard output

Nothing of the house is imported before the clock runs: what is cold is the import of the function with
all that it needs, and its first request. AWS answers on loopback what it answered before.
"""

import importlib.util
import json
import sys
import time
from pathlib import Path
from types import SimpleNamespace

TIMES = 200
ACCEPTED = 202
HANDLER = Path(__file__).parents[2] / "functions/ingest_channel/handler.py"
CONTEXT = SimpleNamespace(
    function_name="manydesk-IngestChannel",
    memory_limit_in_mb=1_024,
    invoked_function_arn="arn:aws:lambda:us-east-1:000000000000:function:manydesk-IngestChannel",
    aws_request_id="52fdfc07-2182-454f-963f-5f0f9a621d72",
)


class Knocking:
    """Each knock: milliseconds of processor time, and of the clock on the wall."""

    def __init__(self, event: dict[str, object]) -> None:
        self._event = event

    def cold(self) -> tuple[float, float]:
        began = _now()
        spec = importlib.util.spec_from_file_location("ingest_channel", HANDLER)
        assert spec and spec.loader  # noqa: S101, PT018 - the file is there
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        self._handler = module.handler
        self._knock()
        return _since(began)

    def warm(self) -> tuple[float, float]:
        began = _now()
        self._knock()
        return _since(began)

    def _knock(self) -> None:
        """A refusal is cheaper than a message: what was measured would be something else."""
        answer = self._handler(self._event, CONTEXT)
        if answer["statusCode"] != ACCEPTED:
            raise ValueError(f"the door answered {answer}")


def _now() -> tuple[float, float]:
    return time.process_time(), time.perf_counter()


def _since(began: tuple[float, float]) -> tuple[float, float]:
    cpu, wall = _now()
    return (cpu - began[0]) * 1_000, (wall - began[1]) * 1_000


def main() -> None:
    sys.path.insert(0, str(HANDLER.parents[2]))
    knocking = Knocking(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    cold = knocking.cold()
    warm = [knocking.warm() for _ in range(TIMES)]
    Path(sys.argv[2]).write_text(json.dumps({"cold": cold, "warm": warm}))


if __name__ == "__main__":
    main()
