"""What our template must be, beyond what cfn-lint knows. Each rule yields what breaks it."""

import json
import re
from collections.abc import Callable, Iterator

from chalicelib.table import guard
from chalicelib.vault import objects, seal
from tests.fences.reading import (
    Template,
    alarmed,
    functions,
    many,
    mappings,
    named,
    of_type,
    statements,
)

Broken = Iterator[str]
Rule = Callable[[Template], Broken]

STREAM_LIMITS = ("BisectBatchOnFunctionError", "MaximumRetryAttempts", "MaximumRecordAgeInSeconds")
READERS_OF_A_STREAM = 2
RECOVERY_DAYS = {"DeskTable": 35, "LedgerTable": 35, "KeysTable": 1, "SocketsTable": None}
# Statements that may name every resource, because AWS knows none for their actions.
NO_RESOURCES = {"xray:PutTraceSegments", "xray:PutTelemetryRecords", "dynamodb:ListStreams"}
SECRET_NAME = re.compile(r"SECRET|PASSWORD|PASSWD|TOKEN|CREDENTIAL|PRIVATE|API_?KEY|PEPPER|SALT")
SECRET_VALUE = re.compile(r"AKIA|-----BEGIN|[A-Za-z0-9+/_=-]{32,}")
PASSING = dict(zip(("Key", "Value"), objects.PASSING.split("="), strict=True))
RULES: dict[str, Rule] = {}


def rule(check: Rule) -> Rule:
    RULES[check.__name__] = check
    return check


@rule
def queues_have_dead_letters_alarms_and_the_key(template: Template) -> Broken:
    queues = of_type(template, "AWS::SQS::Queue")
    set_aside = {
        named(q["Properties"].get("RedrivePolicy", {}).get("deadLetterTargetArn"))
        for q in queues.values()
    } | {
        named(m.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination"))
        for _, _, _, m in mappings(template)
    }
    set_aside |= {name for _, name in given_up(template)}
    watched = alarmed(template, "ApproximateAgeOfOldestMessage|ApproximateNumberOfMessagesVisible")
    for name, queue in queues.items():
        properties = queue["Properties"]
        if name not in set_aside and "maxReceiveCount" not in properties.get("RedrivePolicy", {}):
            yield f"{name} has no dead-letter queue"
        if name not in watched:
            yield f"{name} has no alarm"
        if named(properties.get("KmsMasterKeyId")) != "Key":
            yield f"{name} is not encrypted with the key"


@rule
def mappings_report_have_limits_and_a_destination(template: Template) -> Broken:
    queues = of_type(template, "AWS::SQS::Queue")
    default = template["Globals"]["Function"]["Timeout"]
    for name, kind, source, said in mappings(template):
        if said.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
            yield f"{name}: a partial failure fails the whole batch"
        if "BatchSize" not in said:
            yield f"{name}: no batch size"
        if kind == "SQS":
            timeout = functions(template)[name].get("Timeout", default)
            if queues[source]["Properties"].get("VisibilityTimeout", 30) < 6 * timeout:
                yield f"{source}: visible again before {name} has had its six tries' time"
            if "MaximumConcurrency" not in said.get("ScalingConfig", {}):
                yield f"{name}: no bound on concurrency"
            continue
        yield from (f"{name}: no {limit}" for limit in STREAM_LIMITS if not said.get(limit))
        if (
            named(said.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination"))
            not in queues
        ):
            yield f"{name}: given-up records go nowhere"
        if name not in alarmed(template, "IteratorAge"):
            yield f"{name}: no alarm on the age of its stream"
    for raw in of_type(template, "AWS::Lambda::EventSourceMapping"):
        yield f"{raw}: mappings are declared as events of their function"


def given_up(template: Template) -> Iterator[tuple[str, str]]:
    """Functions, and where an invocation goes that failed and that nobody waited for."""
    for name, properties in functions(template).items():
        destinations = properties.get("EventInvokeConfig", {}).get("DestinationConfig", {})
        if failed := destinations.get("OnFailure"):
            yield name, named(failed["Destination"])


@rule
def schedules_are_not_retried_and_their_silence_is_heard(template: Template) -> Broken:
    """The next turn does what this one did not; a turn that never comes must be noticed."""
    queues = of_type(template, "AWS::SQS::Queue")
    alarms = of_type(template, "AWS::CloudWatch::Alarm").values()
    loud = {
        named(dimension["Value"])
        for alarm in alarms
        if alarm["Properties"]["TreatMissingData"] == "breaching"
        for dimension in alarm["Properties"]["Dimensions"]
    }
    for name, properties in functions(template).items():
        for event in properties.get("Events", {}).values():
            if event["Type"] not in {"Schedule", "ScheduleV2"}:
                continue
            invoked = properties.get("EventInvokeConfig", {})
            policies = (event["Properties"].get("RetryPolicy", {}), invoked)
            if any(policy.get("MaximumRetryAttempts") != 0 for policy in policies):
                yield f"{name} is retried beside its next turn"
            if not {queue for function, queue in given_up(template) if function == name} & set(
                queues
            ):
                yield f"{name}: a turn that failed goes nowhere"
            if name not in loud:
                yield f"{name}: nobody hears when it does not run"


@rule
def a_stream_has_two_readers_at_most(template: Template) -> Broken:
    sources = [source for _, kind, source, _ in mappings(template) if kind == "DynamoDB"]
    for source in set(sources):
        if sources.count(source) > READERS_OF_A_STREAM:
            yield f"{source} has {sources.count(source)} readers"


@rule
def tables_are_protected(template: Template) -> Broken:
    tables = of_type(template, "AWS::DynamoDB::Table")
    if tables.keys() != RECOVERY_DAYS.keys():
        yield f"the tables are {sorted(tables)}"
    for name, table in tables.items():
        properties = table["Properties"]
        if {table.get("DeletionPolicy"), table.get("UpdateReplacePolicy")} != {"Retain"}:
            yield f"{name} goes with the stack"
        if properties.get("DeletionProtectionEnabled") is not True:
            yield f"{name} can be deleted"
        if named(properties.get("SSESpecification", {}).get("KMSMasterKeyId")) != "Key":
            yield f"{name} is not encrypted with the key"
        recovery = properties.get("PointInTimeRecoverySpecification", {})
        if recovery.get("RecoveryPeriodInDays") != RECOVERY_DAYS.get(name):
            yield f"{name} can be recovered for {recovery.get('RecoveryPeriodInDays')} days"


@rule
def the_key_rotates_and_opens_to_nobody_outside(template: Template) -> Broken:
    for name, key in of_type(template, "AWS::KMS::Key").items():
        if key["Properties"].get("EnableKeyRotation") is not True:
            yield f"{name} does not rotate"
        if {key.get("DeletionPolicy"), key.get("UpdateReplacePolicy")} != {"Retain"}:
            yield f"{name} goes with the stack"
        for statement in key["Properties"]["KeyPolicy"]["Statement"]:
            principal = statement["Principal"]
            if principal == "*" or "*" in many(principal.get("AWS")):
                yield f"{name}: {statement['Sid']} lets anybody in"
            if "Service" in principal and not statement.get("Condition"):
                yield f"{name}: {statement['Sid']} lets a service in for anybody"


@rule
def no_policy_allows_everything(template: Template) -> Broken:
    for name, statement in statements(template):
        actions = many(statement["Action"])
        yield from (f"{name}: {a}" for a in actions if "*" in a)
        if "NotAction" in statement or "NotResource" in statement:
            yield f"{name}: {statement.get('Sid')} allows by exception"
        if "*" in many(statement["Resource"]) and not set(actions) <= NO_RESOURCES:
            yield f"{name}: {statement.get('Sid')} on every resource"


@rule
def environments_hold_no_secret(template: Template) -> Broken:
    said = [("Globals", template["Globals"]["Function"]), *functions(template).items()]
    for where, properties in said:
        for name, value in properties.get("Environment", {}).get("Variables", {}).items():
            if SECRET_NAME.search(name):
                yield f"{where}: {name} sounds like a secret"
            if isinstance(value, str) and SECRET_VALUE.search(value):
                yield f"{where}: {name} looks like a secret"


@rule
def functions_share_what_functions_need(template: Template) -> Broken:
    shared = template["Globals"]["Function"]
    if (shared["Runtime"], shared["Architectures"]) != ("python3.13", ["arm64"]):
        yield f"functions run on {shared['Runtime']}, {shared['Architectures']}"
    if shared.get("Tracing") != "Active" or "CodeUri" in shared:
        yield "Globals must trace, and hold no code"
    roles = [named(p.get("Role")) for p in functions(template).values()]
    for name, properties in functions(template).items():
        yield from (
            f"{name} has its own {key}"
            for key in ("Runtime", "Architectures", "Tracing", "Layers")
            if key in properties
        )
        if roles.count(named(properties.get("Role"))) != 1:
            yield f"{name} has no role of its own"
        if named(properties.get("LoggingConfig", {}).get("LogGroup")) != f"{name}Logs":
            yield f"{name} logs elsewhere"
        if not properties.get("CodeUri"):
            yield f"{name} has no code"
        yield from (
            f"{name}: no alarm on {metric}"
            for metric in ("Errors", "Throttles")
            if name not in alarmed(template, metric)
        )


@rule
def logs_end_and_are_encrypted(template: Template) -> Broken:
    for name, group in of_type(template, "AWS::Logs::LogGroup").items():
        if not group["Properties"].get("RetentionInDays"):
            yield f"{name} is kept for ever"
        if named(group["Properties"].get("KmsKeyId")) != "Key":
            yield f"{name} is not encrypted with the key"


@rule
def isolation_faults_are_heard(template: Template) -> Broken:
    """By the names under which the house logs them, in every function's log."""
    heard = {
        named(each["Properties"]["LogGroupName"])
        for each in of_type(template, "AWS::Logs::MetricFilter").values()
        if all(
            f'$.exception_name = "{fault.__name__}"' in each["Properties"]["FilterPattern"]
            for fault in (guard.Breach, seal.Unsealable)
        )
    }
    yield from (
        f"{name} is not listened to" for name in functions(template) if f"{name}Logs" not in heard
    )
    alarms = of_type(template, "AWS::CloudWatch::Alarm").values()
    if not any(alarm["Properties"].get("MetricName") == "IsolationFaults" for alarm in alarms):
        yield "nobody hears of it"


@rule
def buckets_are_private(template: Template) -> Broken:
    policies = of_type(template, "AWS::S3::BucketPolicy").values()
    for name, bucket in of_type(template, "AWS::S3::Bucket").items():
        properties = bucket["Properties"]
        block = properties.get("PublicAccessBlockConfiguration", {})
        if [*block.values()] != [True] * 4:
            yield f"{name} may be public"
        if properties.get("VersioningConfiguration", {}).get("Status") != "Enabled":
            yield f"{name} forgets"
        if "BucketEncryption" not in properties:
            yield f"{name} is not encrypted"
        said = [p["Properties"] for p in policies if named(p["Properties"]["Bucket"]) == name]
        if not any("aws:SecureTransport" in json.dumps(policy) for policy in said):
            yield f"{name} may be read without TLS"


@rule
def sealed_objects_are_encrypted_and_old_ones_go(template: Template) -> Broken:
    bucket = template["Resources"]["FilesBucket"]
    properties = bucket["Properties"]
    if {bucket.get("DeletionPolicy"), bucket.get("UpdateReplacePolicy")} != {"Retain"}:
        yield "FilesBucket goes with the stack"
    for each in properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]:
        if named(each["ServerSideEncryptionByDefault"].get("KMSMasterKeyID")) != "Key":
            yield "FilesBucket is not encrypted with the key"
    rules = properties.get("LifecycleConfiguration", {}).get("Rules", [])
    if not any(each.get("NoncurrentVersionExpiration") for each in rules):
        yield "FilesBucket keeps for ever what was replaced"
    if PASSING not in [tag for each in rules for tag in each.get("TagFilters", ())]:
        yield "FilesBucket keeps for ever what nobody came back for"


@rule
def arns_fit_every_partition(template: Template) -> Broken:
    yield from re.findall(r'[^"]*arn:aws[a-z-]*:[^"]*', json.dumps(template))
