"""What one frame and one batch asked of AWS and were answered, for the duel to play again."""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from infra.bench.loopback import named
from infra.bench.trace import Call, Step

TARGETS = {"dynamodb": "DynamoDB_20120810", "kms": "TrentService"}


@dataclass(slots=True)
class Part:
    """A function's event, and the calls that it made: service, operation, parameters."""

    event: dict[str, Any]
    calls: list[Any]


@dataclass(slots=True)
class Recording:
    parts: dict[str, Part] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, event: dict[str, Any], step: Step) -> None:
        for call in step.calls:
            self.know(call)
        self.parts[name] = Part(event, [as_listed(call) for call in step.calls if not once(call)])

    def know(self, call: Call) -> None:
        """What reads are answered."""
        if call.service == "s3":
            path = f"/{call.request['Bucket']}/{call.request['Key']}"
            self.answers[path] = call.received.decode("latin-1")
        elif call.service in TARGETS:
            target = f"{TARGETS[call.service]}.{call.operation}"
            self.answers[named(target, call.sent)] = call.received.decode()

    def write(self, path: Path) -> Path:
        path.write_text(json.dumps(asdict(self), default=_worded), encoding="utf-8")
        return path

    @classmethod
    def read(cls, path: Path) -> "Recording":
        held = json.loads(path.read_text(encoding="utf-8"), object_hook=_meant)
        parts = {name: Part(**part) for name, part in held["parts"].items()}
        return cls(parts, held["answers"])


def as_listed(call: Call) -> list[Any]:
    return [call.service, call.operation, call.request]


def once(call: Call) -> bool:
    """Keys and the bot's index are fetched once in minutes, not for every message."""
    return call.service in ("kms", "s3") or str(call.request.get("TableName", "")).endswith("-keys")


def _worded(value: Any) -> dict[str, str]:
    if isinstance(value, bytes | bytearray):
        return {"__bytes": b64encode(value).decode()}
    raise TypeError(f"{type(value).__name__} is not recorded")


def _meant(value: dict[str, Any]) -> Any:
    return b64decode(value["__bytes"]) if value.keys() == {"__bytes"} else value
