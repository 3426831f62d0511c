"""The independent functions' own doors: partial failures, what goes on queues, the gate's answers."""

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from chalicelib.core.ids import MerchantId
from chalicelib.table import writes
from chalicelib.wiring import House
from tests.desk.clocked import Case
from tests.desk.standing import MovableClock, Stage, desk_of
from tests.desk.test_conversations import visitor_of
from tests.desk.test_fan_out import Scene, head_item, message_item, record
from tests.desk.test_knowledge import jobs, made, publish, titles

ROOT = Path(__file__).parents[2]
CONTEXT = SimpleNamespace(
    function_name="f", memory_limit_in_mb=128, invoked_function_arn="arn", aws_request_id="id"
)


@pytest.fixture
def door(house: House, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    def load(name: str) -> ModuleType:
        path = ROOT / "functions" / name / "handler.py"
        spec = importlib.util.spec_from_file_location(f"{name}_handler", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        monkeypatch.setattr(module, "house", lambda: house)
        return module

    return load


Door = Callable[[str], ModuleType]


class Queue:
    def __init__(self, *, broken: bool = False) -> None:
        self.jobs: list[dict[str, Any]] = []
        self.broken = broken

    def send_message(self, **job: Any) -> None:
        if self.broken:
            raise ConnectionError("no queue")
        self.jobs.append(job)


def outbox_record(number: int, *, event: str = "INSERT", kind: str = "outbox") -> dict[str, Any]:
    image = {
        "pk": {"S": "PLATFORM#OUTBOX"},
        "sk": {"S": f"MAIL#{number}"},
        "kind": {"S": kind},
        "payload": {"B": "c2VjcmV0"},
    }
    return {
        "eventName": event,
        "eventSource": "aws:dynamodb",
        "dynamodb": {"SequenceNumber": str(number), "Keys": {}, "NewImage": image},
    }


def test_one_record_that_cannot_be_delivered_is_reported_and_the_rest_go_out(
    door: Door, house: House, merchant: MerchantId
) -> None:
    scene = Scene(house, merchant)
    with scene.agent.open():
        head = record(head_item(scene.agent, scene.conversation), number=1)
        good = record(message_item(scene.agent, scene.conversation, 1), number=2)
        bad = record(message_item(scene.agent, scene.conversation, 1), number=3)
    bad["dynamodb"]["NewImage"]["body"] = {"B": "AQAAAAE="}

    answer = door("fan_out").handler({"Records": [head, bad, good]}, CONTEXT)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "3"}]}


def test_an_outbox_item_becomes_one_job_that_names_it_and_holds_nothing_else(
    door: Door, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = Queue()
    monkeypatch.setitem(house._clients, "sqs", queue)
    event = {
        "Records": [
            outbox_record(1),
            outbox_record(2, event="MODIFY"),
            outbox_record(3, kind="merchant"),
        ]
    }

    answer = door("relay").handler(event, CONTEXT)

    assert answer == {"batchItemFailures": []}
    (job,) = queue.jobs
    assert json.loads(job["MessageBody"]) == {"pk": "PLATFORM#OUTBOX", "sk": "MAIL#1"}
    assert job["MessageAttributes"]["merchant"]["StringValue"] == "PLATFORM"


def test_a_queue_that_fails_leaves_the_records_to_be_tried_again(
    door: Door, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(house._clients, "sqs", Queue(broken=True))

    answer = door("relay").handler({"Records": [outbox_record(7)]}, CONTEXT)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "7"}]}


def test_a_mail_job_that_names_nothing_is_reported_alone(door: Door) -> None:
    def job(number: int, body: str) -> dict[str, Any]:
        return {"messageId": str(number), "eventSource": "aws:sqs", "body": body}

    answer = door("send_mail").handler({"Records": [job(1, "not json")]}, CONTEXT)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "1"}]}


def test_a_job_of_the_knowledge_is_done_and_one_that_names_nothing_is_reported(
    door: Door, fresh: Stage, merchant: MerchantId
) -> None:
    desk = desk_of(merchant)
    publish(fresh.house, desk, made(fresh.house, desk))
    (job,) = jobs(fresh, desk)
    bodies = [json.dumps({"merchant": merchant, "job": job}), "not json", "{}"]
    records = [
        {"messageId": str(number), "eventSource": "aws:sqs", "body": body}
        for number, body in enumerate(bodies)
    ]

    answer = door("build_index").handler({"Records": records}, CONTEXT)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "1"}, {"itemIdentifier": "2"}]}
    assert titles(fresh.house, desk) == ["Do you ship?"]
    assert jobs(fresh, desk) == []


def connect_event(ticket: str, origin: str | None) -> dict[str, Any]:
    return {
        "methodArn": "arn:aws:execute-api:us-east-1:1:api/desk/$connect",
        "headers": {"Origin": origin} if origin else {},
        "queryStringParameters": {"ticket": ticket},
    }


def effect(answer: dict[str, Any]) -> str:
    statement: dict[str, str] = answer["policyDocument"]["Statement"][0]
    return statement["Effect"]


def test_a_ticket_opens_one_socket_once_and_from_the_desks_origin_alone(
    door: Door, house: House, merchant: MerchantId
) -> None:
    visitor = visitor_of(house, merchant)
    origin = house.config.desk_origin
    authorize = door("authorize_socket").handler
    with visitor.open(front=True):
        ticket = house.access.issue_ticket(visitor)

    assert effect(authorize(connect_event(ticket, "https://evil.example"), CONTEXT)) == "Deny"
    assert effect(authorize(connect_event(ticket, None), CONTEXT)) == "Deny"
    let_in = authorize(connect_event(ticket, origin), CONTEXT)
    assert effect(let_in) == "Allow"
    assert let_in["context"]["merchant"] == merchant
    assert effect(authorize(connect_event(ticket, origin), CONTEXT)) == "Deny"
    assert effect(authorize(connect_event("", origin), CONTEXT)) == "Deny"


def timed(left_ms: int) -> Any:
    return SimpleNamespace(**vars(CONTEXT), get_remaining_time_in_millis=lambda: left_ms)


def test_what_is_due_is_looked_at_and_measured_each_minute(
    door: Door,
    house: House,
    clock: MovableClock,
    merchant: MerchantId,
    caplog: pytest.LogCaptureFixture,
) -> None:
    case = Case(house, clock, merchant)
    case.promise()
    ticket = case.open()
    case.clock.advance(49 * 60)
    check = door("check_sla")

    check.handler({}, timed(9_000))
    assert case.told(ticket) == []  # no time left to begin with it
    check.handler({}, timed(60_000))

    assert case.told(ticket) == [("first_response", "warned")]
    line = [vars(record) for record in caplog.records if hasattr(record, "_aws")][-1]
    (reading,) = line["_aws"]["CloudWatchMetrics"]
    assert {each["Name"] for each in reading["Metrics"]} <= line.keys()
    assert line["DueDelay"] == 60


def test_an_entry_that_fails_fails_the_run_at_its_end(
    door: Door, house: House, clock: MovableClock, merchant: MerchantId
) -> None:
    case = Case(house, clock, merchant)
    with case.desk.open():
        at = case.clock.now
        writes.transact(house.due.put(case.desk, kind="unknown", subject="a", at=at))
    check = door("check_sla")

    with pytest.raises(check.DueFailed):
        check.handler({}, timed(60_000))
