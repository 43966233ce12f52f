"""Requests made at random from the official document: none makes the emulator fail, hang or leave the document.

The same requests on every run. ``PYGEN_FUZZ=<n>`` tries n other ones for each operation.
"""

from __future__ import annotations

import faulthandler
import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import emulated_project
import httpx
import openapi_document
import openapi_requests
import openapi_validation
import pytest
from emulated_project import SCHEMA, data, edge, node
from hypothesis import HealthCheck, given, settings
from openapi_requests import DATA_MODEL, EDGES, NODES, Request
from pygen_emulator import Emulator

pytestmark = [
    pytest.mark.evidence("24"),
    pytest.mark.shared,
    pytest.mark.skipif(not openapi_document.PATH.is_file(), reason="the official document is not beside the checkout"),
]

EXAMPLES = int(os.environ.get("PYGEN_FUZZ", "0"))
SETTINGS = settings(
    max_examples=EXAMPLES or 100,
    derandomize=not EXAMPLES,
    database=None,
    deadline=5_000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
HANGS_AFTER = 120 + EXAMPLES
"""Seconds for one operation, after which the process is ended with the place where it stands."""

OPERATIONS = openapi_document.operations() if openapi_document.PATH.is_file() else []


def fill(project: emulated_project.Project) -> None:
    """What :mod:`openapi_requests` aims at."""
    project.post(
        "datamodels",
        {
            "items": [
                {"space": SCHEMA, "externalId": DATA_MODEL, "version": "v1", "views": [emulated_project.view("Tool")]}
            ]
        },
    )
    everything = {"text": "a", "int32": 1, "flag": True, "texts": ["a", "A b"], "state": "on", "float64": 0.5}
    nodes = [node(name, data("Tool", name=name, price=1.5), data("Everything", **everything)) for name in NODES]
    project.write(*nodes, edge(EDGES[0], "a", "b"), edge(EDGES[1], "b", "c"))


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with emulated_project.open_project() as project:
        fill(project)
        emulator: Emulator = project.emulator
        with httpx.Client(
            transport=emulator.transport(),
            base_url=f"{emulator.base_url}/api/v1",
            headers={"Authorization": f"Bearer {emulator.token}"},
        ) as client:
            client.get(f"/projects/{emulator.project}/models/spaces").raise_for_status()
            yield client


@pytest.fixture(autouse=True)
def _no_hang() -> Iterator[None]:
    faulthandler.dump_traceback_later(HANGS_AFTER, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_request_makes_the_emulator_fail(client: httpx.Client, method: str, path: str) -> None:
    statuses: Counter[int] = Counter()

    @SETTINGS
    @given(openapi_requests.requests(method, path))
    def answers(request: Request) -> None:
        seen = openapi_validation.Answers()
        answer = send(client, request)
        seen.check(method, path, answer.status_code, answer.content)
        statuses[answer.status_code] += 1
        if answer.status_code == 200 and answer.json().get("nextCursor"):
            following = send(client, next_page(request, answer.json()["nextCursor"]))
            seen.check(method, path, following.status_code, following.content)
            assert following.status_code == 200, f"the cursor of an answer is refused: {following.text}"
        assert seen.violations == []

    answers()
    assert statuses[200] > 0, f"nothing but refusals: {statuses}"


def next_page(request: Request, cursor: str | dict[str, str]) -> Request:
    """The same request for what comes after an answer: one cursor for a list, one for each set of a query or sync."""
    if request.method == "GET":
        return replace(request, parameters={**request.parameters, "cursor": cursor})
    key = "cursor" if isinstance(cursor, str) else "cursors"
    return replace(request, body={**request.body, key: cursor})


def send(client: httpx.Client, request: Request) -> httpx.Response:
    prefix = "" if request.path.startswith("/token") else "/projects/pygen"
    content = None if request.method == "GET" else json.dumps(request.body).encode()
    return client.request(request.method, prefix + request.path, params=request.parameters, content=content)
