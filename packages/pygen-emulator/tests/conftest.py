"""An emulator in process, and a caller that speaks plain HTTP with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import emulated_project
import httpx
import pytest
from emulated_project import Project
from pygen_emulator import Emulator
from schema_bodies import DIRECT


class Api:
    """Calls endpoints below ``/models`` and gives back decoded JSON."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def get(self, path: str, **parameters: Any) -> Any:
        return self._client.get(path, params=parameters).raise_for_status().json()

    def post(self, path: str, *items: Any, **parameters: Any) -> Any:
        """Posts ``{"items": [...]}`` and returns the items of the answer."""
        response = self._client.post(path, json={"items": list(items)}, params=parameters)
        assert response.status_code == 200, response.text
        return response.json()["items"]

    def refusal(self, path: str, *items: Any, status: int = 400) -> str:
        """Posts items that must be refused and returns the message."""
        response = self._client.post(path, json={"items": list(items)})
        assert response.status_code == status, response.text
        error = response.json()["error"]
        assert error["code"] == status
        message: str = error["message"]
        return message


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator.in_process() as cdf:
        yield cdf


@pytest.fixture
def http(emulator: Emulator) -> Iterator[httpx.Client]:
    """A client below ``/api/v1/projects/{project}/models`` with a token."""
    with httpx.Client(
        transport=emulator.transport(),
        base_url=f"{emulator.base_url}/api/v1/projects/{emulator.project}/models",
        headers={"Authorization": f"Bearer {emulator.token}"},
    ) as client:
        yield client


@pytest.fixture
def api(http: httpx.Client) -> Api:
    return Api(http)


@pytest.fixture
def project() -> Iterator[Project]:
    """An emulator of its own, with the schema of ``emulated_project``."""
    with emulated_project.open_project() as project:
        yield project


@pytest.fixture
def container_for_views(api: Any) -> None:
    """The space ``s`` with a container that has a property of each sort."""
    api.post("/spaces", {"space": "s"})
    properties = {
        "name": {"type": {"type": "text"}, "nullable": False, "name": "Container's name"},
        "size": {"type": {"type": "int32"}, "nullable": False, "defaultValue": 1},
        "one": DIRECT,
        "many": {"type": {"type": "direct", "list": True}},
    }
    api.post("/containers", {"space": "s", "externalId": "C", "properties": properties})
