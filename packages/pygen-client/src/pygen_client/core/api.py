"""Authorised, retried requests to one project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import to_json

from pygen_client._version import __version__
from pygen_client.core.credentials import Credentials
from pygen_client.core.effects import Operation, OperationClass, Request, Response
from pygen_client.core.retry import RetryPolicy, api_error, send_with_retry

ParamValue = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Api:
    """Where the project is and who calls. Its methods are operations; a driver runs them."""

    base_url: str
    project: str
    credentials: Credentials
    client_name: str
    retry: RetryPolicy = field(default_factory=RetryPolicy)

    def get(
        self,
        path: str,
        *,
        operation_class: OperationClass,
        params: Mapping[str, ParamValue] | None = None,
        in_project: bool = True,
    ) -> Operation[Response]:
        """GET a path below the project; ``in_project=False`` for the few that stand beside it."""
        return self._call("GET", path, None, operation_class, params, idempotent=True, in_project=in_project)

    def post(
        self,
        path: str,
        body: Any,
        *,
        operation_class: OperationClass,
        params: Mapping[str, ParamValue] | None = None,
        idempotent: bool = True,
    ) -> Operation[Response]:
        """POST to a path below the project, such as ``/models/instances/list``.

        Args:
            path: Begins with a slash.
            body: Bytes of JSON, or data to be written as JSON.
            operation_class: Under which concurrency limit the request falls.
            params: Query parameters; None is left out, booleans become ``true`` and ``false``.
            idempotent: Whether it does no harm to carry the request out twice. If not, it is not sent again once it
                may have arrived.

        Raises:
            PygenAPIError: The service refused, in the operation.
            PygenConnectionError: No answer came, in the operation.
        """
        content = body if isinstance(body, bytes) else to_json(body, inf_nan_mode="constants")
        return self._call("POST", path, content, operation_class, params, idempotent=idempotent, in_project=True)

    def _call(
        self,
        method: str,
        path: str,
        content: bytes | None,
        operation_class: OperationClass,
        params: Mapping[str, ParamValue] | None,
        *,
        idempotent: bool,
        in_project: bool,
    ) -> Operation[Response]:
        root = f"{self.base_url}/api/v1/projects/{self.project}" if in_project else f"{self.base_url}/api/v1"
        query = tuple((name, _text(value)) for name, value in (params or {}).items() if value is not None)
        token = yield from self.credentials.token(self.retry)
        renewed = False
        while True:
            request = Request(method, root + path, operation_class, self._headers(token, content), query, content)
            response = yield from send_with_retry(request, self.retry, idempotent=idempotent)
            if response.status == 401 and not renewed:
                # A token can be revoked before it expires: a fresh one, where there is one, gets one more try.
                fresh = yield from self.credentials.renew(token, self.retry)
                if fresh is not None and fresh != token:
                    token, renewed = fresh, True
                    continue
            if response.status >= 400:
                raise api_error(response)
            return response

    def _headers(self, token: str, content: bytes | None) -> dict[str, str]:
        headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/json",
            "User-Agent": f"pygen-client/{__version__}",
            "x-cdp-sdk": f"Pygen:{__version__}",
            "x-cdp-app": self.client_name,
        }
        if content is not None:
            headers["Content-Type"] = "application/json"
        return headers


def _text(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
