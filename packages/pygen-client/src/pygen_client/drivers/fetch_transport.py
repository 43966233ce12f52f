"""HTTP through the fetch function of a browser or of Node, for Python that runs in WebAssembly."""

from __future__ import annotations

import asyncio
from importlib import import_module

from pygen_client.drivers.httpx_transport import (
    AsyncTransport,
    HttpRequest,
    HttpResponse,
    no_answer_in_time,
    response_of,
    stopped_working,
)
from pygen_client.errors import PygenValidationError

_MADE_BY_FETCH = frozenset({"accept-encoding", "connection", "content-length", "host"})
"""Headers that fetch writes itself, and refuses to take."""

_UNDONE_BY_FETCH = frozenset({"content-encoding", "content-length"})
"""Headers of an answer that say how its body travelled. Fetch gives the body as it was before."""


class FetchTransport(AsyncTransport):
    """Carries requests in Pyodide, where there are no sockets.

        client = AsyncPygenClient(config, transport=FetchTransport())

    There are no threads in Pyodide either, so only the asynchronous client works. A timeout for reading counts for the
    whole answer. Cookies are neither sent nor kept, and redirects are not followed.

    Raises:
        PygenValidationError: This is not Pyodide.
    """

    def __init__(self) -> None:
        try:
            self._fetch = import_module("pyodide.http").pyfetch
            self._controller = import_module("js").AbortController
        except ImportError:
            raise PygenValidationError(
                "FetchTransport works in Pyodide only; elsewhere leave transport out, and sockets are used"
            ) from None

    async def handle_async_request(self, request: HttpRequest) -> HttpResponse:
        """Send one request and read the whole answer."""
        seconds = request.extensions.get("timeout", {}).get("read")
        controller = self._controller.new()
        try:
            return await asyncio.wait_for(self._exchange(request, controller.signal), seconds)
        except asyncio.TimeoutError:
            controller.abort()
            raise no_answer_in_time(request) from None
        except asyncio.CancelledError:
            controller.abort()
            raise
        except OSError as error:
            # Fetch does not tell why, nor whether the request had left.
            raise stopped_working(request, str(error)) from None

    async def _exchange(self, request: HttpRequest, signal: object) -> HttpResponse:
        answer = await self._fetch(
            str(request.url),
            method=request.method,
            headers={name: value for name, value in request.headers.items() if name not in _MADE_BY_FETCH},
            **({"body": request.content} if request.content else {}),
            redirect="manual",
            credentials="omit",
            signal=signal,
        )
        if answer.status == 0:
            # All that a browser shows of a redirect that is not followed. Node shows its status.
            raise stopped_working(request, "The answer is a redirect. Check the base URL")
        content: bytes = await answer.bytes()
        headers = {name: value for name, value in answer.headers.items() if name.lower() not in _UNDONE_BY_FETCH}
        return response_of(answer.status, headers, content)
