"""Ways to look at a built template."""

import re
from collections.abc import Iterator
from typing import Any

Template = dict[str, Any]


def of_type(template: Template, *kinds: str) -> dict[str, dict[str, Any]]:
    return {n: r for n, r in template["Resources"].items() if r["Type"] in kinds}


def named(value: Any) -> str:
    """The logical name that a Ref or GetAtt points at."""
    if isinstance(value, dict):
        value = value.get("Ref") or value.get("Fn::GetAtt", [""])[0]
    return str(value or "")


def many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def functions(template: Template) -> dict[str, dict[str, Any]]:
    found = of_type(template, "AWS::Serverless::Function")
    return {name: resource["Properties"] for name, resource in found.items()}


def mappings(template: Template) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Function, kind, source and properties of everything that polls."""
    for name, properties in functions(template).items():
        for event in properties.get("Events", {}).values():
            said = event["Properties"]
            if event["Type"] in ("DynamoDB", "SQS", "Kinesis"):
                yield name, event["Type"], named(said.get("Queue") or said.get("Stream")), said


def alarmed(template: Template, metric: str) -> set[str]:
    alarms = of_type(template, "AWS::CloudWatch::Alarm").values()
    return {
        named(dimension["Value"])
        for alarm in alarms
        if re.fullmatch(metric, alarm["Properties"]["MetricName"])
        and alarm["Properties"]["AlarmActions"]
        for dimension in alarm["Properties"]["Dimensions"]
    }


def statements(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, role in of_type(template, "AWS::IAM::Role").items():
        for policy in role["Properties"].get("Policies", []):
            yield from ((name, s) for s in policy["PolicyDocument"]["Statement"])
    for name, policy in of_type(template, "AWS::IAM::ManagedPolicy", "AWS::IAM::Policy").items():
        document = policy["Properties"]["PolicyDocument"]
        yield from ((name, s) for s in document["Statement"])
