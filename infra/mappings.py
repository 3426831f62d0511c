"""What the template lets invoke a function: streams with their filters, and queues. Pure."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from infra.parts import Template

STREAM, QUEUE = "DynamoDB", "SQS"


@dataclass(frozen=True, slots=True)
class Source:
    """One event source of a function; `name` is the table's or the queue's, as settings call it.

    `reads` is its name in the template, `said` all that the template says of the mapping.
    """

    function: str
    kind: str
    name: str
    batch: int
    lanes: int
    patterns: Sequence[Mapping[str, Any]] = ()
    reads: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)

    def takes(self, record: Mapping[str, Any]) -> bool:
        return not self.patterns or any(meets(record, each) for each in self.patterns)


def meets(record: Mapping[str, Any], pattern: Mapping[str, Any]) -> bool:
    """Lambda's filters, as far as ours go: nested names, lists of values, and `exists`."""
    for name, wanted in pattern.items():
        if isinstance(wanted, Mapping):
            if not meets(record.get(name) or {}, wanted):
                return False
        elif {"exists": True} in wanted:
            if name not in record:
                return False
        elif record.get(name) not in wanted:
            return False
    return True


def folder(logical: str) -> str:
    """FanOut in the template is fan_out among the functions."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", logical).lower()


def logical(function: str) -> str:
    """The way back; the front door's frames have a function of their own."""
    return "WebsocketMessage" if function == "door" else function.title().replace("_", "")


def sources(template: Template) -> Iterator[Source]:
    for name, resource in template["Resources"].items():
        if resource.get("Type") == "AWS::Serverless::Function":
            for event in resource["Properties"].get("Events", {}).values():
                if event["Type"] in (STREAM, QUEUE):
                    yield _source(folder(name), event["Type"], event["Properties"])


def _source(function: str, kind: str, said: Mapping[str, Any]) -> Source:
    read = (said.get("Stream") or said["Queue"])["Fn::GetAtt"][0]
    filters = said.get("FilterCriteria", {}).get("Filters", [])
    return Source(
        function=function,
        kind=kind,
        name=folder(re.sub("(Table|Queue)$", "", read)),
        batch=int(said["BatchSize"]),
        lanes=int(said.get("ParallelizationFactor", 1)),
        patterns=[json.loads(each["Pattern"]) for each in filters],
        reads=read,
        said=said,
    )
