"""A form as a channel: it comes as a form, by a REST route; what follows goes and comes by mail."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.channels.adapter import Account, Request
from chalicelib.channels.email.channel import EmailAdapter
from chalicelib.channels.form.filled import inbound
from chalicelib.channels.model import Inbound
from chalicelib.channels.signatures import Reason, Verdict
from chalicelib.inboxes.model import Channel

FORM = "form"  # the fact by which an original is a form and no mail


class FormAdapter(EmailAdapter):
    channel = Channel.FORM

    def verify(self, request: Request, account: Account) -> Verdict:
        """Nothing comes by the channels' own door: there would be nothing to check it by."""
        del request, account
        return Verdict(Reason.MISSING)

    def parse(self, request: Request) -> Iterable[Mapping[str, Any]]:
        return [json.loads(request.body)] if request.facts.get(FORM) else super().parse(request)

    def normalise(self, event: Mapping[str, Any], account: Account) -> Inbound:
        return inbound(event) if "fields" in event else super().normalise(event, account)
