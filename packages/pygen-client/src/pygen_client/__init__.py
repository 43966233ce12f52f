"""A small typed client for the data modeling API of Cognite Data Fusion.

Names are loaded when they are first used: importing this package takes a few milliseconds and neither httpx nor
pydantic. httpx comes with the class of a client; models of the schema come with ``pygen_client.schema`` or the first
resource.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from pygen_client._version import __version__

if TYPE_CHECKING:
    from pygen_client.client import AsyncPygenClient, PygenClient
    from pygen_client.config import PygenClientConfig
    from pygen_client.core import (
        Hook,
        Operation,
        OperationClass,
        RawResponse,
        RequestEvent,
        ResponseEvent,
        RetryEvent,
        RetryPolicy,
        Timeouts,
    )
    from pygen_client.credentials import (
        ClientCredentials,
        Credentials,
        DeviceCodeCredentials,
        DevicePrompt,
        Endpoints,
        InteractiveCredentials,
        TokenCredentials,
    )
    from pygen_client.errors import (
        AuthenticationError,
        BadRequestError,
        ConflictError,
        DeadlineExceededError,
        FailedRequest,
        MultiRequestError,
        NotFoundError,
        OAuth2Error,
        PermissionDeniedError,
        PygenAPIError,
        PygenConnectionError,
        PygenError,
        PygenTimeoutError,
        PygenValidationError,
        RequestTimeoutError,
        ServerError,
        TooManyRequestsError,
        UnreadableAnswerError,
    )
    from pygen_client.telemetry import OpenTelemetryHook

__all__ = [
    "AsyncPygenClient",
    "AuthenticationError",
    "BadRequestError",
    "ClientCredentials",
    "ConflictError",
    "Credentials",
    "DeadlineExceededError",
    "DeviceCodeCredentials",
    "DevicePrompt",
    "Endpoints",
    "FailedRequest",
    "Hook",
    "InteractiveCredentials",
    "MultiRequestError",
    "NotFoundError",
    "OAuth2Error",
    "OpenTelemetryHook",
    "Operation",
    "OperationClass",
    "PermissionDeniedError",
    "PygenAPIError",
    "PygenClient",
    "PygenClientConfig",
    "PygenConnectionError",
    "PygenError",
    "PygenTimeoutError",
    "PygenValidationError",
    "RawResponse",
    "RequestEvent",
    "RequestTimeoutError",
    "ResponseEvent",
    "RetryEvent",
    "RetryPolicy",
    "ServerError",
    "Timeouts",
    "TokenCredentials",
    "TooManyRequestsError",
    "UnreadableAnswerError",
    "__version__",
]

_HOMES = {
    "client": ("AsyncPygenClient", "PygenClient"),
    "config": ("PygenClientConfig",),
    "telemetry": ("OpenTelemetryHook",),
    "core": (
        "Hook",
        "Operation",
        "OperationClass",
        "RawResponse",
        "RequestEvent",
        "ResponseEvent",
        "RetryEvent",
        "RetryPolicy",
        "Timeouts",
    ),
    "credentials": (
        "ClientCredentials",
        "Credentials",
        "DeviceCodeCredentials",
        "DevicePrompt",
        "Endpoints",
        "InteractiveCredentials",
        "TokenCredentials",
    ),
}
# All other names are errors.
_HOME = {name: module for module, names in _HOMES.items() for name in names}
_PARTS = ("client", "config", "core", "credentials", "drivers", "errors", "resources", "schema", "telemetry")


def __getattr__(name: str) -> object:
    if name in _PARTS:
        return import_module(f"{__name__}.{name}")
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=sys.modules[__name__])
    value = getattr(import_module(f"{__name__}.{_HOME.get(name, 'errors')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_PARTS})
