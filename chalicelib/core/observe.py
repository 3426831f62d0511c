"""The one logger and the one metrics collector. No message text, name or address is ever logged."""

from aws_lambda_powertools import Logger, Metrics

logger = Logger(service="manydesk", log_uncaught_exceptions=False)
metrics = Metrics(namespace="Manydesk", service="manydesk")
