"""What a good request is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.doors.world import Shop


@dataclass(frozen=True)
class Example:
    """`path` and `body` of a shop; `by_key` is what an API key gets where only a person can.

    `by_staff` is what they get at what a visitor alone may change. `guest` is the visitor whose path it is. `names`: the body names a thing as a path would.
    `bearer`: what stands for the caller where a route looks at it by itself.
    """

    status: int = 200
    path: Mapping[str, Callable[[Shop], str]] = field(default_factory=dict)
    body: Callable[[Shop], dict[str, Any]] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    by_key: tuple[int, str] | None = None
    by_staff: tuple[int, str] | None = None
    guest: int = 0
    bearer: Callable[[Shop], str] | None = None
    names: bool = False

    def headers_of(self, shop: Shop, caller: Mapping[str, str] | None = None) -> dict[str, str]:
        own = {"authorization": f"Bearer {self.bearer(shop)}"} if self.bearer else {}
        return {**self.headers, **(caller or {}), **own}

    def path_of(self, shop: Shop) -> dict[str, str]:
        return {name: value(shop) for name, value in self.path.items()}

    def body_of(self, shop: Shop) -> dict[str, Any] | None:
        return self.body(shop) if self.body else None
