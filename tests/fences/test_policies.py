"""Who may do what: every function against every call that our code could make, and some it never may."""

import copy
from dataclasses import dataclass, field
from itertools import product

import pytest

from chalicelib.table.keys import PLATFORM
from tests.fences.policy_evaluator import Context, Unknown, allowed
from tests.fences.reading import Template, functions

READ = {"GetItem", "BatchGetItem", "Query"}
WRITE = {"PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"}
NEVER = {
    "Scan",
    "BatchWriteItem",
    "DeleteTable",
    "UpdateTable",
    "PartiQLSelect",
    "ExportTableToPointInTime",
}
STREAM = {"GetRecords", "GetShardIterator", "DescribeStream"}
TABLES = ("DeskTable", "LedgerTable", "KeysTable", "SocketsTable")
WORK = ("MailQueue", "BotQueue", "AssignQueue", "TicketQueue", "KnowledgeQueue", "OutboundQueue")
QUEUES = (
    "CheckSlaDeadLetters",
    *WORK,
    "InboundQueue",
    "IngestEmailDeadLetters",
    "InboundDeadLetters",
    *(queue.replace("Queue", "DeadLetters") for queue in WORK),
    "RelayDeadLetters",
    "FanOutDeadLetters",
)
FILES = {"GetObject", "PutObject", "PutObjectTagging", "DeleteObject", "GetObjectVersion"}
OPENED = {"GetObject", "PutObject"}  # what the bucket's key is asked for
TAKE = {"ReceiveMessage", "DeleteMessage", "GetQueueAttributes"}
OURS = "arn:aws:execute-api:us-east-1:111122223333:WebsocketAPI/desk/POST/@connections/abc="
OTHERS = OURS.replace("WebsocketAPI", "another-api")
MERCHANTS: Context = {
    "kms:EncryptionContext:merchant": "01J",
    "kms:EncryptionContext:purpose": "field",
    "kms:EncryptionContext:epoch": "1",
    "kms:EncryptionContextKeys": ["merchant", "purpose", "epoch"],
}
PLATFORMS: Context = {**MERCHANTS, "kms:EncryptionContext:merchant": PLATFORM}
OWN: Context = {"dynamodb:LeadingKeys": ["M#01J"]}


@dataclass(frozen=True)
class May:
    """What one function may do; whatever is not said here it may not."""

    DeskTable: set[str] = field(default_factory=set)
    LedgerTable: set[str] = field(default_factory=set)
    KeysTable: set[str] = field(default_factory=set)
    SocketsTable: set[str] = field(default_factory=set)
    indexes: set[str] = field(default_factory=set)
    seal: set[str] = field(default_factory=set)
    streams: set[str] = field(default_factory=set)
    send_to: set[str] = field(default_factory=set)
    take_from: set[str] = field(default_factory=set)
    files: set[tuple[str, str]] = field(default_factory=set)
    push: bool = False
    mail: bool = False
    platform: bool = False  # opens what is sealed under the platform's own key: people, letters


MAY = {
    "APIHandler": May(
        DeskTable=READ | WRITE,
        LedgerTable=READ | WRITE,
        SocketsTable=READ | WRITE,
        KeysTable={"GetItem", "PutItem", "UpdateItem"},
        indexes={"held", "recent", "by_status"},
        seal={"GenerateDataKey", "Decrypt"},
        files={
            ("GetObject", "index"),
            ("PutObject", "import"),
            ("PutObjectTagging", "import"),
            ("PutObject", "attachment"),
            ("GetObject", "attachment"),
            ("PutObject", "arrival"),
            ("PutObjectTagging", "arrival"),
            ("GetObject", "arrival"),
        },
        send_to={"InboundQueue", "OutboundQueue"},
        push=True,
        platform=True,
    ),
    "WebsocketConnect": May(
        SocketsTable=READ | WRITE,
        LedgerTable={"GetItem"},
        KeysTable={"GetItem"},
        seal={"Decrypt"},
        push=True,
    ),
    "Assign": May(
        DeskTable=READ | {"PutItem", "UpdateItem"},
        LedgerTable=READ | {"PutItem", "UpdateItem"},
        SocketsTable={"Query"},
        KeysTable={"GetItem"},
        indexes={"held"},
        seal={"Decrypt"},
        send_to={"AssignQueue"},
        take_from={"AssignQueue"},
        platform=True,
    ),
    "WebsocketMessage": May(
        DeskTable=READ | WRITE,
        LedgerTable=READ,
        SocketsTable=READ | WRITE,
        KeysTable={"GetItem"},
        indexes={"held", "recent"},
        seal={"Decrypt"},
        send_to={"AssignQueue"},
        push=True,
    ),
    "WebsocketDisconnect": May(
        SocketsTable=READ | WRITE,
        KeysTable={"GetItem"},
        seal={"Decrypt"},
        send_to={"AssignQueue"},
        push=True,
    ),
    "AuthorizeSocket": May(
        LedgerTable={"GetItem", "UpdateItem"},
        SocketsTable={"DeleteItem"},
        KeysTable={"GetItem"},
        seal={"Decrypt"},
        platform=True,
    ),
    "CheckSla": May(
        DeskTable={"GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"},
        LedgerTable={"GetItem", "Query", "PutItem", "UpdateItem"},  # the last for domains
        KeysTable={"GetItem"},
        indexes={"due"},
        SocketsTable={"Query"},
        seal={"Decrypt"},
        send_to={"AssignQueue", "OutboundQueue", "CheckSlaDeadLetters"},
        files={("DeleteObject", "attachment")},
        platform=True,
    ),
    "Relay": May(streams={"LedgerTable", "DeskTable"}, send_to={*WORK, "RelayDeadLetters"}),
    "ReplyBot": May(
        DeskTable={"GetItem", "Query", "PutItem", "UpdateItem"},
        LedgerTable={"GetItem"},
        KeysTable={"GetItem"},
        seal={"Decrypt"},
        take_from={"BotQueue"},
        files={("GetObject", "index")},
    ),
    "BuildIndex": May(
        LedgerTable=READ | {"PutItem", "UpdateItem", "DeleteItem"},
        KeysTable={"GetItem"},
        seal={"Decrypt"},
        take_from={"KnowledgeQueue"},
        files={
            ("GetObject", "import"),
            ("DeleteObject", "import"),
            ("PutObject", "index"),
            ("DeleteObject", "index"),
        },
    ),
    "IngestChannel": May(
        LedgerTable={"GetItem"},
        SocketsTable={"UpdateItem"},
        KeysTable={"GetItem"},
        seal={"Decrypt"},
        send_to={"InboundQueue"},
        files={("PutObject", "arrival"), ("PutObjectTagging", "arrival")},
    ),
    "IngestEmail": May(
        LedgerTable={"GetItem"},
        KeysTable={"GetItem"},
        seal={"Decrypt"},
        send_to={"InboundQueue", "IngestEmailDeadLetters"},
        files={("PutObject", "arrival"), ("PutObjectTagging", "arrival")},
    ),
    "ReceiveChannel": May(
        DeskTable=READ | {"PutItem", "UpdateItem", "ConditionCheckItem", "DeleteItem"},
        LedgerTable={"GetItem"},
        KeysTable={"GetItem", "PutItem"},
        seal={"Decrypt"},
        take_from={"InboundQueue"},
        files={
            ("GetObject", "arrival"),
            ("PutObject", "arrival"),
            ("GetObject", "attachment"),
            ("PutObject", "attachment"),
        },
    ),
    "SendChannel": May(
        DeskTable=READ | {"PutItem", "UpdateItem"},
        LedgerTable={"GetItem", "Query", "PutItem", "UpdateItem"},
        KeysTable={"GetItem"},
        seal={"Decrypt"},
        take_from={"OutboundQueue"},
        files={("GetObject", "attachment")},
    ),
    "FanOut": May(
        DeskTable=READ,
        KeysTable={"GetItem"},
        SocketsTable=READ | {"UpdateItem", "DeleteItem"},
        seal={"Decrypt"},
        streams={"DeskTable"},
        send_to={"FanOutDeadLetters", "AssignQueue"},
        push=True,
    ),
    "TransitionTicket": May(
        DeskTable=READ | WRITE,
        LedgerTable={"GetItem", "PutItem"},
        KeysTable={"GetItem"},
        indexes={"by_status", "held"},
        seal={"Decrypt"},
        send_to={"TicketQueue"},
        take_from={"TicketQueue"},
    ),
    "SendMail": May(
        DeskTable={"GetItem", "Query"},
        LedgerTable={"GetItem", "Query", "PutItem", "UpdateItem", "ConditionCheckItem"},
        KeysTable={"GetItem"},
        seal={"Decrypt"},
        take_from={"MailQueue"},
        mail=True,
        platform=True,
    ),
}
everybody = pytest.mark.parametrize("function", MAY)


def test_every_function_has_its_row(template: Template) -> None:
    assert MAY.keys() == dict(functions(template)).keys()


@everybody
@pytest.mark.parametrize("table", TABLES)
def test_items(function: str, table: str, template: Template) -> None:
    every = READ | WRITE | NEVER
    may = {a for a in every if allowed(template, function, f"dynamodb:{a}", table, OWN)}

    assert may == getattr(MAY[function], table)


@pytest.mark.parametrize(
    ("function", "action", "table", "key"),
    [
        ("CheckSla", "UpdateItem", "SocketsTable", "LIMIT#unasked_hour#0a"),
        ("SendChannel", "UpdateItem", "SocketsTable", "LIMIT#unasked_hour#0a"),
        ("SendMail", "PutItem", "DeskTable", "M#01J#ARRIVED#0a"),
    ],
)
def test_of_some_tables_a_function_writes_one_kind_of_item(
    function: str, action: str, table: str, key: str, template: Template
) -> None:
    """What `test_items` asks for is another kind; an operation that names no key is refused too."""
    for leading, may in (([key], True), ([key, "M#01J"], False), (None, False)):
        context: Context = {"dynamodb:LeadingKeys": leading} if leading else {}
        assert allowed(template, function, f"dynamodb:{action}", table, context) is may


@everybody
def test_the_platforms_key_is_out_of_reach_of_those_who_serve_merchants(
    function: str, template: Template
) -> None:
    """Another merchant's wrapped key is not told apart here: call guard and encryption context do."""
    row = MAY[function]
    if not row.KeysTable:
        return
    for leading, may in (
        (["M#01J"], True),
        (["M#01K"], True),
        ([PLATFORM], row.platform),
        (["M#01J", PLATFORM], row.platform),
        (None, row.platform),
    ):
        context: Context = {"dynamodb:LeadingKeys": leading} if leading else {}
        assert allowed(template, function, "dynamodb:GetItem", "KeysTable", context) is may
    assert allowed(template, function, "kms:Decrypt", "Key", PLATFORMS) is row.platform


@everybody
def test_indexes_are_queried_by_those_who_list(function: str, template: Template) -> None:
    every = product(TABLES, ("held", "recent", "by_status", "due", "other", "*"))
    may = {
        (t, i) for t, i in every if allowed(template, function, "dynamodb:Query", f"{t}/index/{i}")
    }

    assert may == {("DeskTable", index) for index in MAY[function].indexes}
    for table, index in product(TABLES, ("held", "recent", "by_status", "due")):
        for action in ("Scan", "PartiQLSelect"):
            assert not allowed(template, function, f"dynamodb:{action}", f"{table}/index/{index}")


@everybody
def test_streams_have_one_named_reader(function: str, template: Template) -> None:
    for table, action in product(TABLES, STREAM):
        may = allowed(template, function, f"dynamodb:{action}", f"{table}.StreamArn")
        assert may == (table in MAY[function].streams)


@everybody
def test_the_key_is_used_for_one_named_merchant(function: str, template: Template) -> None:
    actions = {
        "GenerateDataKey",
        "Decrypt",
        "Encrypt",
        "ScheduleKeyDeletion",
        "CreateGrant",
        "PutKeyPolicy",
    }
    may = {a for a in actions if allowed(template, function, f"kms:{a}", "Key", MERCHANTS)}

    assert may == MAY[function].seal


@everybody
@pytest.mark.parametrize(
    "context",
    [
        {},
        {k: v for k, v in MERCHANTS.items() if not k.endswith("merchant")},
        {**MERCHANTS, "kms:EncryptionContextKeys": ["merchant", "purpose", "epoch", "other"]},
    ],
    ids=["none", "no-merchant", "one-more"],
)
def test_the_key_is_of_no_use_without_its_context(
    function: str, context: Context, template: Template
) -> None:
    for action in ("GenerateDataKey", "Decrypt"):
        assert not allowed(template, function, f"kms:{action}", "Key", context)


@everybody
def test_tables_and_queues_may_use_the_key_for_it(function: str, template: Template) -> None:
    files = any(action in OPENED for action, _ in MAY[function].files)
    for service, may in (("dynamodb", True), ("sqs", True), ("s3", files), ("lambda", False)):
        through = {"kms:ViaService": f"{service}.us-east-1.amazonaws.com"}
        assert allowed(template, function, "kms:Decrypt", "Key", through) is may


@everybody
def test_queues(function: str, template: Template) -> None:
    row = MAY[function]
    for queue in QUEUES:
        assert allowed(template, function, "sqs:SendMessage", queue) == (queue in row.send_to)
        taken = {a for a in TAKE if allowed(template, function, f"sqs:{a}", queue)}
        assert taken == (TAKE if queue in row.take_from else set())
        assert not allowed(template, function, "sqs:PurgeQueue", queue)


@everybody
def test_files_of_a_kind_are_touched_by_those_who_need_them(
    function: str, template: Template
) -> None:
    every = product(FILES, ("index", "import", "attachment", "arrival", "other"))
    may = {
        (a, f) for a, f in every if allowed(template, function, f"s3:{a}", f"FilesBucket/01J/{f}/1")
    }

    assert may == MAY[function].files
    assert not any(allowed(template, function, f"s3:{a}", "WebBucket/01J/index/1") for a in FILES)


@everybody
def test_uploads_are_taken_by_the_front_door_alone(function: str, template: Template) -> None:
    may = {
        a for a in FILES if allowed(template, function, f"s3:{a}", "UploadsBucket/01J/upload/2/3")
    }

    assert may == ({"GetObject", "PutObject"} if function == "APIHandler" else set())
    assert not any(allowed(template, function, f"s3:{a}", "UploadsBucket/01J/x/1") for a in FILES)


@everybody
def test_pushes_go_to_our_own_sockets(function: str, template: Template) -> None:
    push = "execute-api:ManageConnections"

    assert allowed(template, function, push, OURS) is MAY[function].push
    assert not allowed(template, function, push, OTHERS)
    assert not allowed(template, function, push, OURS.replace("/desk/", "/other/"))


@everybody
def test_mail_goes_out_under_our_own_address(function: str, template: Template) -> None:
    identity = "arn:aws:ses:us-east-1:111122223333:identity/MailFrom.split(@)[1]"
    ours, anothers = {"ses:FromAddress": "MailFrom"}, {"ses:FromAddress": "boss@example.com"}

    assert allowed(template, function, "ses:SendEmail", identity, ours) is MAY[function].mail
    assert not allowed(template, function, "ses:SendEmail", identity, anothers)
    assert not allowed(template, function, "ses:SendEmail", identity + "x", ours)


@everybody
def test_a_function_writes_its_own_log_alone(function: str, template: Template) -> None:
    may = {f for f in MAY if allowed(template, function, "logs:PutLogEvents", f"{f}Logs")}

    assert may == {function}


@everybody
def test_nobody_may_touch_files_rights_or_other_code(function: str, template: Template) -> None:
    for action in (
        "s3:GetObject",
        "s3:PutObject",
        "iam:PassRole",
        "sts:AssumeRole",
        "lambda:InvokeFunction",
    ):
        assert not allowed(template, function, action, "arn:aws:any:::thing")


def test_mail_of_inboxes_goes_out_under_their_own_domain(template: Template) -> None:
    identity = "arn:aws:ses:us-east-1:111122223333:identity/MailDomain"
    for function in MAY:
        may = function in {"SendChannel", "SendMail", "APIHandler"}  # the last tests an inbox
        for sender, ours in (("abc@MailDomain", may), ("boss@example.com", False)):
            context: Context = {"ses:FromAddress": sender}
            for action in ("ses:SendEmail", "ses:SendRawEmail"):
                assert allowed(template, function, action, identity, context) is ours


IDENTITY = "arn:aws:ses:us-east-1:111122223333:identity/"
SENDERS = {"SendChannel", "SendMail", "APIHandler"}


def test_mail_goes_out_under_a_merchants_domain_if_what_becomes_of_it_is_told_to_an_inbox(
    template: Template,
) -> None:
    """Whose domain it is, no policy can know: the desk asks for its proof. All else is refused here."""
    theirs = f"{IDENTITY}shop.example"
    for function, action in product(MAY, ("ses:SendEmail", "ses:SendRawEmail")):
        for feedback, sender, may in (
            ("abc@MailDomain", "help@shop.example", function in SENDERS),
            ("boss@shop.example", "help@shop.example", False),
            ("abc@MailDomain", "MailFrom", False),
            ("abc@MailDomain", "mailfrom", False),
        ):
            context: Context = {"ses:FromAddress": sender, "ses:FeedbackAddress": feedback}
            assert allowed(template, function, action, theirs, context) is may
        assert not allowed(template, function, action, theirs, {"ses:FromAddress": "a@b.example"})


def test_of_our_own_domain_nobody_sends_but_the_mailer_by_its_one_address(
    template: Template,
) -> None:
    ours, known = f"{IDENTITY}MailFrom.split(@)[1]", {"ses:FeedbackAddress": "abc@MailDomain"}
    actions = ("ses:SendEmail", "ses:SendRawEmail")
    for function, action, more in product(MAY, actions, ({}, known)):
        for sender in ("security@desk.example", "abc@MailDomain", "mailfrom", ""):
            context: Context = {**more, **({"ses:FromAddress": sender} if sender else {})}
            assert not allowed(template, function, action, ours, context)
        own: Context = {**more, "ses:FromAddress": "MailFrom"}
        may = function == "SendMail" and action == "ses:SendEmail"
        assert allowed(template, function, action, ours, own) is may


def test_domains_are_proved_by_the_front_door_and_looked_at_by_the_clock(
    template: Template,
) -> None:
    door = {"CreateEmailIdentity", "GetEmailIdentity", "DeleteEmailIdentity"}
    tried = {*door, "PutEmailIdentityPolicy", "CreateEmailIdentityPolicy", "TagResource"}
    tried |= {"PutEmailIdentityDkimAttributes", "ListEmailIdentities"}
    may = {"APIHandler": door, "CheckSla": {"GetEmailIdentity"}}
    for function in MAY:
        found = {
            a for a in tried if allowed(template, function, f"ses:{a}", f"{IDENTITY}s.example")
        }
        assert found == may.get(function, set())
        for ours in ("MailDomain", "MailFrom.split(@)[1]"):
            for action in door - {"GetEmailIdentity"}:
                assert not allowed(template, function, f"ses:{action}", f"{IDENTITY}{ours}")


def test_mail_that_came_is_read_and_forgotten_by_its_own_door_alone(template: Template) -> None:
    for function, action in product(MAY, FILES):
        may = function == "IngestEmail" and action in {"GetObject", "DeleteObject"}
        for place, there in (("PLATFORM/mail/1", may), ("01J/mail/1", False)):
            assert allowed(template, function, f"s3:{action}", f"MailBucket/{place}") is there
    for function, bucket in product(MAY, ("MailBucket", "FilesBucket", "UploadsBucket")):
        may = (function, bucket) == ("IngestEmail", "MailBucket")  # there to see what is gone
        assert allowed(template, function, "s3:ListBucket", bucket) is may


def test_a_denial_wins_and_the_unknown_is_never_allowed(template: Template) -> None:
    bad = copy.deepcopy(template)
    policy = bad["Resources"]["RelayRole"]["Properties"]["Policies"][0]["PolicyDocument"]
    policy["Statement"].append(
        {"Effect": "Deny", "Action": "sqs:SendMessage", "Resource": "MailQueue"}
    )

    assert allowed(template, "Relay", "sqs:SendMessage", "MailQueue")
    assert not allowed(bad, "Relay", "sqs:SendMessage", "MailQueue")

    policy["Statement"][-1]["Condition"] = {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}
    with pytest.raises(Unknown):
        allowed(bad, "Relay", "sqs:SendMessage", "MailQueue")


def test_a_planted_right_is_seen(template: Template) -> None:
    bad = copy.deepcopy(template)
    policy = bad["Resources"]["RelayRole"]["Properties"]["Policies"][0]["PolicyDocument"]
    policy["Statement"].append(
        {
            "Effect": "Allow",
            "Action": "dynamodb:Get*",
            "Resource": {"Fn::GetAtt": ["KeysTable", "Arn"]},
        }
    )

    assert allowed(bad, "Relay", "dynamodb:GetItem", "KeysTable")
    assert not allowed(template, "Relay", "dynamodb:GetItem", "KeysTable")
