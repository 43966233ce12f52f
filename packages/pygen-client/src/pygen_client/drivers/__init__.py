"""What carries operations out: one driver for blocking code, one for asyncio."""

from pygen_client.drivers.async_driver import AsyncDriver
from pygen_client.drivers.httpx_transport import AsyncHttpxSender, AsyncTransport, HttpxSender, SyncTransport
from pygen_client.drivers.sync_driver import Pending, SyncDriver

__all__ = ["AsyncDriver", "AsyncHttpxSender", "AsyncTransport", "HttpxSender", "Pending", "SyncDriver", "SyncTransport"]
