"""Answers that tests write down, given to the client by a transport that needs no service."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
from pygen_client import OperationClass, PygenClientConfig, RetryPolicy, TokenCredentials
from pygen_client.core import Api, Operation
from pygen_client.drivers import AsyncDriver, AsyncHttpxSender, HttpxSender, SyncDriver

ONE_EACH = dict.fromkeys(OperationClass, 2)
RETRY = RetryPolicy(max_retries=3, max_connection_retries=2, base=0.5, longest=60)


class Service:
    """Gives the scripted answers in order and keeps what was asked and how long was waited."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []
        self.waits: list[float] = []
        self.time = 0.0

    def handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def run_sync(self, operation: Operation) -> object:
        def wait(seconds: float) -> None:
            self.waits.append(seconds)

        sender = HttpxSender(1.0, 10, httpx.MockTransport(self.handle))
        driver = SyncDriver(sender, ONE_EACH, clock=lambda: self.time, wait=wait, chance=lambda: 0.5)
        try:
            return driver.run(operation)
        finally:
            driver.close()

    def run_async(self, operation: Operation) -> object:
        async def wait(seconds: float) -> None:
            self.waits.append(seconds)

        async def main() -> object:
            sender = AsyncHttpxSender(1.0, 10, httpx.MockTransport(self.handle))
            driver = AsyncDriver(sender, ONE_EACH, clock=lambda: self.time, wait=wait, chance=lambda: 0.5)
            try:
                return await driver.run(operation)
            finally:
                await driver.close()

        return asyncio.run(main())


Run = Callable[[Service, Operation], object]


def api(credentials=None) -> Api:
    return Api("https://x.test", "p", credentials or TokenCredentials("tok"), "tests", RETRY)


def ok(body: object = None) -> httpx.Response:
    return httpx.Response(200, json={} if body is None else body)


def post(**options) -> Operation:
    return api().post("/models/x", {"a": 1}, operation_class=OperationClass.WRITE, **options)


def config(**options) -> PygenClientConfig:
    values = {"base_url": "https://x.test", "retry": RetryPolicy(max_retries=2, base=0.001), **options}
    return PygenClientConfig(project="p", credentials=TokenCredentials("t"), **values)


def scripted(*answers: httpx.Response):
    """A handler that gives the answers in order."""
    left = list(answers)

    def handle(request: httpx.Request) -> httpx.Response:
        answer = left.pop(0)
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    return handle


def get(api, **options) -> Operation:
    return api.get("/x", operation_class=OperationClass.READ, **options)
