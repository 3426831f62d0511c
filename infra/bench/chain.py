"""What a write sets off: every function that the template's streams and queues invoke for it, in turn.

The functions' own doors are called, each as a process whose keys are not cached yet: what it fetches
once in minutes shows beside what it asks for every time.
"""

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import patch

from infra import mappings
from infra.bench import streams
from infra.bench.theatre import Theatre
from infra.bench.trace import Step
from infra.parts import ROOT, fragments, join

MOST_RUNS = 50
CONTEXT = SimpleNamespace(
    function_name="bench",
    memory_limit_in_mb=512,
    invoked_function_arn="arn",
    aws_request_id="52fdfc07-2182-454f-963f-5f0f9a621d72",
    get_remaining_time_in_millis=lambda: 29_000,
)


class Endless(Exception):  # noqa: N818 - the play went wrong, and with it every figure
    """The functions give each other work without end, or one of them failed at it."""


@dataclass(frozen=True, slots=True)
class Run:
    """One invocation, with all that it asked of AWS."""

    function: str
    event: dict[str, Any]
    step: Step


@dataclass
class Chain:
    theatre: Theatre
    loaded: dict[str, ModuleType] = field(default_factory=dict)
    sources: list[mappings.Source] = field(
        default_factory=lambda: list(mappings.sources(join(fragments())))
    )

    def after(self, step: Step) -> list[Run]:
        """Until nothing is left to do; what one write set off comes before what that set off."""
        runs, todo = list[Run](), [step]
        while todo:
            made = [self._run(*each) for each in self._invoked(todo.pop(0))]
            runs += made
            todo += [run.step for run in made]
            if len(runs) > MOST_RUNS:
                raise Endless(", ".join(run.function for run in runs))
        return runs

    def _invoked(self, step: Step) -> Iterator[tuple[str, dict[str, Any]]]:
        """A transaction's items come in one batch, and a job alone: so it is where traffic is low."""
        for source in self.sources:
            if source.kind == mappings.STREAM:
                told = [r for r in streams.records_of(step, source.name) if source.takes(r)]
                if told:
                    yield source.function, {"Records": told}
            else:
                for job in streams.jobs_of(step, source.name):
                    yield source.function, {"Records": [job]}

    def _run(self, function: str, event: dict[str, Any]) -> Run:
        door = self._door(function)
        self.theatre.forget_keys()
        with self.theatre.trace.step() as step:
            answer = door.handler(event, CONTEXT)
        if answer["batchItemFailures"]:
            raise Endless(f"{function} failed at what it was given")
        return Run(function, event, step)

    def _door(self, name: str) -> ModuleType:
        if name not in self.loaded:
            path = ROOT / "functions" / name / "handler.py"
            spec = importlib.util.spec_from_file_location(f"{name}_in_the_bench", path)
            assert spec and spec.loader  # noqa: S101, PT018 - the file is there
            self.loaded[name] = importlib.util.module_from_spec(spec)
            with patch("chalicelib.wiring.house", lambda: self.theatre.house):
                spec.loader.exec_module(self.loaded[name])
        return self.loaded[name]
