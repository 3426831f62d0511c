"""Creates or updates one stack through a change set, and says plainly what failed."""

import time
from typing import Any

from botocore.exceptions import ClientError, WaiterError

FAILED = ("CREATE_FAILED", "UPDATE_FAILED", "DELETE_FAILED")
NOTHING = ("didn't contain changes", "No updates are to be performed")
SECONDS = 1


class StackFailed(Exception):  # noqa: N818
    """The resources that failed, each with its reason."""


def deploy_stack(
    cfn: Any, stack: str, template_url: str, parameters: dict[str, str]
) -> dict[str, str]:
    """Returns the stack's outputs."""
    kind = "UPDATE" if _exists(cfn, stack) else "CREATE"
    change = f"deploy-{time.time_ns()}"
    cfn.create_change_set(
        StackName=stack,
        ChangeSetName=change,
        ChangeSetType=kind,
        TemplateURL=template_url,
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    )
    if _has_changes(cfn, stack, change):
        print(f"{stack}: {kind.lower()} …", flush=True)
        past = {event["EventId"] for event in _events(cfn, stack)}
        cfn.execute_change_set(StackName=stack, ChangeSetName=change)
        _follow(cfn, stack, kind, past)
    else:
        print(f"{stack}: nothing to change", flush=True)
    described = cfn.describe_stacks(StackName=stack)["Stacks"][0]
    return {o["OutputKey"]: o["OutputValue"] for o in described.get("Outputs", [])}


def _exists(cfn: Any, stack: str) -> bool:
    """A stack that a first failed create left behind is cleared away: it can only be deleted."""
    try:
        status = cfn.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
    except ClientError as error:
        if "does not exist" in str(error):
            return False
        raise
    if status in ("ROLLBACK_COMPLETE", "CREATE_FAILED"):
        print(f"{stack}: clearing the remains of a failed create", flush=True)
        cfn.delete_stack(StackName=stack)
        cfn.get_waiter("stack_delete_complete").wait(
            StackName=stack, WaiterConfig={"Delay": SECONDS}
        )
        return False
    return bool(status != "REVIEW_IN_PROGRESS")


def _has_changes(cfn: Any, stack: str, change: str) -> bool:
    try:
        cfn.get_waiter("change_set_create_complete").wait(
            StackName=stack,
            ChangeSetName=change,
            WaiterConfig={"Delay": SECONDS, "MaxAttempts": 300},
        )
    except WaiterError as error:
        described = cfn.describe_change_set(StackName=stack, ChangeSetName=change)
        reason = described.get("StatusReason", "")
        if not any(words in reason for words in NOTHING):
            raise StackFailed(f"{stack}: the change set was refused: {reason}") from error
        cfn.delete_change_set(StackName=stack, ChangeSetName=change)
        return False
    return True


def _follow(cfn: Any, stack: str, kind: str, seen: set[str]) -> None:
    """Prints each resource as it settles, until the stack has."""
    failed: list[str] = []
    while True:
        status = cfn.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
        for event in reversed(_events(cfn, stack)):
            if event["EventId"] in seen:
                continue
            seen.add(event["EventId"])
            if line := _line(event):
                print(f"  {line}", flush=True)
            if event["ResourceStatus"] in FAILED:
                failed.append(_line(event))
        if not status.endswith("_IN_PROGRESS"):
            break
        time.sleep(SECONDS)
    if status != f"{kind}_COMPLETE":
        raise StackFailed("\n  ".join([f"{stack} ended as {status}", *failed]))


def _events(cfn: Any, stack: str) -> list[dict[str, Any]]:
    pages = cfn.get_paginator("describe_stack_events").paginate(StackName=stack)
    return [event for page in pages for event in page["StackEvents"]]


def _line(event: dict[str, Any]) -> str:
    status = event["ResourceStatus"]
    if status.endswith("_IN_PROGRESS"):
        return ""
    reason = event.get("ResourceStatusReason", "") if status in FAILED else ""
    return f"{status:<16} {event['LogicalResourceId']} {reason}".rstrip()
