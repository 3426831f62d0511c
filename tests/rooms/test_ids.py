from chalicelib.core.ids import ALPHABET, LENGTH, is_id, new_id, new_sending_session


def test_ids_sort_by_time() -> None:
    earlier, later = new_id(at_ms=1_700_000_000_000), new_id(at_ms=1_700_000_000_001)

    assert earlier < later
    assert len(earlier) == LENGTH


def test_ids_of_the_same_millisecond_differ() -> None:
    assert len({new_id(at_ms=1) for _ in range(1_000)}) == 1_000


def test_a_time_is_written_as_others_write_it() -> None:
    # 1469918176385 ms is the ULID specification's own example.
    assert new_id(at_ms=1_469_918_176_385).startswith("01ARYZ6S41")


def test_only_upper_case_crockford_of_the_right_length_is_an_id() -> None:
    good = new_id()

    assert is_id(good)
    for bad in ("", good[:-1], good + "0", good.lower(), "I" + good[1:], "#" + good[1:]):
        assert not is_id(bad)


def test_a_sending_session_is_sixteen_characters_of_the_same_letters() -> None:
    session = new_sending_session()

    assert len(session) == 16
    assert set(session) <= set(ALPHABET)
