"""The shared cases of tests/vectors/transport: what becomes of requests that meet trouble on their way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from pygen_client import ClientCredentials, MultiRequestError, PygenConnectionError, PygenError, TokenCredentials
from pygen_client.core import Api, Operation, OperationClass, RetryPolicy, halve_on_timeout, split_on_timeout, until

VECTORS = Path(__file__).parents[3] / "tests" / "vectors" / "transport"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(VECTORS.glob("*.json"))
    for case in json.loads(path.read_text("utf-8"))
]
URL, LOGIN = "https://cdf.example", "https://login.example/token"
PATHS = {
    "read": "/models/instances/list",
    "once": "/models/instances",
    "batch": "/models/instances",
    "page": "/models/instances/list",
}
LOST = {
    "before": httpx.ConnectError("refused"),
    "connect-timeout": httpx.ConnectTimeout("no connection"),
    "after": httpx.ReadError("reset"),
    "read-timeout": httpx.ReadTimeout("no answer"),
}
Json = dict[str, Any]


class Script:
    """The service and the identity provider of a case: each request meets what comes next."""

    def __init__(self, case: Json, bench: Any) -> None:
        self._bench = bench
        self._answers: Iterator[Json] = iter(case["script"])
        self._logins: Iterator[Json] = iter(case.get("logins", ()))
        self.tokens: list[str] = []
        self.sent: list[Any] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if str(request.url) == LOGIN:
            assert parse_qs(request.content.decode())["grant_type"] == ["client_credentials"]
            step = next(self._logins)
            if "token" in step:
                step = {**step, "body": {"access_token": step["token"], "expires_in": step["expiresIn"]}}
        else:
            self.tokens.append(request.headers["authorization"].removeprefix("Bearer "))
            body = json.loads(request.content)
            self.sent.append(body.get("items", body.get("limit")))
            step = next(self._answers)
        self._bench.time += step.get("took", 0)
        if "lost" in step:
            raise LOST[step["lost"]]
        return httpx.Response(step.get("status", 200), headers=step.get("headers"), json=step.get("body", {}))

    def left(self) -> list[Json]:
        """What was not needed."""
        return [*self._answers, *self._logins]


def policy(given: Json) -> RetryPolicy:
    names = {"maxRetries": "max_retries", "maxConnectionRetries": "max_connection_retries"}
    values = {"max_retries": 3, "max_connection_retries": 2, **{names.get(key, key): one for key, one in given.items()}}
    return RetryPolicy(**values)


def operation(api: Api, request: Json) -> Operation[Any]:
    """What the case asks for, as an operation that gives its outcome."""
    path = PATHS[request["kind"]]

    def post(body: Json) -> Any:
        return api.post(path, body, operation_class=OperationClass.READ, idempotent=request["kind"] != "once")

    def part(items: Any) -> Operation[list[Any]]:
        yield from post({"items": items})
        return list(items)

    if request["kind"] == "batch":
        return {"results": (yield from split_on_timeout(request["items"], part))}
    if request["kind"] == "page":
        _, size = yield from halve_on_timeout(request["size"], lambda size: post({"limit": size}))
        return {"size": size}
    answer = yield from post({})
    return {"status": answer.status, "body": answer.json()}


def told(error: PygenError) -> Json:
    """An error in the words of the cases."""
    found: Json = {"error": type(error).__name__}
    if isinstance(error, MultiRequestError):
        found |= {"succeeded": error.succeeded, "notSent": error.not_sent}
        for name in ("failed", "unknown"):
            found[name] = [one.items for one in getattr(error, name)]
    if isinstance(error, PygenConnectionError):
        found |= {"mayHaveArrived": error.may_have_arrived, "tried": list(error.tried)}
    for name, attribute in (("status", "status"), ("code", "error")):
        if hasattr(error, attribute):
            found[name] = getattr(error, attribute)
    return found


@pytest.mark.parametrize("chance", [0.0, 1.0], ids=["least", "most"])
@pytest.mark.parametrize("case", CASES)
def test_the_outcome_is_the_shared_one(bench: Any, case: Json, chance: float) -> None:
    script, bench.chance = Script(case, bench), chance
    login = ClientCredentials("id", "secret", token_url=LOGIN) if "logins" in case else TokenCredentials("own")
    api = Api(URL, "project", login, "vectors", retry=policy(case.get("policy", {})))

    def call() -> Operation[Any]:
        found = operation(api, case["request"])
        return found if "deadline" not in case else until(bench.time + case["deadline"], found)

    try:
        outcome = bench.run(script, call())
        if "again" in case:
            bench.time += case["again"]
            outcome = bench.run(script, call())
    except PygenError as error:
        outcome = told(error)

    assert {name: outcome[name] for name in case["outcome"]} == case["outcome"]
    assert ("error" in outcome) == ("error" in case["outcome"])
    assert script.left() == []
    assert bench.waits == pytest.approx([least if chance == 0 else most for least, most in case.get("waits", ())])
    assert script.sent == case.get("sent", script.sent)
    assert script.tokens == case.get("tokens", script.tokens)


def test_there_are_cases() -> None:
    assert {path.stem for path in VECTORS.glob("*.json")} == {
        "connections",
        "deadlines",
        "halving",
        "logins",
        "retries",
    }
