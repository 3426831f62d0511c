"""Every channel's adapter and carrier, each made when it is first needed: few processes serve them all."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from chalicelib.channels.adapter import Adapter
from chalicelib.channels.carrying import Carrier
from chalicelib.inboxes.model import MAILED, Channel

SERVED = (Channel.WEBHOOK, Channel.FORM, Channel.EMAIL)


class Adapters(Mapping[Channel, Adapter]):
    """`parse`: bounded JSON; `check`: raises where a value breaks a contract, by its file and name."""

    def __init__(
        self, *, parse: Callable[..., dict[str, Any]], check: Callable[[str, str, Any], None]
    ) -> None:
        self._parse = parse
        self._check = check
        self._made: dict[Channel, Adapter] = {}

    def __getitem__(self, channel: Channel) -> Adapter:
        if channel not in self._made:
            self._made[channel] = self._make(channel)
        return self._made[channel]

    def __iter__(self) -> Iterator[Channel]:
        return iter(SERVED)

    def __len__(self) -> int:
        return len(SERVED)

    def _make(self, channel: Channel) -> Adapter:
        match channel:
            case Channel.WEBHOOK:
                from chalicelib.channels.webhook.adapter import MOST_BYTES, WebhookAdapter

                parse = partial(self._parse, max_bytes=MOST_BYTES)
                return WebhookAdapter(parse=parse, check=partial(self._check, "channels"))
            case Channel.FORM:
                from chalicelib.channels.form.adapter import FormAdapter

                return FormAdapter()
            case Channel.EMAIL:
                from chalicelib.channels.email.channel import EmailAdapter

                return EmailAdapter()
        raise KeyError(channel)


class Carriers(Mapping[Channel, Carrier]):
    def __init__(self, *, http: Callable[[], Carrier], mail: Callable[[], Carrier]) -> None:
        self._http = http
        self._mail = mail

    def __getitem__(self, channel: Channel) -> Carrier:
        return self._mail() if channel in MAILED else self._http()

    def __iter__(self) -> Iterator[Channel]:
        return iter(SERVED)

    def __len__(self) -> int:
        return len(SERVED)
