"""A16: the same answer after the same time, whether an address is known or not."""

import statistics
import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.client import BaseClient

from chalicelib.vault import passwords
from tests.desk.standing import Stage
from tests.desk.stories import PASSWORD, signed_up
from tests.doors.front import Got
from tests.doors.rest import Rest, refused

KNOWN, UNKNOWN = "owner@shop.example", "nobdy@shop.example"
SIGN_UP = {"name": "青竹里", "locale": "en", "time_zone": "Asia/Shanghai"}


@pytest.fixture
def rest(fresh: Stage, front: Any) -> Rest:
    signed_up(fresh, KNOWN)
    return Rest(front.app, front.door.table)


ASKED: dict[str, Callable[[Rest, str], Got]] = {
    "sign-up": lambda rest, email: rest.send("POST /v1/merchants", body=SIGN_UP | {"email": email}),
    "reset": lambda rest, email: rest.send("POST /v1/password-resets", body={"email": email}),
    "sign-in": lambda rest, email: rest.send(
        "POST /v1/sessions", body={"email": email, "password": "a wrong password"}
    ),
}


@pytest.mark.attack("A16")
@pytest.mark.parametrize("what", ASKED)
def test_the_answer_does_not_tell_who_is_known(rest: Rest, what: str) -> None:
    known, unknown = (ASKED[what](rest, email) for email in (KNOWN, UNKNOWN))

    assert (known.status, known.text, known.headers) == (
        unknown.status,
        unknown.text,
        unknown.headers,
    )


class Aside:
    """What goes to the emulator: it takes longer for an item that is there than for none."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.calls: list[str] = []
        self.seconds = 0.0
        self._real = BaseClient._make_api_call

        def timed(client: Any, operation: str, params: Any) -> Any:
            return self._timed(client, operation, params)

        patch.setattr(BaseClient, "_make_api_call", timed)

    def _timed(self, client: Any, operation: str, params: Any) -> Any:
        begun = time.thread_time()
        self.calls.append(operation)
        try:
            return self._real(client, operation, params)
        finally:
            self.seconds += time.thread_time() - begun

    def taken(self) -> tuple[float, list[str]]:
        """Since the last time, and the calls in between."""
        seconds, self.seconds = self.seconds, 0.0
        calls, self.calls = self.calls, []
        return seconds, calls


# What is asked, how often, and how far the medians may lie apart.
ROUNDS = 3
TIMED = [("sign-up", 80, 0.1), ("reset", 80, 0.1), ("sign-in", 30, 0.15)]


@pytest.mark.attack("A16")
@pytest.mark.parametrize(("what", "tries", "within"), TIMED)
def test_the_time_does_not_tell_who_is_known(
    fresh: Stage, rest: Rest, what: str, tries: int, within: float
) -> None:
    """The same calls, and medians of our own processor time, taken in turn.

    What tells who is known tells it in every round; a machine that was busy in one is quiet in another.
    """
    with pytest.MonkeyPatch.context() as patch:
        aside = Aside(patch)
        apart: list[float] = []
        while len(apart) < ROUNDS and (not apart or apart[-1] > within):
            known, unknown = _medians(fresh, rest, aside, what, tries)
            apart.append(abs(known - unknown) / unknown)

    assert min(apart) <= within, apart


def _medians(stage: Stage, rest: Rest, aside: Aside, what: str, tries: int) -> tuple[float, float]:
    took: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
    did: dict[str, list[str]] = {}
    for turn in range(tries):
        stage.clock.advance(3_601)  # out of the limits' window
        for email in (KNOWN, UNKNOWN) if turn % 2 else (UNKNOWN, KNOWN):
            begun = time.thread_time()
            ASKED[what](rest, email)
            whole = time.thread_time() - begun
            emulated, did[email] = aside.taken()
            took[email].append(whole - emulated)
    assert did[KNOWN] == did[UNKNOWN]
    return statistics.median(took[KNOWN]), statistics.median(took[UNKNOWN])


def test_the_first_sign_in_of_a_process_does_not_tell_either(
    rest: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody's password is compared with is made beforehand, or made for everybody."""
    made: list[str] = []
    real = passwords.hashed

    def counted(text: str) -> str:
        made.append(text)
        return real(text)

    monkeypatch.setattr(passwords, "hashed", counted)
    counts = []
    for email in (KNOWN, UNKNOWN):
        made.clear()
        passwords._nobodys.cache_clear()
        refused(ASKED["sign-in"](rest, email), 401, "unauthenticated")
        counts.append(len(made))

    assert counts[0] == counts[1]


def test_a_right_password_for_the_wrong_merchant_is_no_hint_of_others(rest: Rest) -> None:
    body = {"email": KNOWN, "password": PASSWORD, "merchant": "0" * 26}
    refused(rest.send("POST /v1/sessions", body=body), 403, "forbidden")
