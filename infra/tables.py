"""The tables as the template declares them, for tests that make them without a stack."""

from typing import Any

from infra.parts import ROOT, read

TAKEN = ("AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes")


def definitions(stack: str = "manydesk") -> list[dict[str, Any]]:
    """What create_table is to be given for each, under the names that a stack would give them."""
    resources = read(ROOT / "infra" / "data.yaml")["Resources"].values()
    return [
        _definition(each["Properties"], stack)
        for each in resources
        if each["Type"] == "AWS::DynamoDB::Table"
    ]


def _definition(properties: dict[str, Any], stack: str) -> dict[str, Any]:
    table = {key: properties[key] for key in TAKEN if key in properties}
    table["TableName"] = properties["TableName"]["Fn::Sub"].replace("${AWS::StackName}", stack)
    if stream := properties.get("StreamSpecification"):
        table["StreamSpecification"] = {"StreamEnabled": True, **stream}
    return table
