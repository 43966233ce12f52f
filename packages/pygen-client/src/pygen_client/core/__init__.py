"""Operations and effects: what is asked of the service, without any I/O."""

from pygen_client.core.api import Api
from pygen_client.core.credentials import Credentials
from pygen_client.core.deadline import until
from pygen_client.core.effects import (
    Done,
    Failed,
    NotStarted,
    Operation,
    OperationClass,
    Outcome,
    RawResponse,
    Request,
    Response,
    exclusive,
    gather,
    now,
    random,
    send,
    sleep,
)
from pygen_client.core.hooks import Hook, RequestEvent, ResponseEvent, RetryEvent
from pygen_client.core.paging import chunks, halve_on_timeout, in_chunks, is_too_heavy, split_on_timeout
from pygen_client.core.retry import RetryPolicy, api_error, send_with_retry
from pygen_client.core.secret import Secret
from pygen_client.core.timeouts import Timeouts

__all__ = [
    "Api",
    "Credentials",
    "Done",
    "Failed",
    "Hook",
    "NotStarted",
    "Operation",
    "OperationClass",
    "Outcome",
    "RawResponse",
    "Request",
    "RequestEvent",
    "Response",
    "ResponseEvent",
    "RetryEvent",
    "RetryPolicy",
    "Secret",
    "Timeouts",
    "api_error",
    "chunks",
    "exclusive",
    "gather",
    "halve_on_timeout",
    "in_chunks",
    "is_too_heavy",
    "now",
    "random",
    "send",
    "send_with_retry",
    "sleep",
    "split_on_timeout",
    "until",
]
