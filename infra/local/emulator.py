"""Starts ministack with the fixes that neither the template nor the proxy can do without.

sockets  A frame of the stock emulator always runs on the first worker of its function, one after
         the other, and its log is thrown away. On AWS frames of different sockets run side by
         side: a race would never show here, and an error would leave no trace. The fix sends
         frames the way every other invocation goes, a few at a time.
logs     What functions log goes to one file too, where a person can follow it.
layers   The stock emulator unpacks a function's layer anew for each worker, by the hand of the one
         process that serves everybody: a cold start holds up all that runs. On AWS a layer lies
         there unpacked. The fix unpacks it once, and hands each worker a layer that points there.
letters  The stock emulator keeps of a raw mail what its text says, and drops its headers. On AWS they
         arrive: by them an answer finds its conversation. The fix keeps the mail as it was sent.
leaving  Asked by SIGUSR1, it ends as soon as no function runs; by SIGTERM it cuts them off.

Each fix replaces a private function. A new version, or one changed line in what the fixes rest
on, is refused: read the change, mend the fix, then renew the fingerprint below.
"""

import base64
import hashlib
import importlib
import importlib.metadata
import inspect
import io
import json
import os
import signal
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

VERSION = "1.5.33"
FINGERPRINT = "1875390b1d18143b"
RESTS_ON = (
    ("ministack.services.apigateway", "_invoke_ws_lambda"),
    ("ministack.core.lambda_runtime", "get_or_create_worker"),
    ("ministack.core.lambda_runtime", "Worker"),
    ("ministack.services.lambda_svc", "_resolve_layer_zip"),
    ("ministack.services.lambda_svc", "_execute_function"),
    ("ministack.services.lambda_svc", "_execute_function_warm"),
    ("ministack.services.lambda_svc", "_emit_lambda_logs"),
    ("ministack.services.ses_v2", "_parse_raw_mime"),
    ("ministack.services.ses_v2", "_sent_emails_list"),
)
QUIET, PATIENCE = 0.4, 30.0  # seconds without work before leaving, and the most to wait for that
AT_ONCE = max(2, os.cpu_count() or 2)  # frames of one function; each of them holds a worker


def fingerprint() -> str:
    """Of the source of everything that the fixes replace or call."""
    sources = (
        inspect.getsource(getattr(importlib.import_module(module), name))
        for module, name in RESTS_ON
    )
    return hashlib.sha256("".join(sources).encode()).hexdigest()[:16]


def refuse_a_stranger() -> None:
    found = importlib.metadata.version("ministack"), fingerprint()
    if found != (VERSION, FINGERPRINT):
        raise SystemExit(
            f"ministack is {found}, but the fixes in infra/local/emulator.py were made for "
            f"{(VERSION, FINGERPRINT)}. Check each fix against the new source, then renew both."
        )


class Frame:
    """Stands in for the worker that the stock emulator asks to run a frame."""

    slots: ClassVar[dict[str, threading.Semaphore]] = {}

    def __init__(self, function: dict[str, Any]) -> None:
        self.function = function
        name = function["config"]["FunctionName"]
        self.slot = self.slots.setdefault(name, threading.Semaphore(AT_ONCE))

    def invoke(self, event: dict[str, Any], request_id: str) -> dict[str, Any]:
        service = importlib.import_module("ministack.services.lambda_svc")
        with self.slot:
            done = service._execute_function(self.function, event)  # noqa: SLF001
        if done.get("error") or done.get("throttle"):
            return {"status": "error", "error": refusal(event, request_id)}
        return {"status": "ok", "result": done.get("body")}


def refusal(event: dict[str, Any], request_id: str) -> str:
    """What API Gateway tells a socket whose function failed: nothing about why."""
    connection = event["requestContext"]["connectionId"]
    told = {"message": "Internal server error", "connectionId": connection}
    return json.dumps(told | {"requestId": request_id})


def worker_for_frame(_name: str, config: dict[str, Any], code_zip: bytes, **_rest: str) -> Frame:
    return Frame({"config": config, "code_zip": code_zip})


def logged_to(path: Path, emit: Callable[..., None]) -> Callable[..., None]:
    turn = threading.Lock()

    def both(
        function: dict[str, Any], request: str, text: str, error: bool, ms: int, **rest: Any
    ) -> None:
        emit(function, request, text, error, ms, **rest)
        name = function.get("config", function).get("FunctionName", "?")
        if text or error:
            stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            outcome = "failed" if error else "ok"
            lines = [f"{stamp} {name} {outcome} {ms} ms", *text.splitlines()]
            with turn, path.open("a") as log:
                log.write("\n  ".join(lines) + "\n")

    return both


class Layers:
    """Stands in for the look-up of a layer's archive: a version of a layer never changes."""

    def __init__(self, archive_of: Callable[[Any], bytes | None]) -> None:
        self.archive_of = archive_of
        self.pointing: dict[str, bytes] = {}
        self.turn = threading.Lock()

    def __call__(self, attachment: Any) -> bytes | None:
        name = attachment["Arn"] if isinstance(attachment, dict) else attachment
        with self.turn:
            if name not in self.pointing:
                archive = self.archive_of(attachment)
                if archive is None:
                    return None
                self.pointing[name] = pointing_to(unpacked(archive))
            return self.pointing[name]


def unpacked(archive: bytes) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="layer-"))
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        packed.extractall(folder)
    return folder


def pointing_to(folder: Path) -> bytes:
    """A layer of one line, which a worker's Python runs as it finds it: first of all, look there."""
    line = f"import sys; sys.path.insert(0, {str(folder / 'python')!r})\n"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as layer:
        layer.writestr("python/lib/python3/site-packages/layer.pth", line)
    return made.getvalue()


class Letters:
    """Stands in for the reading of a raw mail and, right after it, for the list of what was sent."""

    def __init__(
        self, folder: Path, parse: Callable[[Any], Any], listed: Callable[[], list[Any]]
    ) -> None:
        self.folder = folder
        self.parse = parse
        self.listed = listed
        self.raw = threading.local()

    def read(self, raw: Any) -> Any:
        self.raw.last = raw
        return self.parse(raw)

    def sent(self) -> "Letters":
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(self.listed())

    def __len__(self) -> int:
        return len(self.listed())

    def append(self, record: dict[str, Any]) -> None:
        raw, self.raw.last = getattr(self.raw, "last", None), None
        if isinstance(raw, str):
            self.folder.mkdir(parents=True, exist_ok=True)
            name = record["MessageId"].partition("@")[0]
            (self.folder / f"{name}.eml").write_bytes(base64.b64decode(raw))
        self.listed().append(record)


def fix() -> None:
    runtime = importlib.import_module("ministack.core.lambda_runtime")
    service = importlib.import_module("ministack.services.lambda_svc")
    vars(runtime)["get_or_create_worker"] = worker_for_frame
    vars(service)["_resolve_layer_zip"] = Layers(service._resolve_layer_zip)  # noqa: SLF001
    ses = importlib.import_module("ministack.services.ses_v2")
    folder = Path(os.environ["LETTERS"])
    letters = Letters(folder, ses._parse_raw_mime, ses._sent_emails_list)  # noqa: SLF001
    vars(ses)["_parse_raw_mime"], vars(ses)["_sent_emails_list"] = letters.read, letters.sent
    path = Path(os.environ["FUNCTION_LOG"])
    vars(service)["_emit_lambda_logs"] = logged_to(path, service._emit_lambda_logs)  # noqa: SLF001


def leave(*_: object) -> None:
    """Ends when nothing runs any more: a function cut off in its work would be saved half done."""
    threading.Thread(target=wait_and_end, daemon=True).start()


def wait_and_end() -> None:
    service = importlib.import_module("ministack.services.lambda_svc")
    began = busy = time.monotonic()
    while (now := time.monotonic()) - busy < QUIET and now - began < PATIENCE:
        if service.executions_in_flight()[0]:
            busy = now
        time.sleep(0.02)
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    # Functions inherit the search path: this folder must not be on it.
    sys.path[:] = [entry for entry in sys.path if Path(entry) != Path(__file__).parent]
    refuse_a_stranger()
    fix()
    signal.signal(signal.SIGUSR1, leave)
    importlib.import_module("ministack.app").main()


if __name__ == "__main__":
    main()
