"""The whole story in a real browser, in both languages, and what it leaves behind."""

import base64
import json
import time
import urllib.parse
import urllib.request

import pytest

from tests.browser.cast import CASTS, unlike
from tests.browser.speech import LANGS, Lang
from tests.browser.stage import Stage
from tests.browser.story import Story, Told
from tests.browser.traces import forms, kept
from tests.stack.fixtures import Stack

Tales = dict[Lang, Told]


@pytest.fixture(scope="module")
def tales() -> Tales:
    return {}


def told(stage: Stage, tales: Tales, lang: Lang) -> Told:
    """Each story is played once, by whichever test comes first."""
    if lang not in tales:
        tales[lang] = Story(stage, CASTS[lang]()).play()
    return tales[lang]


@pytest.mark.parametrize("lang", LANGS)
def test_a_customer_and_an_agent_really_talk(stage: Stage, tales: Tales, lang: Lang) -> None:
    assert told(stage, tales, lang).eyes.faults == []


def test_nothing_that_was_said_and_nobodys_name_lies_anywhere_in_clear(
    stage: Stage, tales: Tales
) -> None:
    played = [told(stage, tales, lang) for lang in LANGS]
    traces = kept(stage.stack)
    leaks = [
        f"{tale.cast.lang} {what} in {place}"
        for tale in played
        for what, text in tale.cast.secrets.items()
        for form in forms(text)
        for place, content in traces.items()
        if form in content
    ]
    assert leaks == []
    # It looked where the story left its traces: what may stand in clear was found there.
    desk = traces[f"table {stage.stack.outputs['DeskTable']}"]
    assert all(tale.conversation.encode() in desk for tale in played)
    assert all(f"log file {name}.log" in traces for name in ("functions", "aws", "proxy"))
    assert any(b"INFO" in text for place, text in traces.items() if place.startswith("log group"))


def test_the_mailbox_is_the_one_place_that_holds_an_address(stage: Stage, tales: Tales) -> None:
    """It stands for somebody's own mail; on AWS there is none."""
    with urllib.request.urlopen(f"{stage.desk}/mailbox.json") as answer:  # noqa: S310
        letters = json.load(answer)["mails"]
    for lang in LANGS:
        cast = told(stage, tales, lang).cast
        for who in (cast.owner, cast.agent):
            assert any(who.email in letter["to"] for letter in letters)


def test_a_leak_into_a_table_an_object_or_a_log_is_found(running: Stack) -> None:
    """Planted beside the desk's own, looked for as the story's words are, and taken away."""
    words = unlike("planted-")
    tables, objects, logs = (running.client(name) for name in ("dynamodb", "s3", "logs"))
    key = {"AttributeName": "pk", "KeyType": "HASH"}
    tables.create_table(
        TableName=words,
        KeySchema=[key],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    item = {"pk": {"S": "1"}, "deep": {"L": [{"M": {"raw": {"B": words.encode()}}}]}}
    tables.put_item(TableName=words, Item=item)
    objects.create_bucket(Bucket=words)
    objects.put_object(Bucket=words, Key="a/b", Body=words.encode("utf-16-le"))
    logs.create_log_group(logGroupName=words)
    logs.create_log_stream(logGroupName=words, logStreamName="s")
    event = {"timestamp": int(time.time() * 1000), "message": json.dumps({"text": words})}
    logs.put_log_events(logGroupName=words, logStreamName="s", logEvents=[event])
    found = {
        place.partition(" ")[0]
        for place, content in kept(running).items()
        if any(form in content for form in forms(words))
    }
    assert found >= {"table", "object", "log"}
    tables.delete_table(TableName=words)
    objects.delete_object(Bucket=words, Key="a/b")
    objects.delete_bucket(Bucket=words)
    logs.delete_log_group(logGroupName=words)


@pytest.mark.parametrize("spelling", ["utf-8", "utf-16-le", "json", "base64", "url"])
@pytest.mark.parametrize("before", ["", "x", "xy"])
def test_a_leak_is_found_in_whatever_form_it_has(spelling: str, before: str) -> None:
    whole = f"{before}鹓雏 and a word{before}"
    spelt = {
        "utf-8": whole.encode(),
        "utf-16-le": whole.encode("utf-16-le"),
        "json": json.dumps(json.dumps({"text": whole})).encode(),
        "base64": base64.b64encode(whole.encode()),
        "url": urllib.parse.quote(whole).encode(),
    }[spelling]
    assert any(form in spelt for form in forms("鹓雏 and a word"))
    assert not any(form in spelt for form in forms("鹓雏 and another"))
