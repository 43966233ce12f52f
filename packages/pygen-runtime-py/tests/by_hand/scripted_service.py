"""An emulator between which and the client stands something that does as a test says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from pygen_client import PygenClient, RetryPolicy
from pygen_emulator import Emulator
from shop_by_hand import ShopClient
from shop_project import config

Act = Callable[[int, dict[str, Any]], "httpx.Response | None"]

WRITING = ("/models/instances", "/models/instances/delete")


def nothing(number: int, body: dict[str, Any]) -> None:
    """Let every request through."""


def refusal(status: int, message: str = "No.") -> httpx.Response:
    """An error of the service."""
    return httpx.Response(status, json={"error": {"code": status, "message": message}})


class LoseAnswerError(Exception):
    """Raised by an act: the request goes through, and its answer is lost."""


@contextmanager
def scripted(emulator: Emulator, act: Act, **options: Any) -> Iterator[tuple[ShopClient, list[dict[str, Any]]]]:
    """A client whose write and delete requests are shown to ``act`` first, which may answer or raise.

    Args:
        emulator: Gets what ``act`` lets through.
        act: Is given the number of the request and its body.
        options: Of the client.
    """
    bodies: list[dict[str, Any]] = []
    inner = emulator.transport()

    def handle(request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith(WRITING):
            return inner.handle_request(request)
        body = json.loads(request.read())
        bodies.append(body)
        try:
            answer = act(len(bodies), body)
        except LoseAnswerError:
            inner.handle_request(request).read()
            raise httpx.ReadError("reset") from None
        return answer or inner.handle_request(request)

    settings = config(emulator)
    impatient = type(settings)(
        settings.base_url,
        settings.project,
        settings.credentials,
        retry=RetryPolicy(max_connection_retries=0, max_retries=0),
    )
    with PygenClient(impatient, transport=httpx.MockTransport(handle)) as client:
        yield ShopClient(client, **options), bodies
