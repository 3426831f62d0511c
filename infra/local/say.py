"""What the console shows: one line a step, with the seconds since the start."""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

BEGAN = float(os.environ.pop("MANYDESK_BEGAN", "") or time.time())  # when the bootstrap began
_turn = threading.Lock()


def seconds() -> float:
    return time.time() - BEGAN


def line(text: str) -> None:
    with _turn:
        print(f"[{seconds():6.1f} s] {text}", flush=True)


def plain(text: str = "") -> None:
    with _turn:
        print(text, flush=True)


def complain(text: str) -> None:
    with _turn:
        print(f"\n{text}\n", file=sys.stderr, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    began = time.monotonic()
    line(f"{text} …")
    yield
    line(f"{text}: {time.monotonic() - began:.1f} s")
