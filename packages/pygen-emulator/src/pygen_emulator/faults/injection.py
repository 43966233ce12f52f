"""Faults at work: around the application, where a request comes in and its answer goes out."""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from collections.abc import Callable, Mapping, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pygen_emulator.errors import ApiError, DroppedConnectionError, TruncatedAnswerError
from pygen_emulator.faults.fault import Fault
from pygen_emulator.faults.faults import Faults
from pygen_emulator.faults.requests import FaultyRequest

_PATH = re.compile(r"/api/v1(?:/projects/[^/]+)?(?P<path>/.*?)/?")
_HEADER = "x-pygen-fault"
"""Names the rules that hit the request, on every answer that there is."""

_PIECES = 10
"""Parts in which a slow body comes."""

_POLL_SECONDS = 0.05
"""How often a delayed request looks whether the emulator ends."""

_STATUS_OF = {"token-expired": 401, "cursor-expired": 400, "version-conflict": 409}
_ATTESTED = {
    400: "Cursor has expired. Try again with a new cursor.",
    401: "Unauthorized",
    408: "Graph query timed out. Reduce load or contention, or optimise your query.",
    409: "A version conflict caused the ingest to fail.",
}
"""Texts that clients look for (behaviour.md section 20). The other messages name the fault."""


class FaultInjection:
    """An ASGI application around another one that lets faults happen to its requests.

    Args:
        app: The application that faults happen to.
        faults: What is set.
        expire_token: Lets the token in an ``Authorization`` header expire.
    """

    def __init__(self, app: ASGIApp, faults: Faults, expire_token: Callable[[str], None]) -> None:
        self._app = app
        self._faults = faults
        self._expire_token = expire_token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._faults.all():
            await self._app(scope, receive, send)
            return
        content = await _content(receive)
        headers = Headers(scope=scope)
        known = _PATH.fullmatch(scope["path"])
        path = known["path"] if known else scope["path"]
        request = FaultyRequest(path, scope["query_string"], content, headers.get("content-encoding"))
        hits = self._faults.strike(scope["method"], path, request.meets)
        receive = _again(content, receive)
        if not hits:
            await self._app(scope, receive, send)
            return
        await self._pause(sum(fault.seconds or 0 for fault in hits if fault.effect == "latency"))
        send = _naming(hits, send)
        if hits[-1].effect == "latency":
            await self._app(scope, receive, send)
        else:
            await self._befall(hits[-1], scope, receive, send)

    async def _befall(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        if fault.effect == "drop-before":
            raise DroppedConnectionError(str(fault))
        if fault.effect in ("drop-after", "truncate", "slow"):
            answer: list[Message] = []

            async def keep(message: Message) -> None:
                answer.append(message)

            await self._app(scope, receive, keep)
            await self._spoil(fault, answer, send)
            return
        if fault.effect == "token-expired":
            self._expire_token(Headers(scope=scope).get("authorization", ""))
        await _refuse(fault, send)

    async def _spoil(self, fault: Fault, answer: Sequence[Message], send: Send) -> None:
        """Give an answer that is ready in the way that the fault wants."""
        if fault.effect == "drop-after":
            raise DroppedConnectionError(str(fault))
        start, *rest = answer
        body = b"".join(message.get("body", b"") for message in rest)
        MutableHeaders(scope=start)["content-length"] = str(len(body))
        await send(start)
        if fault.effect == "truncate":
            await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
            raise TruncatedAnswerError(str(fault))
        size = -(-len(body) // _PIECES) or 1
        for begin in range(0, len(body), size):
            await self._pause((fault.seconds or 0) / _PIECES)
            await send({"type": "http.response.body", "body": body[begin : begin + size], "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _pause(self, seconds: float) -> None:
        """Wait, but not for longer than the emulator lives."""
        end = asyncio.get_running_loop().time() + seconds
        while (left := end - asyncio.get_running_loop().time()) > 0 and not self._faults.is_over:
            await asyncio.sleep(min(left, _POLL_SECONDS))


async def _refuse(fault: Fault, send: Send) -> None:
    status = fault.effect if isinstance(fault.effect, int) else _STATUS_OF[fault.effect]
    is_attested = fault.effect != 400 and status in _ATTESTED
    message = _ATTESTED[status] if is_attested else f"Fault on demand: {fault}"
    body = json.dumps(ApiError(status, message).body()).encode()
    headers = {
        "content-type": "application/json",
        "content-length": str(len(body)),
        "x-request-id": str(uuid.uuid4()),
        **({} if fault.retry_after is None else {"retry-after": str(fault.retry_after)}),
    }
    await send({"type": "http.response.start", "status": status, "headers": _raw(headers)})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _naming(faults: Sequence[Fault], send: Send) -> Send:
    """A ``send`` that says in a header which rules hit."""

    async def send_named(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)[_HEADER] = ", ".join(map(str, faults))
        await send(message)

    return send_named


async def _content(receive: Receive) -> bytes:
    """The whole body of the request, or what came of it before its client went away."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def _again(content: bytes, receive: Receive) -> Receive:
    """A ``receive`` that gives a body that was read already, and then what follows it."""
    unread: list[Message] = [{"type": "http.request", "body": content, "more_body": False}]

    async def receive_again() -> Message:
        return unread.pop() if unread else await receive()

    return receive_again


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
