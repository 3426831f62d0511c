"""IAM's way of deciding, in plain Python, over the policies of a built template.

No emulator enforces these policies faithfully. What this evaluator does not know makes it fail,
never allow.
"""

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from tests.fences.reading import Template, functions, many, named

Context = Mapping[str, str | list[str]]

PSEUDO = {
    "AWS::Partition": "aws",
    "AWS::Region": "us-east-1",
    "AWS::AccountId": "111122223333",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": "manydesk",
}


class Unknown(Exception):  # noqa: N818
    """Something in a policy that this evaluator has not been taught."""


def rendered(value: Any, template: Template, names: Mapping[str, str] | None = None) -> str:
    """An intrinsic as text: pseudo parameters as in one region, resources under their own names."""
    if isinstance(value, str):
        return value
    ((function, said),) = value.items()
    match function, said:
        case "Ref", name:
            return str(PSEUDO.get(name, name))
        case "Fn::GetAtt", [name, attribute]:
            return str(name) if attribute == "Arn" else f"{name}.{attribute}"
        case "Fn::Sub", [text, inner]:
            known = {key: rendered(each, template) for key, each in inner.items()}
            return rendered({"Fn::Sub": text}, template, known)
        case "Fn::Sub", str(text):
            held = PSEUDO | dict(names or {})
            put = lambda found: held.get(found[1], found[1].removesuffix(".Arn"))  # noqa: E731
            return re.sub(r"\$\{([^}]+)\}", put, text)
        case "Fn::Select", [index, {"Fn::Split": [separator, text]}]:
            return f"{rendered(text, template)}.split({separator})[{index}]"
    raise Unknown(f"{function} in a policy")


def policies_of(function: str, template: Template) -> list[dict[str, Any]]:
    """Every statement that binds a function: its role's own and the managed ones'."""
    role = template["Resources"][named(functions(template)[function]["Role"])]["Properties"]
    managed = [template["Resources"][named(arn)]["Properties"] for arn in role["ManagedPolicyArns"]]
    documents = [policy["PolicyDocument"] for policy in [*role["Policies"], *managed]]
    return [statement for document in documents for statement in document["Statement"]]


def _matches(pattern: str, value: str) -> bool:
    return fnmatchcase(value, pattern.replace("[", "[[]"))


def _holds(operator: str, key: str, wanted: list[str], context: Context) -> bool:
    given = context.get(key)
    match operator:
        case "Null":
            return wanted == [str(given is None).lower()]
        case "StringEquals":
            return isinstance(given, str) and given in wanted
        case "StringNotEquals" | "StringNotEqualsIgnoreCase":  # holds where nothing is given, too
            fold = str.lower if operator.endswith("IgnoreCase") else str
            return given is None or fold(str(given)) not in map(fold, wanted)
        case "StringLike":
            return isinstance(given, str) and any(_matches(w, given) for w in wanted)
        case "ForAllValues:StringEquals":
            return all(each in wanted for each in many(given or []))
        case "ForAllValues:StringLike":
            return all(any(_matches(w, each) for w in wanted) for each in many(given or []))
    raise Unknown(f"{operator} in a condition")


def _applies(
    statement: dict[str, Any], action: str, resource: str, context: Context, template: Template
) -> bool:
    if statement.keys() - {"Sid", "Effect", "Action", "Resource", "Condition"}:
        raise Unknown(f"{statement.keys()} in a statement")
    if not any(_matches(pattern.lower(), action.lower()) for pattern in many(statement["Action"])):
        return False
    resources = [rendered(each, template) for each in many(statement["Resource"])]
    if not any(_matches(pattern, resource) for pattern in resources):
        return False
    return all(
        _holds(operator, key, [rendered(each, template) for each in many(wanted)], context)
        for operator, conditions in statement.get("Condition", {}).items()
        for key, wanted in conditions.items()
    )


def allowed(
    template: Template, function: str, action: str, resource: str, context: Context | None = None
) -> bool:
    """Whether the function may: some statement allows it and none denies it."""
    effects = {
        statement["Effect"]
        for statement in policies_of(function, template)
        if _applies(statement, action, resource, context or {}, template)
    }
    return effects == {"Allow"}
