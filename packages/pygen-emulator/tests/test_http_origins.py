"""Calls from web pages of other origins."""

import httpx
import pytest
from pygen_emulator import Emulator, OriginError

PAGE = "http://localhost:5173"
SPACES = "/api/v1/projects/pygen/models/spaces"


def _ask(cdf: Emulator, origin: str) -> httpx.Response:
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    headers["Access-Control-Request-Headers"] = "authorization,content-type,x-cdp-sdk"
    with httpx.Client(transport=cdf.transport(), base_url="http://pygen-emulator.localhost") as http:
        return http.options(SPACES, headers=headers)


def _list(cdf: Emulator, origin: str) -> httpx.Response:
    headers = {"Origin": origin, "Authorization": f"Bearer {cdf.token}"}
    with httpx.Client(transport=cdf.transport(), base_url="http://pygen-emulator.localhost") as http:
        return http.get(SPACES, headers=headers)


@pytest.mark.outside_document("browsers ask with OPTIONS, which the document leaves to HTTP")
def test_a_page_that_is_allowed_may_call() -> None:
    with Emulator.in_process(allow_origins=[PAGE]) as cdf:
        asked, listed = _ask(cdf, PAGE), _list(cdf, PAGE)
    assert asked.status_code == 200
    assert asked.headers["access-control-allow-origin"] == PAGE
    assert "x-cdp-sdk" in asked.headers["access-control-allow-headers"]
    assert listed.status_code == 200
    assert listed.headers["access-control-allow-origin"] == PAGE
    assert "x-request-id" in listed.headers["access-control-expose-headers"]


@pytest.mark.outside_document("browsers ask with OPTIONS, which the document leaves to HTTP")
def test_a_page_of_another_address_may_not() -> None:
    with Emulator.in_process(allow_origins=[PAGE]) as cdf:
        assert _ask(cdf, "http://evil.example").status_code == 400
        assert "access-control-allow-origin" not in _list(cdf, "http://evil.example").headers


@pytest.mark.outside_document("browsers ask with OPTIONS, which the document leaves to HTTP")
def test_no_page_may_unless_asked_for() -> None:
    with Emulator.in_process() as cdf:
        assert _ask(cdf, PAGE).status_code == 405
        assert "access-control-allow-origin" not in _list(cdf, PAGE).headers


def test_a_page_reads_what_a_faulty_answer_says() -> None:
    with Emulator.in_process(allow_origins=["*"], faults=["503"]) as cdf:
        answer = _list(cdf, PAGE)
    assert answer.status_code == 503
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("origin", ["localhost:5173", "http://localhost:5173/", "http://localhost/app", ""])
def test_what_is_no_origin_is_refused(origin: str) -> None:
    with pytest.raises(OriginError, match="no origin"):
        Emulator.in_process(allow_origins=[origin])
