"""The admin route: faults set over HTTP, by whoever is on this machine and has the admin token.

* ``GET /admin/faults`` answers ``{"items": [{"id", "rule", "seen", "hits"}]}``: what is set, how many requests each
  fault concerned so far, and how many of them it hit.
* ``POST /admin/faults`` takes ``{"items": [{"rule": "POST /models/instances 503 x2"}]}`` and answers what it has set.
* ``DELETE /admin/faults`` removes all, ``DELETE /admin/faults/{id}`` one of them.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Annotated, Any

from pydantic import BaseModel, Field
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from pygen_emulator.errors import ApiError
from pygen_emulator.faults import rules
from pygen_emulator.faults.fault import Fault, FaultError
from pygen_emulator.faults.faults import Faults, SetFault
from pygen_emulator.http import bodies
from pygen_emulator.validation import parse

_PREFIX = "/admin/"


class _Rule(BaseModel):
    rule: str


class _Rules(BaseModel):
    items: Annotated[list[_Rule], Field(min_length=1, max_length=100)]


class Admin:
    """An ASGI application around another one that answers below ``/admin/`` itself.

    Args:
        app: The application for all other paths.
        faults: What the route sets and removes.
        token: The bearer token that the route wants. No other token opens it, and this one opens nothing else.
    """

    def __init__(self, app: ASGIApp, faults: Faults, token: str) -> None:
        self._app = app
        self._faults = faults
        self._token = token
        routes = [
            Route("/admin/faults", self._all, methods=["GET", "POST", "DELETE"]),
            Route("/admin/faults/{id:int}", self._one, methods=["DELETE"]),
        ]
        self._admin = Starlette(routes=routes, exception_handlers={ApiError: _answer_error})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_admin = scope["type"] == "http" and scope["path"].startswith(_PREFIX)
        await (self._admin if is_admin else self._app)(scope, receive, send)

    async def _all(self, request: Request) -> Response:
        self._check(request)
        if request.method == "DELETE":
            self._faults.clear()
            return JSONResponse({})
        if request.method == "POST":
            given = parse(_Rules, bodies.decode(await request.body(), request.headers.get("content-encoding"))).items
            faults = [_fault(each.rule) for each in given]
            return _answer([self._faults.add(fault) for fault in faults])
        return _answer(self._faults.all())

    async def _one(self, request: Request) -> Response:
        self._check(request)
        id_: int = request.path_params["id"]
        if not self._faults.remove(id_):
            raise ApiError(404, f"There is no fault with the id {id_}.")
        return JSONResponse({})

    def _check(self, request: Request) -> None:
        if request.client is None or not ip_address(request.client.host).is_loopback:
            raise ApiError(403, "The admin route answers only to the machine that the emulator runs on.")
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not secrets.compare_digest(token.encode(), self._token.encode()):
            raise ApiError(401, "The admin route needs the admin token.")


def _fault(rule: str) -> Fault:
    try:
        return rules.parse(rule)
    except FaultError as error:
        raise ApiError(400, str(error)) from None


def _answer(shown: Sequence[SetFault]) -> Response:
    items: list[dict[str, Any]] = [
        {"id": each.id, "rule": str(each.fault), "seen": each.seen, "hits": each.hits} for each in shown
    ]
    return JSONResponse({"items": items})


async def _answer_error(_: Request, error: Exception) -> Response:
    if not isinstance(error, ApiError):
        raise error
    return JSONResponse(error.body(), status_code=error.status)
