"""Finishes the joined template: what chalice fixes is loosened, what every function needs is added."""

import json
from collections.abc import Iterator
from typing import Any

from infra.parts import ROOT, Template
from infra.problems import gateway_responses

RETENTION_DAYS = 30
# Chalice writes these on each of its functions, from the Python that happens to build: Globals decide.
CHALICE_SAYS = ("Runtime", "Architectures", "Tracing", "Timeout", "MemorySize", "Tags")
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}
WATCHED = {
    "Errors": "fails. See docs/runbook.md: a function fails.",
    "Throttles": "is throttled. See docs/runbook.md: a function is throttled.",
}
# A call that left its scope, or a value that was not sealed for its place: one alarm for all functions.
ISOLATION = '{ ($.exception_name = "Breach") || ($.exception_name = "Unsealable") }'


def functions(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, resource in list(template["Resources"].items()):
        if resource["Type"] == "AWS::Serverless::Function":
            yield name, resource["Properties"]


def loosen(template: Template, joined: Template) -> None:
    """Takes out what chalice says and the house does not."""
    resources = template["Resources"]
    for name, properties in functions(template):
        said = joined["Resources"].get(name, {}).get("Properties", {})
        for key in CHALICE_SAYS:
            if key not in said:
                properties.pop(key, None)
    # One Deployment of a fixed name would never deploy a later change; the stage deploys itself.
    del resources["WebsocketAPIDeployment"]
    del resources["WebsocketAPIStage"]["Properties"]["DeploymentId"]
    template["Outputs"] = joined["Outputs"]


def add_problems(template: Template) -> None:
    body = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    body["x-amazon-apigateway-gateway-responses"] = gateway_responses()


def add_channels(template: Template) -> None:
    """The channels' path leads to a function of its own, with the bytes as they came."""
    body = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    place = "lambda:path/2015-03-31/functions/${IngestChannel.Arn}/invocations"
    uri = f"arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:{place}"
    integration = {
        "type": "aws_proxy",
        "httpMethod": "POST",
        "passthroughBehavior": "when_no_match",
        "uri": {"Fn::Sub": uri},
    }
    names = ("channel", "inbox_key")
    given = [{"name": n, "in": "path", "required": True, "type": "string"} for n in names]
    method = {
        "parameters": given,
        "responses": {"200": {"description": "taken"}},
        "x-amazon-apigateway-integration": integration,
    }
    body["paths"]["/in/{channel}/{inbox_key}"] = {"get": method, "post": method}


def add_dashboard(template: Template) -> None:
    body = json.loads((ROOT / "infra" / "dashboard.json").read_text())
    template["Resources"]["Dashboard"]["Properties"]["DashboardBody"] = {
        "Fn::Sub": json.dumps(body, separators=(",", ":"))
    }


def add_logs(resources: dict[str, Any], name: str, properties: dict[str, Any]) -> None:
    resources[f"{name}Logs"] = {
        "Type": "AWS::Logs::LogGroup",
        "Properties": {
            "LogGroupName": {"Fn::Sub": f"/manydesk/${{AWS::StackName}}/{name}"},
            "RetentionInDays": RETENTION_DAYS,
            "KmsKeyId": {"Fn::GetAtt": ["Key", "Arn"]},
        },
    }
    resources[f"{name}Isolation"] = {
        "Type": "AWS::Logs::MetricFilter",
        "Properties": {
            "LogGroupName": {"Ref": f"{name}Logs"},
            "FilterPattern": ISOLATION,
            "MetricTransformations": [
                {
                    "MetricName": "IsolationFaults",
                    "MetricNamespace": "Manydesk/Logs",
                    "MetricValue": "1",
                }
            ],
        },
    }
    properties["LoggingConfig"] = {
        "LogGroup": {"Ref": f"{name}Logs"},
        "LogFormat": "JSON",
        "ApplicationLogLevel": "INFO",
        "SystemLogLevel": "WARN",  # a line each for start, end and report costs more than our own
    }


def add_rights(resources: dict[str, Any], name: str, properties: dict[str, Any]) -> None:
    """Each role may be taken by Lambda alone, write its own log group, and use the common policy."""
    role = resources[properties["Role"]["Fn::GetAtt"][0]]["Properties"]
    role["AssumeRolePolicyDocument"] = TRUST
    role["ManagedPolicyArns"] = [{"Ref": "CommonPolicy"}]
    role["Policies"].append(
        {
            "PolicyName": f"{name}Logs",
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Sid": "WriteOwnLog",
                        "Effect": "Allow",
                        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                        "Resource": {"Fn::GetAtt": [f"{name}Logs", "Arn"]},
                    }
                ],
            },
        }
    )


def add_alarms(resources: dict[str, Any], name: str) -> None:
    for metric, description in WATCHED.items():
        resources[f"{name}{metric}Alarm"] = {
            "Type": "AWS::CloudWatch::Alarm",
            "Properties": {
                "AlarmDescription": f"{name} {description}",
                "AlarmActions": [{"Ref": "AlarmTopic"}],
                "Namespace": "AWS/Lambda",
                "MetricName": metric,
                "Dimensions": [{"Name": "FunctionName", "Value": {"Ref": name}}],
                "Statistic": "Sum",
                "Period": 60,
                "EvaluationPeriods": 3,
                "DatapointsToAlarm": 2,
                "Threshold": 0,
                "ComparisonOperator": "GreaterThanThreshold",
                "TreatMissingData": "notBreaching",
            },
        }


def finish(template: Template, joined: Template) -> Template:
    loosen(template, joined)
    add_problems(template)
    add_channels(template)
    add_dashboard(template)
    for name, properties in functions(template):
        add_logs(template["Resources"], name, properties)
        add_rights(template["Resources"], name, properties)
        add_alarms(template["Resources"], name)
    return template
