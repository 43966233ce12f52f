"""Operations and effects: what is asked of the service, without any I/O."""

from pygen_client.core.api import Api
from pygen_client.core.credentials import Credentials
from pygen_client.core.effects import (
    Done,
    Failed,
    NotStarted,
    Operation,
    OperationClass,
    Outcome,
    Request,
    Response,
    exclusive,
    gather,
    now,
    random,
    send,
    sleep,
)
from pygen_client.core.paging import chunks, in_chunks
from pygen_client.core.retry import RetryPolicy, api_error, send_with_retry

__all__ = [
    "Api",
    "Credentials",
    "Done",
    "Failed",
    "NotStarted",
    "Operation",
    "OperationClass",
    "Outcome",
    "Request",
    "Response",
    "RetryPolicy",
    "api_error",
    "chunks",
    "exclusive",
    "gather",
    "in_chunks",
    "now",
    "random",
    "send",
    "send_with_retry",
    "sleep",
]
