"""What tests of the client share: both drivers over a transport that answers here, and an identity provider."""

from __future__ import annotations

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from pygen_client import AsyncPygenClient, PygenClient, PygenClientConfig, TokenCredentials
from pygen_client.core import Api, Operation, OperationClass
from pygen_client.drivers import AsyncDriver, AsyncHttpxSender, HttpxSender, SyncDriver
from scripted_transport import RETRY, Run, Service


class Bench:
    """Runs operations under one of the drivers, with a clock that stands still but while something waits."""

    def __init__(self, is_async: bool) -> None:
        self.is_async = is_async
        self.time = 1000.0
        self.waits: list[float] = []
        self.chance = 0.5
        self.on_wait: Callable[[], None] = lambda: None

    def run(self, handler: Callable[[httpx.Request], httpx.Response], operation: Operation[Any], **options: Any) -> Any:
        """Run one operation, with requests answered by the handler."""
        limits = dict.fromkeys(OperationClass, 2)

        def wait(seconds: float) -> None:
            self.waits.append(seconds)
            self.time += seconds
            self.on_wait()

        async def wait_async(seconds: float) -> None:
            await asyncio.sleep(0)
            wait(seconds)

        async def main() -> Any:
            sender = AsyncHttpxSender(5.0, 10, httpx.MockTransport(handler))
            driver = AsyncDriver(
                sender, limits, clock=lambda: self.time, wait=wait_async, chance=lambda: self.chance, **options
            )
            try:
                return await driver.run(operation)
            finally:
                await driver.close()

        if self.is_async:
            return asyncio.run(main())
        sender = HttpxSender(5.0, 10, httpx.MockTransport(handler))
        driver = SyncDriver(sender, limits, clock=lambda: self.time, wait=wait, chance=lambda: self.chance, **options)
        try:
            return driver.run(operation)
        finally:
            driver.close()

    def call(self, config: PygenClientConfig, use: Callable[[Any], Any], **options: Any) -> Any:
        """Give what a call to a client gives, awaited for the asynchronous one."""

        async def main() -> Any:
            async with AsyncPygenClient(config, **options) as client:
                return await use(client)

        if self.is_async:
            return asyncio.run(main())
        with PygenClient(config, **options) as client:
            return use(client)


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def bench(request: pytest.FixtureRequest) -> Bench:
    return Bench(request.param)


@pytest.fixture(params=[Service.run_sync, Service.run_async], ids=["sync", "async"])
def run(request: pytest.FixtureRequest) -> Run:
    """Run an operation against a service of scripted answers."""
    made: Run = request.param
    return made


@pytest.fixture
def api() -> Api:
    return Api("https://x.test", "p", TokenCredentials("tok"), "tests", RETRY)


@dataclass
class Authority:
    """An identity provider: logs in whoever comes, rotates refresh tokens, and serves as the project too.

    Attributes:
        pending: How often a device is told to wait for its person.
        lifetime: Seconds for which access tokens count.
        requests: Forms that came to the token endpoint.
        refused_refresh: Whether refresh tokens count no more.
        metadata: What discovery says.
    """

    pending: list[str] = field(default_factory=list)
    lifetime: float = 3600.0
    rotates: bool = True
    refused_refresh: bool = False
    requests: list[dict[str, str]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    asked_with: list[str] = field(default_factory=list)
    metadata: dict[str, Any] = field(
        default_factory=lambda: {
            "token_endpoint": "https://idp.test/token",
            "authorization_endpoint": "https://idp.test/authorize",
            "device_authorization_endpoint": "https://idp.test/device",
        }
    )
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    answers: dict[str, httpx.Response] = field(default_factory=dict)
    """Answers that take the place of the usual ones, by path."""

    def handle(self, request: httpx.Request) -> httpx.Response:
        if request.url.path in self.answers:
            given = self.answers[request.url.path]
            return httpx.Response(given.status_code, headers=given.headers, content=given.content)
        if request.url.host == "x.test":
            self.asked_with.append(request.headers["authorization"].removeprefix("Bearer "))
            return httpx.Response(200, json={})
        form = dict(parse_qsl(request.content.decode()))
        if request.url.path == "/.well-known/openid-configuration":
            return httpx.Response(200, json=self.metadata)
        if request.url.path == "/device":
            return httpx.Response(
                200,
                json={
                    "device_code": "dev1ce-s3cret",
                    "user_code": "ABCD-EFGH",
                    "verification_uri": "https://idp.test/go",
                    "verification_uri_complete": "https://idp.test/go?c=ABCD-EFGH",
                    "expires_in": 60,
                    "interval": 5,
                },
            )
        self.requests.append(form)
        return self._token(form)

    def authorize(self, url: str) -> str:
        """What a browser does: log in, and give the address that it is sent back to."""
        fields = dict(parse_qsl(urlsplit(url).query))
        code = f"c0de-s3cret-{len(self.codes)}"
        self.codes[code] = fields
        return f"{fields['redirect_uri']}/?code={code}&state={fields['state']}"

    def _token(self, form: dict[str, str]) -> httpx.Response:
        grant = form["grant_type"]
        if grant.endswith("device_code") and self.pending:
            return httpx.Response(400, json={"error": self.pending.pop(0), "error_description": "dev1ce-s3cret"})
        if grant == "refresh_token" and (self.refused_refresh or form["refresh_token"] != f"r{len(self.tokens)}"):
            return httpx.Response(400, json={"error": "invalid_grant", "error_description": form["refresh_token"]})
        if grant == "authorization_code" and not self._is_proved(form):
            return httpx.Response(400, json={"error": "invalid_grant", "error_description": form["code"]})
        self.tokens.append(f"t0ken-s3cret-{len(self.tokens) + 1}")
        body: dict[str, Any] = {"access_token": self.tokens[-1], "expires_in": self.lifetime, "token_type": "Bearer"}
        if self.rotates or grant != "refresh_token":
            body["refresh_token"] = f"r{len(self.tokens)}"
        return httpx.Response(200, json=body)

    def _is_proved(self, form: dict[str, str]) -> bool:
        asked = self.codes.pop(form["code"], None)
        challenge = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        return asked is not None and (challenge, form["redirect_uri"], form["client_id"]) == (
            asked["code_challenge"],
            asked["redirect_uri"],
            asked["client_id"],
        )


@pytest.fixture
def authority() -> Authority:
    return Authority()
