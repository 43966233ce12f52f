"""A small typed client for the data modeling API of Cognite Data Fusion."""

from pygen_client._version import __version__
from pygen_client.client import AsyncPygenClient, PygenClient
from pygen_client.config import PygenClientConfig
from pygen_client.core import Operation, OperationClass, RetryPolicy
from pygen_client.credentials import ClientCredentials, Credentials, TokenCredentials
from pygen_client.errors import (
    AuthenticationError,
    BadRequestError,
    ConflictError,
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
)

__all__ = [
    "AsyncPygenClient",
    "AuthenticationError",
    "BadRequestError",
    "ClientCredentials",
    "ConflictError",
    "Credentials",
    "FailedRequest",
    "MultiRequestError",
    "NotFoundError",
    "OAuth2Error",
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
    "RequestTimeoutError",
    "RetryPolicy",
    "ServerError",
    "TokenCredentials",
    "TooManyRequestsError",
    "__version__",
]
