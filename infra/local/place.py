"""Where one local stack lives: its folder and its three ports. Tests run stacks of their own."""

import os
import socket
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT / ".local"
HIGHEST_PORT = 65535
STACK, REGION = "manydesk-local", "us-east-1"


class Trouble(Exception):  # noqa: N818 - it names what happened
    """Something the person at the keyboard can mend; its text says how."""


@dataclass(frozen=True)
class Place:
    home: Path
    desk_port: int
    shop_port: int
    aws_port: int

    @property
    def state(self) -> Path:
        return self.home / "state"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def tmp(self) -> Path:
        return self.home / "tmp"

    @property
    def desk_url(self) -> str:
        return f"http://localhost:{self.desk_port}"

    @property
    def shop_url(self) -> str:
        """By number, so that to a browser the shop is another site and not only another port."""
        return f"http://127.0.0.1:{self.shop_port}"

    @property
    def aws_url(self) -> str:
        return f"http://127.0.0.1:{self.aws_port}"

    @property
    def letters(self) -> Path:
        """Mail that went out as it was written, each under SES's name for it."""
        return self.state / "letters"

    @property
    def hook_origin(self) -> str:
        """Where a receiver of webhooks may stand on this machine; nothing else inward is sent to."""
        return f"127.0.0.1:{self.shop_port + 100}"

    @property
    def smtp_port(self) -> int:
        """Where mail to the merchants' inboxes comes in."""
        return self.shop_port + 101

    @property
    def ports(self) -> dict[str, int]:
        return {
            "DESK_PORT": self.desk_port,
            "SHOP_PORT": self.shop_port,
            "AWS_PORT": self.aws_port,
        }

    def environment(self) -> dict[str, str]:
        """What a child process needs to find the same stack again."""
        return {"DESK_STATE": str(self.home)} | {k: str(v) for k, v in self.ports.items()}


def here(home: str | None = None) -> Place:
    """The stack that the command line and the environment name."""
    chosen = home or os.environ.get("DESK_STATE")
    return Place(
        home=Path(chosen).resolve() if chosen else SHARED,
        desk_port=port("DESK_PORT", 8800),
        shop_port=port("SHOP_PORT", 8801),
        aws_port=port("AWS_PORT", 4566),
    )


def port(name: str, usual: int) -> int:
    given = os.environ.get(name, "") or str(usual)
    if not given.isdigit() or not 0 < int(given) <= HIGHEST_PORT:
        raise Trouble(f"{name}={given} is not a port: give a number from 1 to 65535.")
    return int(given)


def taken(number: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            return True
    return False


def need_free(ports: dict[str, int]) -> None:
    for name, number in ports.items():
        if taken(number):
            raise Trouble(
                f"Port {number} is taken by another program. Stop that program, "
                f"or choose another port: make run {name}={number + 100}"
            )
