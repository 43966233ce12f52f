"""Requests: bodies, encodings, paths and methods, whatever they are about."""

from __future__ import annotations

import gzip
import json
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
from pygen_emulator import Emulator

pytestmark = pytest.mark.evidence("1")

BODY = b'{"items": [{"space": "s"}]}'
OPENAPI = Path(__file__).parents[4] / "shared" / "cdf-api" / "data-modeling.openapi.json"


def _message(response: httpx.Response, status: int = 400) -> str:
    assert response.status_code == status
    error = response.json()["error"]
    assert error["code"] == status
    message: str = error["message"]
    return message


@pytest.mark.evidence("20")
@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"nonsense", b'{"items": [NaN]}', b'{"items": [Infinity]}', b"\xff\xfe", b"[" * 100_000, b"{'a': 1}"],
)
def test_what_is_no_json_is_refused(http: httpx.Client, content: bytes) -> None:
    assert _message(http.post("/spaces", content=content)).startswith("The request body is not valid JSON")


@pytest.mark.evidence("20")
@pytest.mark.parametrize("content", [b"[]", b"null", b'"text"', b"1"])
def test_a_body_is_an_object(http: httpx.Client, content: bytes) -> None:
    assert "body must be a JSON object" in _message(http.post("/spaces", content=content))


@pytest.mark.evidence("20")
@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "[items must not be null]"),
        ({"items": None}, "[items must not be null]"),
        ({"items": {}}, "[items must be an array]"),
        ({"items": []}, "[items size must be between 1 and 100]"),
        ({"items": [{"space": "s"}] * 101}, "[items size must be between 1 and 100]"),
        ({"items": ["s"]}, "[items[0] must be an object]"),
        ({"items": [{"space": 1}]}, "[items[0].space must be a string]"),
        ({"items": [{}]}, "[space must not be null]"),
        ({"items": [{"space": "s"}], "extra": 1}, "Unexpected field - extra"),
        ({"items": [{"space": "s", "isGlobal": False}]}, "Unexpected field - items.isGlobal"),
    ],
)
def test_bodies_are_parsed_strictly(http: httpx.Client, body: Any, message: str) -> None:
    assert message in _message(http.post("/spaces", json=body))


@pytest.mark.evidence("21")
def test_bodies_may_be_compressed(http: httpx.Client) -> None:
    response = http.post("/spaces", content=gzip.compress(BODY), headers={"Content-Encoding": "gzip"})

    assert response.json()["items"][0]["space"] == "s"


@pytest.mark.evidence("21")
@pytest.mark.parametrize(
    ("content", "encoding", "message"),
    [
        (BODY, "gzip", "The request body is not valid gzip."),
        (gzip.compress(BODY, mtime=0)[:-9], "gzip", "The request body is not valid gzip."),
        (BODY, "br", "Content-Encoding is not supported: br"),
    ],
)
def test_other_encodings_are_refused(http: httpx.Client, content: bytes, encoding: str, message: str) -> None:
    response = http.post("/spaces", content=content, headers={"Content-Encoding": encoding})

    assert _message(response) == message


@pytest.mark.evidence("21")
def test_long_answers_are_compressed_for_those_who_accept_it() -> None:
    with Emulator(source={"spaces": [{"space": f"s{number}"} for number in range(50)]}) as cdf:
        url = f"{cdf.base_url}/api/v1/projects/{cdf.project}/models/spaces?limit=50"
        access = {"Authorization": f"Bearer {cdf.token}"}
        plain = httpx.get(url, headers={**access, "Accept-Encoding": "identity"})
        packed = httpx.get(url, headers={**access, "Accept-Encoding": "gzip"})

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert packed.json() == plain.json()


def test_every_answer_has_a_request_id_of_its_own(http: httpx.Client) -> None:
    responses = [http.get("/spaces"), http.get("/spaces?limit=0"), http.get("/unknown"), http.put("/spaces")]

    assert [response.status_code for response in responses] == [200, 400, 404, 405]
    assert len({uuid.UUID(response.headers["x-request-id"]) for response in responses}) == len(responses)


@pytest.mark.parametrize("path", ["/unknown", "/spaces//", "/spaces/byids/more", "/../../timeseries", "/../../../v2"])
def test_an_unknown_path_is_404(http: httpx.Client, path: str) -> None:
    assert _message(http.get(path), 404).startswith("Not found: GET /api/")


def test_a_slash_at_the_end_changes_nothing(http: httpx.Client) -> None:
    assert http.get("/spaces/").json() == http.get("/spaces").json() == {"items": []}


def test_a_wrong_method_is_405_and_says_what_is_right(http: httpx.Client) -> None:
    response = http.delete("/spaces")

    assert _message(response, 405) == "Method not allowed: DELETE /api/v1/projects/pygen/models/spaces"
    assert {"GET", "POST"} <= set(response.headers["allow"].split(", "))


def test_head_answers_like_get_without_a_body(http: httpx.Client) -> None:
    response = http.head("/spaces")

    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.evidence("24")
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/dml/graphql", "/dml/graphql"),
        (
            "/userapis/spaces/s/datamodels/m/versions/1/graphql",
            "/userapis/spaces/{space}/datamodels/{externalId}/versions/{version}/graphql",
        ),
    ],
)
def test_what_is_not_simulated_fails_by_name(http: httpx.Client, path: str, name: str) -> None:
    response = http.post(str(http.base_url).replace("/models/", path), json={})

    assert _message(response, 501) == f"Not simulated: POST {name}"


@pytest.mark.evidence("24")
@pytest.mark.shared
@pytest.mark.skipif(not OPENAPI.exists(), reason="the shared folder with the official API document is absent")
def test_every_endpoint_of_the_official_document_is_known(http: httpx.Client) -> None:
    document = json.loads(OPENAPI.read_text(encoding="utf-8"))
    endpoints = [(method, path) for path, methods in document["paths"].items() for method in methods]
    assert len(endpoints) > 30

    for method, path in endpoints:
        if path.startswith("/models"):
            response = http.request(method, path.removeprefix("/models"), content=b"{}" if method == "post" else None)
            assert response.status_code in (200, 400, 501), (method, path, response.text)
