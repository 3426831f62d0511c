"""What the environment of a function says; read once, by the wiring alone."""

import os
from collections.abc import Mapping

from chalicelib.core.values import Value

# botocore puts its own together anew for every call, a tenth of the call's processor time.
USER_AGENT = "manydesk"


class Config(Value, frozen=True):
    """By the names of the environment's variables, in small letters."""

    region: str
    desk_table: str
    ledger_table: str
    keys_table: str
    sockets_table: str
    key_arn: str
    desk_origin: str
    socket_url: str
    socket_callback_url: str
    mail_from: str
    mail_queue_url: str
    bot_queue_url: str
    assign_queue_url: str
    ticket_queue_url: str
    knowledge_queue_url: str
    inbound_queue_url: str
    outbound_queue_url: str
    mail_domain: str
    mail_bucket: str
    inward_origins: str
    files_bucket: str
    uploads_bucket: str
    s3_addressing: str

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """A function that lacks a setting fails at its first use, not here: each has its own."""
        defaults = {"region": environ.get("AWS_REGION", "us-east-1"), "s3_addressing": "virtual"}
        # Logical names stand in where there is no stack: while Chalice packages the app.
        defaults |= {f"{table}_table": table for table in ("desk", "ledger", "keys", "sockets")}
        names = cls.__struct_fields__
        return cls(**{name: environ.get(name.upper()) or defaults.get(name, "") for name in names})
