"""The template that is deployed, built from the tree as it stands, and held against our rules.

The layer, which pip fetches, has a test of its own: tests/stack/test_layer.py.
"""

import copy
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from chalicelib.core import errors
from infra.parts import ROOT, join
from infra.problems import PROBLEMS
from tests.fences.conftest import build_into
from tests.fences.door_rules import UNLOGGED
from tests.fences.reading import Template, named
from tests.fences.template_rules import RULES, SECRET_VALUE

REGIONS = sorted(path.stem for path in (ROOT / "infra" / "regions").glob("*.json"))
ZIP_BUDGET = 1_000_000
CFN_LINT = Path(sys.executable).with_name("cfn-lint")


def lint(*paths: Path) -> list[tuple[str, str]]:
    """What cfn-lint finds: in which file, and what. One run: starting takes it longest."""
    command = [str(CFN_LINT), "--format", "json", "--regions", *REGIONS, "--", *map(str, paths)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return [(each["Filename"], each["Message"]) for each in json.loads(ran.stdout)]


def test_cfn_lint_finds_a_planted_mistake_and_no_other_in_any_region(
    built: Path, tmp_path: Path
) -> None:
    bad = json.loads(built.read_text())
    bad["Resources"]["MailQueue"]["Properties"]["VisibiltyTimeout"] = 1
    planted = tmp_path / "bad.json"
    planted.write_text(json.dumps(bad))
    found = lint(built, planted)

    assert found
    assert {name for name, _ in found} == {str(planted)}
    assert all("VisibiltyTimeout" in message for _, message in found)


def test_three_regions_are_described_by_parameters_the_template_has(template: Template) -> None:
    assert REGIONS == ["ap-southeast-1", "eu-west-1", "us-east-1"]
    for region in REGIONS:
        said = json.loads((ROOT / "infra" / "regions" / f"{region}.json").read_text())
        assert said["parameters"].keys() <= template["Parameters"].keys()


@pytest.mark.parametrize("rule", RULES)
def test_the_template_keeps(rule: str, template: Template) -> None:
    assert list(RULES[rule](template)) == []


# Each rule with one change that breaks it: a path into the resources, and what to put there.
GONE = object()
QUEUE, STREAM = (
    "SendMail.Properties.Events.Mail.Properties",
    "FanOut.Properties.Events.Desk.Properties",
)
PLANTED: list[tuple[str, str, Any]] = [
    ("queues_have_dead_letters_alarms_and_the_key", "MailQueue.Properties.RedrivePolicy", GONE),
    (
        "queues_have_dead_letters_alarms_and_the_key",
        "MailDeadLettersAlarm.Properties.AlarmActions",
        [],
    ),
    (
        "queues_have_dead_letters_alarms_and_the_key",
        "RelayDeadLetters.Properties.KmsMasterKeyId",
        GONE,
    ),
    ("mappings_report_have_limits_and_a_destination", f"{QUEUE}.FunctionResponseTypes", GONE),
    ("mappings_report_have_limits_and_a_destination", f"{QUEUE}.ScalingConfig", GONE),
    ("mappings_report_have_limits_and_a_destination", "SendMail.Properties.Timeout", 31),
    ("mappings_report_have_limits_and_a_destination", f"{STREAM}.DestinationConfig", GONE),
    ("mappings_report_have_limits_and_a_destination", f"{STREAM}.MaximumRetryAttempts", GONE),
    (
        "mappings_report_have_limits_and_a_destination",
        f"{STREAM}.BisectBatchOnFunctionError",
        False,
    ),
    (
        "schedules_are_not_retried_and_their_silence_is_heard",
        "CheckSla.Properties.Events.EveryMinute.Properties.RetryPolicy",
        GONE,
    ),
    (
        "schedules_are_not_retried_and_their_silence_is_heard",
        "CheckSla.Properties.EventInvokeConfig.MaximumRetryAttempts",
        2,
    ),
    (
        "schedules_are_not_retried_and_their_silence_is_heard",
        "CheckSla.Properties.EventInvokeConfig.DestinationConfig",
        GONE,
    ),
    (
        "schedules_are_not_retried_and_their_silence_is_heard",
        "CheckSlaDelayAlarm.Properties.TreatMissingData",
        "notBreaching",
    ),
    ("a_stream_has_two_readers_at_most", "Relay.Properties.Events.a", "two more readers"),
    ("tables_are_protected", "LedgerTable.Properties.DeletionProtectionEnabled", False),
    ("tables_are_protected", "DeskTable.DeletionPolicy", "Delete"),
    (
        "tables_are_protected",
        "KeysTable.Properties.PointInTimeRecoverySpecification.RecoveryPeriodInDays",
        35,
    ),
    ("tables_are_protected", "SocketsTable.Properties.SSESpecification", GONE),
    ("the_key_rotates_and_opens_to_nobody_outside", "Key.Properties.EnableKeyRotation", False),
    (
        "the_key_rotates_and_opens_to_nobody_outside",
        "Key.Properties.KeyPolicy.Statement.0.Principal.AWS",
        "*",
    ),
    (
        "no_policy_allows_everything",
        "RelayRole.Properties.Policies.0.PolicyDocument.Statement.0.Action",
        "dynamodb:*",
    ),
    (
        "no_policy_allows_everything",
        "RelayRole.Properties.Policies.0.PolicyDocument.Statement.2.Resource",
        "*",
    ),
    ("environments_hold_no_secret", "Relay.Properties.Environment.Variables.MAIL_PASSWORD", "x"),
    ("environments_hold_no_secret", "Relay.Properties.Environment.Variables.MAIL", "AKIA1234"),
    ("sockets_open_by_ticket_alone", "WebsocketConnectRoute.Properties.AuthorizationType", "NONE"),
    ("sockets_open_by_ticket_alone", "SocketAuthorizer.Properties.IdentitySource", GONE),
    ("sockets_open_by_ticket_alone", "SocketAuthorizerPermission.Properties.SourceArn", GONE),
    ("the_socket_stage_deploys_itself", "WebsocketAPIStage.Properties.AutoDeploy", GONE),
    (
        "what_the_message_door_says_is_heard",
        "WebsocketMessageRouteResponse.Properties.RouteId",
        "x",
    ),
    ("functions_share_what_functions_need", "Relay.Properties.Runtime", "python3.11"),
    ("functions_share_what_functions_need", "Relay.Properties.CodeUri", GONE),
    (
        "functions_share_what_functions_need",
        "Relay.Properties.Role",
        {"Fn::GetAtt": ["FanOutRole", "Arn"]},
    ),
    ("functions_share_what_functions_need", "RelayErrorsAlarm.Properties.AlarmActions", []),
    ("logs_end_and_are_encrypted", "RestLogs.Properties.RetentionInDays", GONE),
    ("isolation_faults_are_heard", "RelayIsolation.Properties.FilterPattern", "fault"),
    ("isolation_faults_are_heard", "IsolationAlarm.Properties.MetricName", "Other"),
    ("stages_throttle_and_log_no_secrets", "WebsocketAPIStage.Properties.DefaultRouteSettings", {}),
    (
        "stages_throttle_and_log_no_secrets",
        "RestAPI.Properties.AccessLogSetting.Format",
        "$context.path",
    ),
    (
        "buckets_are_private",
        "WebBucket.Properties.PublicAccessBlockConfiguration.BlockPublicAcls",
        False,
    ),
    ("buckets_are_private", "WebBucketPolicy.Properties.Bucket", {"Ref": "Other"}),
    ("buckets_are_private", "FilesBucket.Properties.VersioningConfiguration", GONE),
    ("sealed_objects_are_encrypted_and_old_ones_go", "FilesBucket.DeletionPolicy", "Delete"),
    (
        "sealed_objects_are_encrypted_and_old_ones_go",
        "FilesBucket.Properties.LifecycleConfiguration",
        GONE,
    ),
    (
        "sealed_objects_are_encrypted_and_old_ones_go",
        "FilesBucket.Properties.BucketEncryption.ServerSideEncryptionConfiguration.0"
        ".ServerSideEncryptionByDefault.KMSMasterKeyID",
        GONE,
    ),
    ("arns_fit_every_partition", "Relay.Properties.Role", "arn:aws:iam::1:role/x"),
]


def plant(template: Template, path: str, value: Any) -> Template:
    bad = copy.deepcopy(template)
    *steps, last = path.split(".")
    place: Any = bad["Resources"]
    for step in steps:
        place = place[int(step)] if step.isdigit() else place[step]
    if value is GONE:
        del place[last]
    elif value == "two more readers":
        place |= dict.fromkeys("ab", place["Ledger"])
    else:
        place[last] = value
    return bad


@pytest.mark.parametrize(
    ("rule", "path", "value"), PLANTED, ids=[f"{r}-{p}" for r, p, _ in PLANTED]
)
def test_a_planted_fault_is_caught(rule: str, path: str, value: Any, template: Template) -> None:
    assert list(RULES[rule](plant(template, path, value))) != []


def test_every_rule_has_a_planted_fault() -> None:
    assert {rule for rule, _, _ in PLANTED} == RULES.keys()


def test_chalice_s_fixed_deployment_would_be_caught(template: Template) -> None:
    bad = copy.deepcopy(template)
    bad["Resources"]["WebsocketAPIDeployment"] = {"Type": "AWS::ApiGatewayV2::Deployment"}

    assert list(RULES["the_socket_stage_deploys_itself"](bad)) == ["WebsocketAPIDeployment"]


def test_a_name_that_two_parts_claim_is_refused(tmp_path: Path) -> None:
    parts = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for part in parts:
        part.write_text("Resources: {Same: {Type: AWS::SQS::Queue}}")
    with pytest.raises(ValueError, match="Same"):
        join(parts)


def test_the_gateway_refuses_in_the_same_words_as_we_do() -> None:
    ours = {kind.code: (kind.status, kind.title) for kind in errors.Refused.__subclasses__()}
    ours["internal"] = (500, "Something broke on our side")

    assert {
        code: (status, title) for status, code, title in PROBLEMS.values()
    }.items() <= ours.items()


def test_built_twice_every_artefact_is_the_same_bytes(tmp_path: Path) -> None:
    once, twice = (build_into(tmp_path / name).parent for name in ("once", "twice"))

    first = {path.name: path.read_bytes() for path in once.iterdir()}
    assert first.keys() >= {"template.json", "app.zip", "relay.zip"}
    assert {path.name: path.read_bytes() for path in twice.iterdir()} == first


def test_function_zips_keep_their_budget_and_hold_no_chalice(built: Path) -> None:
    packed = {path.stem: path for path in built.parent.glob("*.zip") if path.stem != "layer"}
    assert packed.keys() == {
        "app",
        *(p.parent.name for p in ROOT.glob("functions/*/function.yaml")),
    }
    for name, path in packed.items():
        held = zipfile.ZipFile(path).namelist()
        assert path.stat().st_size <= ZIP_BUDGET
        assert not [file for file in held if "__pycache__" in file]
        if name != "app":
            assert not [
                f for f in held if f.endswith("/routes.py") or "/edge/" in f or "chalice/" in f
            ]


def test_what_must_not_be_said_is_known() -> None:
    assert UNLOGGED.search("$context.identity.sourceIp")
    assert SECRET_VALUE.search("AKIAIOSFODNN7EXAMPLE")
    assert not SECRET_VALUE.search("manydesk")
    assert named({"Fn::GetAtt": ["Key", "Arn"]}) == "Key"
