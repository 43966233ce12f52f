"""The admin route: off unless asked for, with a token of its own, for this machine only."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from pygen_emulator import Emulator

pytestmark = pytest.mark.evidence("21")


@pytest.fixture
def cdf() -> Iterator[Emulator]:
    with Emulator(admin=True) as emulator:
        yield emulator


@pytest.fixture
def admin(cdf: Emulator) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {cdf.admin_token}"}
    with httpx.Client(base_url=f"{cdf.base_url}/admin", headers=headers) as client:
        yield client


def test_faults_are_set_listed_and_removed(cdf: Emulator, admin: httpx.Client) -> None:
    rules = [{"rule": "GET 503 x1"}, {"rule": "latency=1ms"}]
    first, second = admin.post("/faults", json={"items": rules}).json()["items"]
    assert first == {"id": 1, "rule": "GET 503 x1", "seen": 0, "hits": 0}

    assert httpx.get(f"{cdf.base_url}/api/v1/token/inspect").status_code == 503
    assert httpx.get(f"{cdf.base_url}/api/v1/token/inspect").status_code == 401

    assert admin.get("/faults").json()["items"] == [
        {**first, "seen": 2, "hits": 1},
        {**second, "seen": 1, "hits": 1},
    ]
    assert admin.delete(f"/faults/{first['id']}").json() == {}
    assert [item["id"] for item in admin.get("/faults").json()["items"]] == [second["id"]]
    assert admin.delete("/faults").json() == {}
    assert cdf.faults.all() == []


def test_faults_do_not_happen_to_the_admin_route(cdf: Emulator, admin: httpx.Client) -> None:
    cdf.faults.add("503")

    assert admin.get("/faults").status_code == 200


def test_what_cannot_be_set_is_named(admin: httpx.Client) -> None:
    wrong_rule = admin.post("/faults", json={"items": [{"rule": "GET 503"}, {"rule": "sometimes"}]})
    wrong_field = admin.post("/faults", json={"items": [{"rule": "GET 503", "colour": "red"}]})
    unknown = admin.delete("/faults/77")

    assert wrong_rule.status_code == 400
    assert "'sometimes' is no effect" in wrong_rule.json()["error"]["message"]
    assert wrong_field.json()["error"]["message"] == "Unexpected field - items.colour"
    assert unknown.status_code == 404
    assert admin.get("/faults").json() == {"items": []}


@pytest.mark.parametrize("header", ["", "Bearer wrong", "Basic x"])
def test_it_wants_its_own_token(cdf: Emulator, header: str) -> None:
    assert httpx.get(f"{cdf.base_url}/admin/faults", headers={"Authorization": header}).status_code == 401


def test_the_tokens_do_not_open_each_others_doors(cdf: Emulator, admin: httpx.Client) -> None:
    project = f"{cdf.base_url}/api/v1/projects/{cdf.project}/models/spaces"

    assert httpx.get(project, headers=dict(admin.headers)).status_code == 401
    with_token = httpx.get(f"{cdf.base_url}/admin/faults", headers={"Authorization": f"Bearer {cdf.token}"})
    assert with_token.status_code == 401


def test_it_does_not_answer_another_machine(cdf: Emulator) -> None:
    from_elsewhere = {**_scope(cdf), "client": ("192.0.2.1", 5)}

    assert _call(cdf, from_elsewhere) == 403


def test_it_is_off_unless_asked_for() -> None:
    with Emulator() as cdf:
        assert cdf.admin_token is None
        assert httpx.get(f"{cdf.base_url}/admin/faults").status_code == 404


def _scope(cdf: Emulator) -> dict[str, object]:
    return {
        "type": "http",
        "method": "GET",
        "path": "/admin/faults",
        "headers": [(b"authorization", f"Bearer {cdf.admin_token}".encode())],
        "query_string": b"",
    }


def _call(cdf: Emulator, scope: dict[str, object]) -> int:
    """The status with which the application answers a request as a server hands it on."""
    statuses: list[int] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b""}

    async def send(message: object) -> None:
        assert isinstance(message, dict)
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    asyncio.run(cdf.asgi_app(scope, receive, send))  # type: ignore[arg-type]  # starlette's aliases are mutable mappings
    return statuses[0]
