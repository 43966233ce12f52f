"""HTTP through httpx. The only module of this package that knows httpx."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

import httpx

from pygen_client.core.effects import Request, Response
from pygen_client.core.timeouts import Timeouts
from pygen_client.errors import PygenConnectionError, PygenError, PygenTimeoutError, PygenValidationError

if TYPE_CHECKING:
    import ssl

_C = TypeVar("_C")

SyncTransport: TypeAlias = httpx.BaseTransport
AsyncTransport: TypeAlias = httpx.AsyncBaseTransport
HttpRequest: TypeAlias = httpx.Request
HttpResponse: TypeAlias = httpx.Response
SyncHttpClient: TypeAlias = httpx.Client
AsyncHttpClient: TypeAlias = httpx.AsyncClient

CLOSED = "The client is closed: make a new one, or keep what uses it inside its `with`"

_NEVER_ARRIVED = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.ProxyError,
    httpx.InvalidURL,
)


class Sent(Protocol):
    """Whom to tell that the body of a request has been handed to the socket: an event, or what acts upon it."""

    def set(self) -> None: ...


class HttpxSender:
    """Sends requests over one pool of connections.

    Args:
        timeout: Seconds for each part of a request.
        connections: Size of the pool.
        transport: What carries requests, instead of the pool.
        http2: Whether to offer HTTP/2; needs the package ``h2``.
        http_client: A client of the caller, which stays open; its connections are used, not those described here.

    Raises:
        PygenValidationError: ``h2`` is not installed.
    """

    def __init__(
        self,
        timeout: float | Timeouts,
        connections: int,
        transport: SyncTransport | None = None,
        *,
        http2: bool = False,
        http_client: SyncHttpClient | None = None,
    ) -> None:
        self._timeouts = Timeouts.of(timeout)
        self._timeout = _timeout(self._timeouts)
        self._owned = http_client is None
        # Whether this transport says when a request has left. Those of others need not.
        self._tells = http_client is not None or transport is None or isinstance(transport, httpx.HTTPTransport)
        tls = _certificates(http2) if transport is None and http_client is None else True
        self._client = (
            _made(lambda: httpx.Client(limits=_limits(connections), transport=transport, http2=http2, verify=tls))
            if http_client is None
            else http_client
        )

    def send(self, request: Request, *, left: float | None = None, sent: Sent | None = None) -> Response:
        """Send one request.

        Args:
            request: The request.
            left: Seconds until nobody wants the answer any more.
            sent: Told when the body has been handed to the socket; for transports that cannot tell, just before.

        Raises:
            PygenConnectionError: No answer came. What httpx raised is not its cause: frames of httpx hold headers.
            PygenError: The client is closed.
        """
        if self._client.is_closed:
            raise PygenError(CLOSED)
        try:
            outgoing = _outgoing(
                self._client, request, self._timeout if left is None else _timeout(self._timeouts.within(left))
            )
            if sent is not None:
                if self._tells:
                    outgoing.extensions["trace"] = _Trace(sent.set)
                else:
                    sent.set()
            if left is None:
                return _taken(self._client.send(outgoing, auth=None, follow_redirects=False))
            return self._send_in_time(outgoing, time.monotonic() + left)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            failure = _connection_error(error, request)
        raise failure

    def _send_in_time(self, outgoing: httpx.Request, end: float) -> Response:
        # A timeout of httpx is for the next bytes only, so a body that trickles in could last for ever.
        answer = self._client.send(outgoing, auth=None, follow_redirects=False, stream=True)
        try:
            outgoing.extensions["timeout"]["read"] = max(0.001, end - time.monotonic())
            parts: list[bytes] = []
            for part in answer.iter_bytes():
                parts.append(part)
                if time.monotonic() > end:
                    raise httpx.ReadTimeout("The deadline passed while the answer came", request=outgoing)
            return Response(answer.status_code, _lower(answer.headers), b"".join(parts))
        finally:
            answer.close()
            answer.stream = _NO_MORE

    def close(self) -> None:
        if self._owned:
            self._client.close()


class AsyncHttpxSender:
    """Sends requests over one pool of connections, asynchronously. Takes the same arguments."""

    def __init__(
        self,
        timeout: float | Timeouts,
        connections: int,
        transport: AsyncTransport | None = None,
        *,
        http2: bool = False,
        http_client: AsyncHttpClient | None = None,
    ) -> None:
        self._timeouts = Timeouts.of(timeout)
        self._timeout = _timeout(self._timeouts)
        self._owned = http_client is None
        self._tells = http_client is not None or transport is None or isinstance(transport, httpx.AsyncHTTPTransport)
        tls = _certificates(http2) if transport is None and http_client is None else True
        self._client = (
            _made(lambda: httpx.AsyncClient(limits=_limits(connections), transport=transport, http2=http2, verify=tls))
            if http_client is None
            else http_client
        )

    async def send(self, request: Request, *, left: float | None = None, sent: Sent | None = None) -> Response:
        """Send one request. Arguments and errors are those of :meth:`HttpxSender.send`."""
        if self._client.is_closed:
            raise PygenError(CLOSED)
        try:
            outgoing = _outgoing(
                self._client, request, self._timeout if left is None else _timeout(self._timeouts.within(left))
            )
            if sent is not None:
                if self._tells:
                    outgoing.extensions["trace"] = _Trace(sent.set).asynchronously
                else:
                    sent.set()
            sending = self._client.send(outgoing, auth=None, follow_redirects=False)
            # Timeouts of httpx come first, for they know whether the request had left; this ends a body that trickles.
            return _taken(await (sending if left is None else asyncio.wait_for(sending, left + _GRACE)))
        except asyncio.TimeoutError:
            failure: PygenConnectionError = PygenTimeoutError(
                f"{request.method} {request.url}: the deadline passed while the answer came", may_have_arrived=True
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            failure = _connection_error(error, request)
        raise failure

    async def close(self) -> None:
        if self._owned:
            await self._client.aclose()


def response_of(status: int, headers: Mapping[str, str], content: bytes) -> HttpResponse:
    """What a transport of our own gives: an answer that has come as a whole."""
    return httpx.Response(status, headers=headers, content=content)


def no_answer_in_time(request: HttpRequest) -> Exception:
    """What a transport of our own raises when it has waited for as long as it may."""
    return httpx.ReadTimeout("No answer in time", request=request)


def stopped_working(request: HttpRequest, reason: str) -> Exception:
    """What a transport of our own raises when there is no answer, and the request may have arrived."""
    return httpx.ReadError(reason, request=request)


_GRACE = 0.05


class _Trace:
    """Listens to httpcore, and tells when the first body has been handed to the socket."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell

    def __call__(self, event: str, info: dict[str, Any]) -> None:
        # Begins with http11 or http2.
        if event.endswith(".send_request_body.complete"):
            self._tell()

    async def asynchronously(self, event: str, info: dict[str, Any]) -> None:
        self(event, info)


def _outgoing(client: httpx.Client | httpx.AsyncClient, request: Request, timeout: httpx.Timeout) -> httpx.Request:
    # Built before it is sent: the frames of httpx then hold this object, whose repr shows no headers.
    return client.build_request(
        request.method,
        request.url,
        headers=request.headers,
        params=request.params,
        content=request.content,
        timeout=timeout,
    )


def _certificates(http2: bool) -> ssl.SSLContext:
    return _loaded(http2, os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@lru_cache(maxsize=8)
def _loaded(http2: bool, file: str | None, folder: str | None) -> ssl.SSLContext:
    # To load the certificates that are trusted takes longer than all else that makes a client, so clients share them.
    # Not those with HTTP/2 with those without: httpcore writes into the context which of them it offers.
    return httpx.create_ssl_context()


def _made(make: Callable[[], _C]) -> _C:
    try:
        return make()
    except ImportError as error:
        raise PygenValidationError("http2 needs the package h2: install cognite-pygen-client[http2]") from error


def _timeout(parts: Timeouts) -> httpx.Timeout:
    return httpx.Timeout(connect=parts.connect, read=parts.read, write=parts.write, pool=parts.pool)


def _limits(connections: int) -> httpx.Limits:
    return httpx.Limits(max_connections=connections, max_keepalive_connections=connections)


_NO_MORE = httpx.ByteStream(b"")


def _taken(answer: httpx.Response) -> Response:
    found = Response(answer.status_code, _lower(answer.headers), answer.content)
    # Its stream leads back to it: until the collector came, it would hold its bytes, and those of its request.
    answer.stream = _NO_MORE
    return found


def _lower(headers: httpx.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _connection_error(error: httpx.HTTPError | httpx.InvalidURL, request: Request) -> PygenConnectionError:
    where = f"{request.method} {request.url}"
    arrived = not isinstance(error, _NEVER_ARRIVED)
    if isinstance(error, httpx.TimeoutException):
        return PygenTimeoutError(f"{where}: no answer in time ({type(error).__name__})", may_have_arrived=arrived)
    if arrived:
        # The text of an error about our own headers can repeat them.
        said = "" if isinstance(error, httpx.LocalProtocolError) else f": {error}"
        return PygenConnectionError(
            f"{where}: the connection broke ({type(error).__name__}{said})", may_have_arrived=True
        )
    return PygenConnectionError(f"{where}: cannot connect ({error}). Check the address and the network")
