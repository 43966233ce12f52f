"""Who may call: bearer tokens, client credentials, projects and rights."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_plus

import httpx
import pytest
from pygen_emulator import Emulator

pytestmark = pytest.mark.evidence("2")

UNAUTHORIZED = {"error": {"code": 401, "message": "Unauthorized"}}


class Clock:
    def __init__(self) -> None:
        self.now = 1_750_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def emulator(clock: Clock) -> Iterator[Emulator]:
    with Emulator.in_process(project="my-project", token="static", token_lifetime=60, clock=clock) as cdf:
        yield cdf


@pytest.fixture
def anyone(emulator: Emulator) -> Iterator[httpx.Client]:
    """A client without a token."""
    with httpx.Client(transport=emulator.transport(), base_url=emulator.base_url) as client:
        yield client


def _list(client: httpx.Client, authorization: str | None, project: str = "my-project") -> httpx.Response:
    headers = {} if authorization is None else {"Authorization": authorization}
    return client.get(f"/api/v1/projects/{project}/models/spaces", headers=headers)


def _token(client: httpx.Client, emulator: Emulator, **fields: Any) -> httpx.Response:
    form = {
        "grant_type": "client_credentials",
        "client_id": emulator.client_id,
        "client_secret": emulator.client_secret,
        **fields,
    }
    return client.post("/oauth2/token", data={key: value for key, value in form.items() if value is not None})


@pytest.mark.parametrize("authorization", ["Bearer static", "bearer static", "Bearer  static"])
def test_a_static_token_is_let_in(anyone: httpx.Client, authorization: str) -> None:
    assert _list(anyone, authorization).status_code == 200


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer wrong", "static", "Basic c3RhdGlj"])
def test_anyone_else_is_not(anyone: httpx.Client, authorization: str | None) -> None:
    response = _list(anyone, authorization)

    assert (response.status_code, response.json()) == (401, UNAUTHORIZED)


def test_another_project_is_no_access(anyone: httpx.Client) -> None:
    response = _list(anyone, "Bearer static", project="another")

    assert (response.status_code, response.json()) == (401, UNAUTHORIZED)


def test_a_token_for_reading_cannot_write(emulator: Emulator, anyone: httpx.Client) -> None:
    headers = {"Authorization": f"Bearer {emulator.read_only_token}"}
    base = "/api/v1/projects/my-project/models"
    body = {"items": [{"space": "s"}]}

    assert anyone.get(f"{base}/spaces", headers=headers).status_code == 200
    assert anyone.post(f"{base}/spaces/byids", headers=headers, json=body).status_code == 200
    for path in ("spaces", "spaces/delete", "containers", "views", "datamodels", "instances", "instances/delete"):
        refused = anyone.post(f"{base}/{path}", headers=headers, json=body)
        assert (refused.status_code, refused.json()["error"]["message"]) == (403, "Insufficient access rights.")


def test_client_credentials_in_the_form(emulator: Emulator, anyone: httpx.Client) -> None:
    response = _token(anyone, emulator, scope="https://example.com/.default", audience="anything")

    body = response.json()
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 60)
    assert _list(anyone, f"Bearer {body['access_token']}").status_code == 200


def test_client_credentials_by_basic_authentication(emulator: Emulator, anyone: httpx.Client) -> None:
    for client_id, secret in (
        (emulator.client_id, emulator.client_secret),
        (quote_plus(emulator.client_id), quote_plus(emulator.client_secret)),
    ):
        basic = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
        response = anyone.post(
            "/oauth2/token", data={"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {basic}"}
        )
        assert response.status_code == 200


@pytest.mark.parametrize(
    ("fields", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "unknown"}, 401, "invalid_client"),
        ({"client_secret": None}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": None}, 400, "invalid_request"),
    ],
)
def test_bad_token_requests_end_with_an_oauth2_error(
    emulator: Emulator, anyone: httpx.Client, fields: dict[str, str | None], status: int, error: str
) -> None:
    response = _token(anyone, emulator, **fields)

    assert response.status_code == status
    assert response.json().keys() == {"error", "error_description"}
    assert response.json()["error"] == error


@pytest.mark.parametrize("basic", ["", "not base64", base64.b64encode(b"\xff").decode()])
def test_broken_basic_authentication_is_an_invalid_client(anyone: httpx.Client, basic: str) -> None:
    response = anyone.post(
        "/oauth2/token", data={"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {basic}"}
    )

    assert (response.status_code, response.json()["error"]) == (401, "invalid_client")
    assert response.headers["www-authenticate"] == "Basic"


def test_issued_tokens_expire_and_static_ones_do_not(emulator: Emulator, anyone: httpx.Client, clock: Clock) -> None:
    token = f"Bearer {_token(anyone, emulator).json()['access_token']}"

    clock.now += 59.9
    assert _list(anyone, token).status_code == 200
    clock.now += 0.1
    assert _list(anyone, token).json() == UNAUTHORIZED
    assert _list(anyone, "Bearer static").status_code == 200


def test_every_token_is_another(emulator: Emulator, anyone: httpx.Client) -> None:
    tokens = {_token(anyone, emulator).json()["access_token"] for _ in range(3)}

    assert len(tokens) == 3
    assert all(_list(anyone, f"Bearer {token}").status_code == 200 for token in tokens)


def test_token_inspect_tells_who_and_where(emulator: Emulator, anyone: httpx.Client) -> None:
    def inspect(token: str) -> httpx.Response:
        return anyone.get("/api/v1/token/inspect", headers={"Authorization": f"Bearer {token}"})

    writer, reader = inspect("static").json(), inspect(emulator.read_only_token).json()

    assert writer["projects"] == [{"projectUrlName": "my-project", "groups": [1]}]
    assert [capability["dataModelsAcl"]["actions"] for capability in writer["capabilities"][:1]] == [["READ", "WRITE"]]
    assert [capability["dataModelsAcl"]["actions"] for capability in reader["capabilities"][:1]] == [["READ"]]
    assert writer["subject"] != reader["subject"]
    assert inspect("unknown").json() == UNAUTHORIZED
