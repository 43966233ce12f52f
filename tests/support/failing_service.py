"""A service that fails on demand, and calls of a generated SDK against it.

::

    with service.cdf.fault(f"{READS} 503 x2"):
        service.run(lambda shop: shop.product.list())
"""

from __future__ import annotations

import asyncio
import inspect
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import hand_written_shop
import httpx
from pygen_client import (
    AsyncPygenClient,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    MultiRequestError,
    PygenClient,
    PygenClientConfig,
    PygenConnectionError,
    PygenError,
    RequestTimeoutError,
    RetryPolicy,
    ServerError,
    TokenCredentials,
    TooManyRequestsError,
)
from pygen_emulator import Emulator

shop_sdk = hand_written_shop.sdk
_TLS = ssl.create_default_context()
"""One for all clients: to read the certificates of this machine takes longer than most of their calls."""

READS = "POST /models/instances/*"
"""What all reads and deletes go to; a write goes to the folder itself."""
WRITES = "POST /models/instances"

PASSING = [
    "429 x2",
    "429 x1 retry-after=0",
    "502 x1",
    "503 x2",
    "504 x1",
    "drop-before x1",
    "drop-after x1",
    "truncate x1",
    "latency=20ms x1",
    "slow=20ms x1",
]
"""Faults that pass: the call gets its answer all the same."""

STAYING: dict[str, type[PygenError]] = {
    "400": BadRequestError,
    "408": RequestTimeoutError,
    "409": ConflictError,
    "429": TooManyRequestsError,
    "500": ServerError,
    "502": ServerError,
    "503": ServerError,
    "504": ServerError,
    "drop-before": PygenConnectionError,
    "drop-after": PygenConnectionError,
    "truncate": PygenConnectionError,
    "version-conflict": ConflictError,
    "token-expired": AuthenticationError,
}
"""Faults that stay, and the errors that they become."""

HANGING = ["503 retry-after=30", "latency=20s", "slow=20s", "drop-before"]
"""Faults that would hold a call up for long, or for ever with patience enough."""
HELD_UP = 20
"""Seconds for which the shortest of these does."""

PRODUCTS = [f"p{number}" for number in range(6)]
LINKED = ["p1", "p2", "p3"]


PATIENT = RetryPolicy(max_retries=1000, max_connection_retries=1000, base=0.02, longest=0.05)


@dataclass
class Service:
    """The service, and a client of either kind for each call."""

    cdf: Emulator
    is_async: bool
    retry: RetryPolicy = field(default_factory=lambda: RetryPolicy(max_retries=3, max_connection_retries=2, base=0.002))

    def run(self, call: Callable[[Any], Any], *, deadline: float | None = None, **options: Any) -> Any:
        values = {"credentials": TokenCredentials(self.cdf.token), "retry": self.retry, "timeout": 5.0, **options}
        config = PygenClientConfig(self.cdf.base_url, self.cdf.project, **values)

        async def main() -> Any:
            async with AsyncPygenClient(config, transport=httpx.AsyncHTTPTransport(verify=_TLS)) as client:
                used = client if deadline is None else client.with_deadline(deadline)
                return await all_async(call(shop_sdk.AsyncShopClient(used)))

        if self.is_async:
            return asyncio.run(main())
        with PygenClient(config, transport=httpx.HTTPTransport(verify=_TLS)) as client:
            return all_of(call(shop_sdk.ShopClient(client if deadline is None else client.with_deadline(deadline))))

    def versions(self, prefix: str) -> dict[str, int]:
        """Version of each stored category whose name begins so: 1 for what was written once."""
        stored = self.run(lambda shop: shop.category.list(external_id_prefix=prefix, limit=None))
        return {one.external_id: one.data_record.version for one in stored}


def all_of(answer: Any) -> Any:
    return list(answer) if inspect.isgenerator(answer) or hasattr(answer, "__next__") else answer


async def all_async(answer: Any) -> Any:
    return [one async for one in answer] if hasattr(answer, "__anext__") else await answer


def cause(error: BaseException) -> BaseException:
    """What went wrong with the first request that failed."""
    if isinstance(error, MultiRequestError):
        return (error.failed or error.unknown)[0].error
    return error


def names(found: Any) -> list[str]:
    """The external id of each."""
    return [one.external_id for one in found]
