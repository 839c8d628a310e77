"""The request log, as the graph shows it."""

from app.tables.request_logs.request_log import RequestLog
from schema.derive.operations import Exposed

family = (Exposed(RequestLog),)
