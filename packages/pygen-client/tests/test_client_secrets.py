"""No token, secret or code is in an error, a log, a repr or the local variables of a traceback."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import httpx
import pytest
from pygen_client import (
    ClientCredentials,
    Credentials,
    DeviceCodeCredentials,
    Endpoints,
    OAuth2Error,
    OperationClass,
    PygenClientConfig,
    PygenError,
    PygenValidationError,
    TokenCredentials,
)
from pygen_client.core import Operation, Secret

SECRETS = ("t0p-s3cret", "r3fresh-s3cret", "dev1ce-s3cret")
IDP = Endpoints(token_url="https://idp.test/token", device_url="https://idp.test/device")


def causes(error: BaseException) -> Iterator[BaseException]:
    """An error, and all that led to it."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            waiting += [one.__cause__, one.__context__]
            yield one


def shown(value: Any, depth: int = 0) -> Iterator[str]:
    """What tools that report errors show of a variable: its repr, and those of what it contains."""
    yield repr(value)
    if depth < 3 and isinstance(value, Mapping):
        for key, inner in value.items():
            yield from shown(key, depth + 1)
            yield from shown(inner, depth + 1)
    elif depth < 3 and isinstance(value, (list, tuple, set)):
        for inner in value:
            yield from shown(inner, depth + 1)


def leaks(error: BaseException) -> list[str]:
    """Where secrets show: in messages, and in the variables of frames that are not this file's."""
    found = []
    for one in causes(error):
        text = f"{one} {one!r} {one.args}"
        if any(secret in text for secret in SECRETS):
            found.append(f"message of {type(one).__name__}")
        for frame, line in traceback.walk_tb(one.__traceback__):
            if frame.f_code.co_filename in (__file__, BENCH):
                continue
            for name, value in frame.f_locals.items():
                if any(secret in text for text in shown(value) for secret in SECRETS):
                    found.append(f"{frame.f_code.co_filename}:{line} {name}")
    return found


BENCH = __file__.replace("test_client_secrets", "conftest")


def read(api, credentials: Credentials, times: int = 1) -> Operation[None]:
    mine = replace(api, credentials=credentials)
    for _ in range(times):
        yield from mine.get("/x", operation_class=OperationClass.READ, params={"cursor": "c"})


def echo(request: httpx.Request) -> str:
    """All that was sent, as a careless server repeats it."""
    return f"{dict(request.headers)} {request.content.decode()} {' '.join(SECRETS)}"


def fails_with_status(status: int) -> Callable[[httpx.Request], httpx.Response]:
    return lambda request: httpx.Response(status, json={"error": "invalid_client", "error_description": "no"})


def breaks(error: type[httpx.TransportError]) -> Callable[[httpx.Request], httpx.Response]:
    def handle(request: httpx.Request) -> httpx.Response:
        headers = dict(request.headers)
        raise error(f"broke after {len(headers)} headers", request=request)

    return handle


TRANSPORT = [
    breaks(httpx.ConnectError),
    breaks(httpx.ReadTimeout),
    breaks(httpx.RemoteProtocolError),
    breaks(httpx.LocalProtocolError),
    *map(fails_with_status, (302, 400, 401, 403, 503)),
]


@pytest.mark.parametrize("handle", TRANSPORT)
def test_a_failing_request_shows_no_token(bench, api, handle):
    with pytest.raises(PygenError) as caught:
        bench.run(handle, read(api, TokenCredentials("t0p-s3cret")))
    assert leaks(caught.value) == []


@pytest.mark.parametrize("handle", TRANSPORT)
def test_a_failing_login_shows_no_secret(bench, api, handle):
    with pytest.raises(OAuth2Error) as caught:
        bench.run(handle, read(api, ClientCredentials("me", "t0p-s3cret", token_url="https://idp.test/token")))
    assert leaks(caught.value) == []


@pytest.mark.parametrize("handle", TRANSPORT)
def test_a_login_that_fails_after_a_refusal_shows_neither_token_nor_secret(bench, api, handle):
    granted = False

    def grant_once(request: httpx.Request) -> httpx.Response:
        nonlocal granted
        if request.url.host == "x.test":
            return httpx.Response(401, json={"error": {"code": 401, "message": "Unauthorized"}})
        if granted:
            return handle(request)
        granted = True
        return httpx.Response(200, json={"access_token": "r3fresh-s3cret", "expires_in": 3600})

    with pytest.raises(OAuth2Error) as caught:
        bench.run(grant_once, read(api, ClientCredentials("me", "t0p-s3cret", token_url="https://idp.test/token")))
    assert leaks(caught.value) == []


@pytest.mark.parametrize("handle", TRANSPORT[:3])
def test_a_failing_refresh_shows_no_refresh_token(bench, api, handle):
    granted = False

    def grant_once(request: httpx.Request) -> httpx.Response:
        nonlocal granted
        if request.url.host == "x.test":
            bench.time += 4000
            return httpx.Response(200, json={})
        if request.url.path == "/device":
            page = "https://idp.test/go"
            body = {"device_code": "dev1ce-s3cret", "user_code": "A", "verification_uri": page, "interval": 1}
            return httpx.Response(200, json=body)
        if granted:
            return handle(request)
        granted = True
        body = {"access_token": "t0p-s3cret", "refresh_token": "r3fresh-s3cret", "expires_in": 3600}
        return httpx.Response(200, json=body)

    person = DeviceCodeCredentials("me", endpoints=IDP, prompt=lambda prompt: None)
    with pytest.raises(OAuth2Error) as caught:
        bench.run(grant_once, read(api, person, 2))
    assert leaks(caught.value) == []


def test_a_provider_that_repeats_the_secret_is_not_repeated(bench, api):
    def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(400, json={"error": "invalid_client", "error_description": "t0p-s3cret is wrong"})

    with pytest.raises(OAuth2Error, match=r"\*\*\* is wrong") as caught:
        bench.run(handle, read(api, ClientCredentials("me", "t0p-s3cret", token_url="https://idp.test/token")))
    assert leaks(caught.value) == []


def test_an_answer_that_is_not_json_is_not_shown(bench, api):
    def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, text=echo(request), headers={"x-request-id": "r1"})

    def parsed() -> Operation[object]:
        mine = replace(api, credentials=TokenCredentials("t0p-s3cret"))
        response = yield from mine.get("/x", operation_class=OperationClass.READ)
        return response.json()

    with pytest.raises(PygenError, match="request r1\\) is not JSON but text/plain") as caught:
        bench.run(handle, parsed())
    assert leaks(caught.value) == []


@pytest.mark.parametrize("token", ["t0p-s3cret\nx", "t0p-s3cret x", "t0p-s3cret\u20ac", ""])
def test_a_token_that_cannot_be_sent_is_refused_without_being_shown(bench, api, token):
    with pytest.raises(OAuth2Error, match="empty or holds line breaks") as caught:
        bench.run(fails_with_status(400), read(api, TokenCredentials(lambda: token)))
    assert leaks(caught.value) == []


def test_white_space_around_a_token_is_dropped(bench, api):
    sent: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        sent.append(request.headers["authorization"])
        return httpx.Response(200)

    bench.run(handle, read(api, TokenCredentials("t0p-s3cret\n")))
    bench.run(handle, read(api, TokenCredentials(lambda: "t0p-s3cret\n")))
    assert sent == ["Bearer t0p-s3cret"] * 2


def test_a_function_of_the_caller_that_fails_after_a_refusal_shows_no_token(bench, api):
    asked = 0

    def give() -> str:
        nonlocal asked
        asked += 1
        if asked > 1:
            raise LookupError("nothing left")
        return "t0p-s3cret"

    with pytest.raises(LookupError) as caught:
        bench.run(fails_with_status(401), read(api, TokenCredentials(give)))
    assert leaks(caught.value) == []


@pytest.mark.parametrize(
    "make",
    [
        lambda: ClientCredentials("me", "t0p-s3cret"),
        lambda: ClientCredentials("me", "t0p-s3cret", token_url="http://idp.test/token"),
        lambda: PygenClientConfig.from_env({"CDF_URL": "https://x.test", "CDF_TOKEN": "t0p-s3cret"}),
        lambda: PygenClientConfig.from_env({"CDF_CLUSTER": "c", "CDF_PROJECT": "p", "IDP_CLIENT_SECRET": "t0p-s3cret"}),
        lambda: PygenClientConfig.from_toml("[cdf]\nclient_secret = 't0p-s3cret'\nclient_id = 'a'"),
        lambda: PygenClientConfig.from_toml("[cdf]\ntokn = 't0p-s3cret'\nproject = 'p'"),
        lambda: PygenClientConfig.from_toml("[cdf]\ntoken = 't0p-s3cret'\ntimeout = true"),
        lambda: PygenClientConfig.from_toml("[cdf]\ntoken = 't0p-s3cret'\nhttp2 = 1"),
        lambda: PygenClientConfig.from_toml(
            "[cdf]\ntoken = 't0p-s3cret'\nproject = '${NOWHERE}'", environ={"A": "t0p-s3cret"}
        ),
        lambda: PygenClientConfig.from_toml("[cdf]\ntoken = 't0p-s3cret'", "other"),
        lambda: PygenClientConfig.from_toml("[cdf]\ntoken = 't0p-s3cret'\nthis is not TOML"),
    ],
)
def test_a_configuration_that_is_refused_shows_no_secret(make):
    with pytest.raises(PygenValidationError) as caught:
        make()
    assert leaks(caught.value) == []


def test_logs_hold_no_secret_and_no_query_value(bench, api, caplog):
    answers = iter([503, 200, 200])

    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.host == "idp.test":
            return httpx.Response(200, json={"access_token": "t0p-s3cret", "expires_in": 3600})
        return httpx.Response(next(answers), json={})

    caplog.set_level(logging.DEBUG, logger="pygen_client")
    bench.run(handle, read(api, ClientCredentials("me", "r3fresh-s3cret", token_url="https://idp.test/token"), 2))
    records = [record for record in caplog.records if record.name == "pygen_client"]
    assert len(records) == 5
    everything = " ".join(f"{record.getMessage()} {vars(record)}" for record in records)
    assert not any(secret in everything for secret in SECRETS)
    assert "cursor" not in everything


def test_a_secret_shows_itself_only_when_asked():
    secret = Secret("t0p-s3cret")
    assert "t0p" not in f"{secret!r} {secret} {[secret]}"
    assert (secret.reveal(), secret == Secret("t0p-s3cret"), secret == "t0p-s3cret") == ("t0p-s3cret", True, False)
    assert {secret} == {Secret("t0p-s3cret")}
    assert secret
    assert not Secret("")
    assert (secret.removed_from("is t0p-s3cret?"), Secret("").removed_from("x")) == ("is ***?", "x")


def test_this_test_finds_what_it_looks_for():
    def careless(token: str) -> None:
        raise PygenError("no")

    with pytest.raises(PygenError) as caught:
        exec(compile("def f(token):\n g(token)\nf('t0p-s3cret')", "careless.py", "exec"), {"g": careless})  # noqa: S102
    assert leaks(caught.value) == ["careless.py:2 token"]
