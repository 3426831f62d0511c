"""What every room stands on: clock, clients, vault, cursors, audit, mail."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import botocore.config
import botocore.session

from chalicelib.core.clock import utc_now
from chalicelib.core.config import USER_AGENT
from chalicelib.table import guard
from chalicelib.table.places import Place, settle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chalicelib.audit.log import Audit
    from chalicelib.core.clock import Clock
    from chalicelib.core.config import Config
    from chalicelib.mail.port import Mailer
    from chalicelib.table.pages import Cursors
    from chalicelib.vault.objects import Objects
    from chalicelib.vault.seal import Vault

guard.install()

_CLIENT = botocore.config.Config(
    connect_timeout=1,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 3},
    user_agent=USER_AGENT,
)


class Ground:
    def __init__(
        self,
        config: Config,
        *,
        clock: Clock = utc_now,
        mailer: Mailer | None = None,
        clients: Mapping[str, Any] | None = None,
    ) -> None:
        """Tests hand in their own clock, mailer and clients; everything else is the real thing."""
        self.config = config
        self.clock = clock
        self._mailer = mailer
        self._clients = dict(clients or {})
        settle(Place(config, lambda: self._session))

    def client(self, service: str, *, endpoint_url: str | None = None) -> Any:
        if service not in self._clients:
            self._clients[service] = self._session.create_client(
                service,
                region_name=self.config.region,
                endpoint_url=endpoint_url,
                config=self._s3 if service == "s3" else _CLIENT,
            )
        return self._clients[service]

    def client_that_asks_once(self, service: str) -> Any:
        """For what must not be done twice: a request without an answer may have been heard."""
        name = f"{service} once"
        if name not in self._clients:
            once = _CLIENT.merge(botocore.config.Config(retries={"total_max_attempts": 1}))
            self._clients[name] = self._session.create_client(
                service, region_name=self.config.region, config=once
            )
        return self._clients[name]

    @property
    def _s3(self) -> botocore.config.Config:
        """What browsers are handed is signed for this region alone, and names the bucket's own origin."""
        style = {"addressing_style": self.config.s3_addressing}
        regional = {"us_east_1_regional_endpoint": "regional", **style}
        return _CLIENT.merge(botocore.config.Config(signature_version="s3v4", s3=regional))

    @cached_property
    def _session(self) -> botocore.session.Session:
        """One for all clients: what it reads of endpoints and credentials is read once."""
        session = botocore.session.get_session()
        session.set_default_client_config(botocore.config.Config(user_agent=USER_AGENT))
        return session

    @cached_property
    def vault(self) -> Vault:
        from chalicelib.vault.data_keys import DataKeys
        from chalicelib.vault.seal import Vault

        known = DataKeys(
            kms=lambda: self.client("kms"), key_arn=self.config.key_arn, clock=self.clock
        )
        return Vault(known, clock=self.clock)

    @cached_property
    def objects(self) -> Objects:
        from chalicelib.vault.objects import Objects

        return Objects(
            client=lambda: self.client("s3"), bucket=self.config.files_bucket, vault=self.vault
        )

    @cached_property
    def cursors(self) -> Cursors:
        from chalicelib.table.pages import Cursors

        return Cursors(lambda merchant: self.vault.secret(merchant, "cursor"))

    @cached_property
    def audit(self) -> Audit:
        from chalicelib.audit.log import Audit

        return Audit(clock=self.clock, cursors=self.cursors)

    @cached_property
    def mailer(self) -> Mailer:
        from chalicelib.mail.port import SesMailer

        return self._mailer or SesMailer(
            client=lambda: self.client_that_asks_once("sesv2"), sender=self.config.mail_from
        )
