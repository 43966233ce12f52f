"""Authorised, retried requests to one project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from gzip import compress
from typing import Any

from pydantic_core import PydanticSerializationError, to_json

from pygen_client._version import __version__
from pygen_client.core.credentials import Credentials
from pygen_client.core.effects import Operation, OperationClass, Request, Response
from pygen_client.core.retry import RetryPolicy, api_error, send_with_retry
from pygen_client.core.routes import is_idempotent, operation_class_of
from pygen_client.core.secret import Secret, hide
from pygen_client.errors import OAuth2Error, PygenValidationError

ParamValue = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Api:
    """Where the project is and who calls. Its methods are operations; a driver runs them.

    ``gzip_from`` is the size in bytes from which bodies are sent compressed; None for never.
    """

    base_url: str
    project: str
    credentials: Credentials
    client_name: str
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    gzip_from: int | None = None

    def get(
        self,
        path: str,
        *,
        operation_class: OperationClass,
        params: Mapping[str, ParamValue] | None = None,
        in_project: bool = True,
    ) -> Operation[Response]:
        """GET a path below the project; ``in_project=False`` for the few that stand beside it."""
        root = self._project_url if in_project else f"{self.base_url}/api/v1"
        return self._call("GET", path, None, operation_class, params, idempotent=True, root=root)

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
            PygenValidationError: The body cannot be sent as JSON.
            PygenAPIError: The service refused, in the operation.
            PygenConnectionError: No answer came, in the operation.
        """
        content = _content(body)
        return self._call("POST", path, content, operation_class, params, idempotent=idempotent, root=self._project_url)

    def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Mapping[str, ParamValue] | None = None,
        operation_class: OperationClass | None = None,
        idempotent: bool | None = None,
        raise_for_status: bool = True,
    ) -> Operation[Response]:
        """Any request to the service, authorised and retried like all others.

        Args:
            method: HTTP method.
            path: Below the project, such as ``/models/spaces``; or ``/api/v1/...`` for what stands beside projects.
            json: Body, as data or as bytes of JSON. None for no body.
            params: Query parameters; None is left out, booleans become ``true`` and ``false``.
            operation_class: Under which concurrency limit the request falls; by default its path tells.
            idempotent: Whether it does no harm to carry the request out twice; by default the method and path tell.
            raise_for_status: Whether an answer of 300 or above is an error.

        Raises:
            PygenValidationError: The path does not begin with one slash, or the body cannot be sent as JSON.
            PygenAPIError: The service refused, in the operation.
            PygenConnectionError: No answer came, in the operation.
        """
        method = method.upper()
        if not path.startswith("/") or path.startswith("//") or ".." in path.split("/"):
            # Anything else could lead the token to another host or project.
            raise PygenValidationError(f"path must begin with one slash, such as /models/spaces, not {path!r}")
        return self._call(
            method,
            path,
            None if json is None else _content(json),
            operation_class_of(method, path) if operation_class is None else operation_class,
            params,
            idempotent=is_idempotent(method, path) if idempotent is None else idempotent,
            root=self.base_url if path.startswith("/api/") else self._project_url,
            raise_for_status=raise_for_status,
        )

    def _call(
        self,
        method: str,
        path: str,
        content: bytes | None,
        operation_class: OperationClass,
        params: Mapping[str, ParamValue] | None,
        *,
        idempotent: bool,
        root: str,
        raise_for_status: bool = True,
    ) -> Operation[Response]:
        query = tuple((name, _text(value)) for name, value in (params or {}).items() if value is not None)
        # Compressed in the operation, so in the thread that sends and not in the one that prepares.
        encoded = _compressed(content, self.gzip_from)
        is_gzip = encoded is not content
        token = Secret((yield from self.credentials.token(self.retry)))
        renewed = False
        while True:
            headers = self._headers(token, content is not None, is_gzip)
            request = Request(method, root + path, operation_class, headers, query, encoded)
            del headers
            response = yield from send_with_retry(request, self.retry, idempotent=idempotent)
            if response.status == 401 and not renewed:
                # A token can be revoked before it expires: a fresh one, where there is one, gets one more try.
                fresh = hide((yield from self.credentials.renew(token.reveal(), self.retry)))
                if fresh is not None and fresh != token:
                    token, renewed = fresh, True
                    continue
            if response.status >= 300 and raise_for_status:
                raise api_error(response, token)
            return response

    @property
    def _project_url(self) -> str:
        return f"{self.base_url}/api/v1/projects/{self.project}"

    def _headers(self, token: Secret, has_body: bool, is_gzip: bool) -> dict[str, str]:
        headers = {
            "Authorization": bearer(token),
            "Accept": "application/json",
            "User-Agent": f"pygen-client/{__version__}",
            "x-cdp-sdk": f"Pygen:{__version__}",
            "x-cdp-app": self.client_name,
        }
        if has_body:
            headers["Content-Type"] = "application/json"
        if is_gzip:
            headers["Content-Encoding"] = "gzip"
        return headers


def bearer(token: Secret) -> str:
    """The header that carries a token.

    Raises:
        OAuth2Error: There is none, or it holds what no header can; the error does not show it.
    """
    text = token.reveal()
    if text and text.isascii() and text.isprintable() and " " not in text:
        return f"Bearer {text}"
    del text
    raise OAuth2Error("The credentials gave a token that is empty or holds line breaks, spaces or other characters")


def _content(body: Any) -> bytes:
    if isinstance(body, bytes):
        return body
    try:
        return to_json(body, inf_nan_mode="constants")
    except PydanticSerializationError as error:
        raise PygenValidationError(f"What was given cannot be sent as JSON: {error}") from None


def _compressed(content: bytes | None, gzip_from: int | None) -> bytes | None:
    if content is None or gzip_from is None or len(content) < gzip_from:
        return content
    # Level 1: a sixth of the time of level 9 for nearly the size. Without a time the same body gives the same bytes.
    return compress(content, 1, mtime=0)


def _text(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
