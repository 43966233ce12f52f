"""The emulator as an ASGI application. Everything here is about HTTP; what a request means is the services' matter."""

from __future__ import annotations

import asyncio
import uuid
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor
from typing import Any

import orjson
from pydantic_core import to_json
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pygen_emulator.errors import ApiError
from pygen_emulator.http import bodies, oauth2, parameters
from pygen_emulator.http.endpoints import NOT_SIMULATED, Endpoint
from pygen_emulator.http.identities import Identities, Identity, unauthorized

_GZIP_FROM = 1_000
"""Bytes of an answer from which on it is compressed for clients that accept it."""
_GZIP_LEVEL = 1
"""The fastest: a local client waits for the compression, not for the network."""
INLINE = "pygen_emulator.inline"
"""Extension of the scope of a request that is worked on where it is called, since no event loop has to stay free."""


def build(project: str, identities: Identities, endpoints: Sequence[Endpoint], executor: Executor) -> ASGIApp:
    """The application: ``/api/v1/projects/{project}/...``, ``/api/v1/token/inspect`` and ``/oauth2/token``.

    Args:
        project: The one project.
        identities: Who may call.
        endpoints: What is simulated.
        executor: Where endpoints run, so that the event loop stays free. Requests with the extension ``INLINE`` run
            where they are: then the application never waits, and needs no event loop.
    """
    by_path: dict[str, dict[str, Endpoint]] = defaultdict(dict)
    for endpoint in (*endpoints, *(_not_simulated(method, path) for method, path in NOT_SIMULATED)):
        by_path[endpoint.path][endpoint.method] = endpoint
    project_api = _ProjectApi(project, identities, executor)

    async def token(request: Request) -> Response:
        return await oauth2.answer(request, identities)

    async def inspect(request: Request) -> Response:
        return JSONResponse(_inspection(identities.identify(request.headers.get("authorization")), project))

    app = Starlette(
        routes=[
            Route("/oauth2/token", token, methods=["POST"]),
            Route("/api/v1/token/inspect", inspect, methods=["GET"]),
            *(
                Route("/api/v1/projects/{project}" + path + slash, project_api.route(methods), methods=list(methods))
                for path, methods in by_path.items()
                for slash in ("", "/")  # the official JavaScript SDK lists with a slash at the end
            ),
        ],
        middleware=[Middleware(GZipMiddleware, minimum_size=_GZIP_FROM, compresslevel=_GZIP_LEVEL)],
        exception_handlers={ApiError: _api_error, HTTPException: _http_error, Exception: _internal_error},
    )
    app.router.redirect_slashes = False
    return _RequestId(app)


class _ProjectApi:
    """Checks who calls, hands body and parameters to the endpoint, and answers with JSON."""

    def __init__(self, project: str, identities: Identities, executor: Executor) -> None:
        self._project = project
        self._identities = identities
        self._executor = executor

    def route(self, methods: dict[str, Endpoint]) -> Callable[[Request], Awaitable[Response]]:
        async def handle(request: Request) -> Response:
            endpoint = methods["GET" if request.method == "HEAD" else request.method]
            identity = self._identities.identify(request.headers.get("authorization"))
            if request.path_params["project"] != self._project:
                raise unauthorized()
            if endpoint.writes and not identity.may_write:
                raise ApiError(403, "Insufficient access rights.")
            query = parameters.parse(request.query_params, endpoint.parameters)
            content = await request.body()
            encoding = request.headers.get("content-encoding")

            def answer() -> Response:
                body = bodies.decode(content, encoding) if endpoint.method == "POST" else None
                return Response(_json(endpoint.call(body, query)), media_type="application/json")

            if INLINE in request.scope.get("extensions", ()):
                return answer()
            return await asyncio.get_running_loop().run_in_executor(self._executor, answer)

        return handle


def _json(answer: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(answer)
    except orjson.JSONEncodeError:
        # Whole numbers beyond 64 bits: sums, and what stands in json properties. The slower encoder knows them.
        return to_json(answer)


def _not_simulated(method: str, path: str) -> Endpoint:
    def refuse(_body: Any, _query: Any) -> dict[str, Any]:
        raise ApiError(501, f"Not simulated: {method} {path}")

    return Endpoint(method, path, refuse)


def _inspection(identity: Identity, project: str) -> dict[str, Any]:
    actions = ["READ", "WRITE"] if identity.may_write else ["READ"]
    scopes = {"projectScope": {"projects": [project]}}
    return {
        "subject": identity.subject,
        "projects": [{"projectUrlName": project, "groups": [1]}],
        "capabilities": [
            {acl: {"actions": actions, "scope": {"all": {}}}, **scopes}
            for acl in ("dataModelsAcl", "dataModelInstancesAcl")
        ],
    }


# These are coroutines, since starlette would give functions to a thread.
async def _api_error(_: Request, error: Exception) -> Response:
    if not isinstance(error, ApiError):
        raise error
    return JSONResponse(error.body(), status_code=error.status)


async def _http_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    known = {404: "Not found", 405: "Method not allowed"}
    message = f"{known.get(error.status_code, error.detail)}: {request.method} {request.url.path}"
    return JSONResponse(ApiError(error.status_code, message).body(), error.status_code, error.headers)


async def _internal_error(_: Request, error: Exception) -> Response:
    """A defect of the emulator itself. Starlette raises the error again after this answer, so that it is seen."""
    message = f"Defect in the emulator: {type(error).__name__}: {error}"
    return JSONResponse(ApiError(500, message).body(), 500)


class _RequestId:
    """Puts an ``x-request-id`` on every answer, those to errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["x-request-id"] = str(uuid.uuid4())
            await send(message)

        await self._app(scope, receive, send_with_id)
