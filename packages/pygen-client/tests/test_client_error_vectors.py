"""The shared cases of tests/vectors/errors: from an answer to the error that a user sees."""

from __future__ import annotations

import json
import traceback
from pathlib import Path
from typing import Any

import httpx
import pytest
from pygen_client import ClientCredentials, PygenClientConfig, PygenError, RetryPolicy, TokenCredentials

VECTORS = Path(__file__).parents[3] / "tests" / "vectors" / "errors"
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
    for path in sorted(VECTORS.glob("*.json"))
    for case in json.loads(path.read_text("utf-8"))
]
LOGIN = "https://login.example/token"
TOKEN, SECRET = "s3cr3t-t0ken", "s3cr3t-s3cr3t"
ATTRIBUTES = {
    "status": "status",
    "code": "code",
    "message": "message",
    "requestId": "request_id",
    "missing": "missing",
    "duplicated": "duplicated",
}
Json = dict[str, Any]


def response(answer: Json) -> httpx.Response:
    content: Json = {"text": answer["text"]} if "text" in answer else {"json": answer.get("body")}
    return httpx.Response(answer["status"], headers=answer.get("headers"), **content)


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_the_error_is_the_shared_one(bench: Any, kind: str, case: Json) -> None:
    login = kind == "logins"

    def handle(request: httpx.Request) -> httpx.Response:
        assert (str(request.url) == LOGIN) == login
        return response(case["answer"])

    credentials = ClientCredentials("id", SECRET, token_url=LOGIN) if login else TokenCredentials(TOKEN)
    config = PygenClientConfig("https://cdf.example", "project", credentials, retry=RetryPolicy(max_retries=0))

    with pytest.raises(PygenError) as caught:
        bench.call(config, lambda client: client.spaces.list(), transport=httpx.MockTransport(handle))

    error, expected = caught.value, dict(case["error"])
    assert type(error).__name__ == expected.pop("type")
    if login:
        assert getattr(error, "error", None) == expected.pop("code")
    assert {name: getattr(error, ATTRIBUTES[name]) for name in expected} == expected
    shown = str(error)
    for part in case.get("says", ()):
        assert part in shown
    for part in case.get("silent", ()):
        assert part not in shown
    everything = "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
    assert TOKEN not in everything
    assert SECRET not in everything


def test_there_are_cases() -> None:
    assert {path.stem for path in VECTORS.glob("*.json")} == {"answers", "logins", "unreadable"}
