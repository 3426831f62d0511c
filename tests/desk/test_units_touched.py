"""Which functions a message touches, by the template's own filters."""

from chalicelib.table.parsing import TableParsers
from infra.bench import texts
from infra.bench.story import BACK, TO_AGENT, Leg, Story
from infra.bench.theatre import clients_of, theatre


def functions(leg: Leg) -> list[str]:
    return [run.function for run in leg.runs]


def test_a_message_to_who_holds_it_touches_the_door_and_fan_out_alone() -> None:
    with theatre() as stage:
        legs = Story(stage, texts.Typical("short", "Hello", "Hello", turns=3, gap=30)).without_bot()

    assert functions(legs[0]) == ["door", "fan_out", "relay", "assign", "fan_out"]
    assert {leg.title: functions(leg) for leg in legs[2:]} == {
        BACK: ["door", "fan_out"],
        TO_AGENT: ["door", "fan_out"],
    }


def test_the_tables_client_reads_answers_its_own_way() -> None:
    with theatre() as stage:
        client, *others = clients_of(stage.house)

    assert isinstance(client._endpoint._response_parser_factory, TableParsers)
    assert not any(
        isinstance(each._endpoint._response_parser_factory, TableParsers) for each in others
    )


def test_all_clients_are_of_one_session() -> None:
    with theatre() as stage:
        tables, *others = clients_of(stage.house)

    signers = {id(each._request_signer._credentials) for each in (tables, *others)}
    assert len(signers) == 1
