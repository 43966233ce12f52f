"""What carries operations out: one driver for blocking code, one for asyncio."""

from pygen_client.drivers.async_driver import AsyncDriver, AsyncPending
from pygen_client.drivers.fetch_transport import FetchTransport
from pygen_client.drivers.httpx_transport import (
    AsyncHttpClient,
    AsyncHttpxSender,
    AsyncTransport,
    HttpxSender,
    SyncHttpClient,
    SyncTransport,
)
from pygen_client.drivers.sync_driver import Pending, SyncDriver

__all__ = [
    "AsyncDriver",
    "AsyncHttpClient",
    "AsyncHttpxSender",
    "AsyncPending",
    "AsyncTransport",
    "FetchTransport",
    "HttpxSender",
    "Pending",
    "SyncDriver",
    "SyncHttpClient",
    "SyncTransport",
]
