"""Logins of a person: device code, interactive login, refresh tokens, discovery; through both drivers."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from http.client import HTTPConnection

import httpx
import pytest
from pygen_client import (
    AsyncPygenClient,
    ClientCredentials,
    DeviceCodeCredentials,
    DevicePrompt,
    Endpoints,
    InteractiveCredentials,
    OAuth2Error,
    OperationClass,
    PygenClientConfig,
    PygenValidationError,
)
from pygen_client.core import Operation, Secret
from pygen_client.credentials.loopback import LoopbackServer

IDP = Endpoints(
    token_url="https://idp.test/token",
    device_url="https://idp.test/device",
    authorization_url="https://idp.test/authorize",
)


def reads(api, credentials, count: int = 1, pause=lambda: None) -> Operation[None]:
    mine = replace(api, credentials=credentials)
    for _ in range(count):
        yield from mine.get("/x", operation_class=OperationClass.READ)
        pause()


def device(prompts: list | None = None, **options) -> DeviceCodeCredentials:
    values = {"endpoints": IDP, "prompt": ([] if prompts is None else prompts).append, "scopes": ["a", "b"], **options}
    return DeviceCodeCredentials("app", **values)


def test_a_person_types_a_code_while_the_client_asks_at_the_pace_of_the_provider(bench, api, authority):
    authority.pending = ["authorization_pending", "slow_down", "authorization_pending"]
    prompts: list[DevicePrompt] = []
    bench.run(authority.handle, reads(api, device(prompts)))
    assert str(prompts[0]) == (
        "To log in, open https://idp.test/go?c=ABCD-EFGH and enter the code ABCD-EFGH within 1 minutes."
    )
    assert bench.waits == [5, 5, 10, 10]
    assert authority.asked_with == ["t0ken-s3cret-1"]


def test_by_default_the_code_is_printed_to_standard_error(bench, api, authority, capsys):
    bench.run(authority.handle, reads(api, DeviceCodeCredentials("app", endpoints=IDP)))
    assert "ABCD-EFGH" in capsys.readouterr().err


def test_a_code_that_nobody_types_is_given_up(bench, api, authority):
    authority.pending = ["authorization_pending"] * 100
    with pytest.raises(OAuth2Error, match="within 60 seconds") as caught:
        bench.run(authority.handle, reads(api, device()))
    assert caught.value.error == "expired_token"
    assert sum(bench.waits) <= 60


def test_a_person_who_refuses_is_an_error_that_shows_no_code(bench, api, authority):
    authority.pending = ["access_denied"]
    with pytest.raises(OAuth2Error, match="access_denied") as caught:
        bench.run(authority.handle, reads(api, device()))
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(400, json={"error": "unauthorized_client"}),
        httpx.Response(200, json={"user_code": "A"}),
        httpx.Response(200, content=b"<html>"),
        httpx.Response(302, headers={"location": "https://elsewhere.test"}),
    ],
)
def test_a_device_login_that_cannot_begin_says_what_to_check(bench, api, authority, answer):
    authority.answers["/device"] = answer
    with pytest.raises(OAuth2Error, match="may use device code"):
        bench.run(authority.handle, reads(api, device()))


def test_a_refresh_token_spares_the_next_login(bench, api, authority):
    prompts: list[DevicePrompt] = []

    def later() -> None:
        bench.time += 4000

    bench.run(authority.handle, reads(api, device(prompts), 3, later))
    assert [one["grant_type"].rpartition(":")[2] for one in authority.requests] == [
        "device_code",
        "refresh_token",
        "refresh_token",
    ]
    assert len(prompts) == 1
    assert authority.asked_with == ["t0ken-s3cret-1", "t0ken-s3cret-2", "t0ken-s3cret-3"]


def test_a_refresh_token_that_is_not_replaced_is_used_again(bench, api, authority):
    authority.rotates = False
    credentials = device()

    def later() -> None:
        bench.time += 4000
        # The provider keeps the one it gave with the first token.
        authority.tokens[1:] = []

    bench.run(authority.handle, reads(api, credentials, 3, later))
    assert [one.get("refresh_token") for one in authority.requests] == [None, "r1", "r1"]


def test_a_refused_refresh_token_means_a_new_login(bench, api, authority):
    prompts: list[DevicePrompt] = []

    def later() -> None:
        bench.time += 4000
        authority.refused_refresh = True

    bench.run(authority.handle, reads(api, device(prompts), 2, later))
    assert len(prompts) == 2


def test_a_provider_that_is_away_does_not_mean_a_new_login(bench, api, authority):
    prompts: list[DevicePrompt] = []
    is_away = False

    def handle(request: httpx.Request) -> httpx.Response:
        if is_away and request.url.host == "idp.test":
            raise httpx.ConnectError("away")
        return authority.handle(request)

    def later() -> None:
        nonlocal is_away
        bench.time += 4000
        is_away = True

    with pytest.raises(OAuth2Error, match="gave no answer"):
        bench.run(handle, reads(api, device(prompts), 2, later))
    assert len(prompts) == 1


def test_a_token_that_lives_shortly_is_used_more_than_once(bench, api, authority):
    authority.lifetime = 20
    bench.run(authority.handle, reads(api, device(), 3))
    assert len(authority.tokens) == 1


def browse(authority, *before: str):
    """A browser: opens what is asked, and first some addresses of its own, relative to where it is sent back."""

    def open_(url: str) -> None:
        back = authority.authorize(url)
        root = back.partition("/?")[0]
        for path in before:
            assert httpx.get(root + path, trust_env=False).status_code == 400
        assert "close this page" in httpx.get(back, trust_env=False).text

    return open_


def get(url: str) -> None:
    """Open a page as a browser does, whatever its status."""
    httpx.get(url, trust_env=False)


def interactive(authority, **options) -> InteractiveCredentials:
    values = {"endpoints": IDP, "open_browser": browse(authority), "redirect_host": "127.0.0.1", **options}
    return InteractiveCredentials("app", **values)


def logins() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name == "pygen-login"]


def test_a_person_logs_in_with_the_browser(authority, api, bench, capsys):
    bench.on_wait = lambda: threading.Event().wait(0.01)
    bench.run(authority.handle, reads(api, interactive(authority, audience="https://cdf", timeout=1000), 2))
    assert authority.asked_with == ["t0ken-s3cret-1"] * 2
    (form,) = authority.requests
    assert form["redirect_uri"].startswith("http://127.0.0.1:")
    assert "open this address: https://idp.test/authorize?response_type=code" in capsys.readouterr().err
    assert logins() == []


def test_only_a_redirect_that_knows_the_state_counts(authority, api, bench):
    bench.on_wait = lambda: threading.Event().wait(0.01)
    strange = browse(authority, "/?code=stolen&state=guessed", "/favicon.ico")
    bench.run(authority.handle, reads(api, interactive(authority, open_browser=strange, timeout=1000)))
    assert authority.requests[0]["code"].startswith("c0de")


@pytest.mark.parametrize(
    ("query", "said"),
    [("error=access_denied&error_description=no", "access_denied: no"), ("nothing=1", "no code came back")],
)
def test_a_login_that_the_provider_refuses_is_an_error(authority, api, bench, query, said):
    bench.on_wait = lambda: threading.Event().wait(0.01)

    def refuse(url: str) -> None:
        root, _, rest = authority.authorize(url).partition("/?")
        state = rest.rpartition("state=")[2]
        get(f"{root}/?{query}&state={state}")

    with pytest.raises(OAuth2Error, match=said):
        bench.run(authority.handle, reads(api, interactive(authority, open_browser=refuse, timeout=1000)))
    assert logins() == []


def test_a_code_that_the_provider_does_not_take_is_an_error_that_shows_none(authority, api, bench):
    bench.on_wait = lambda: threading.Event().wait(0.01)

    def intercepted(url: str) -> None:
        back = authority.authorize(url)
        authority.codes.clear()
        get(back)

    with pytest.raises(OAuth2Error, match="invalid_grant") as caught:
        bench.run(authority.handle, reads(api, interactive(authority, open_browser=intercepted, timeout=1000)))
    assert "s3cret" not in str(caught.value)


def test_a_login_that_nobody_makes_is_given_up(authority, api, bench):
    with pytest.raises(OAuth2Error, match="within 30 seconds"):
        bench.run(authority.handle, reads(api, interactive(authority, open_browser=lambda url: None, timeout=30)))
    assert logins() == []


def test_a_browser_that_connects_and_says_nothing_holds_nothing_up(authority, api, bench):
    bench.on_wait = lambda: threading.Event().wait(0.01)
    silent: list[HTTPConnection] = []

    def speculate(url: str) -> None:
        back = authority.authorize(url)
        connection = HTTPConnection("127.0.0.1", httpx.URL(back).port or 0)
        connection.connect()
        silent.append(connection)
        get(back)

    bench.run(authority.handle, reads(api, interactive(authority, open_browser=speculate, timeout=1000)))
    silent[0].close()
    assert len(authority.tokens) == 1


def test_a_port_that_is_taken_is_an_error_that_says_so(authority, api, bench):
    taken = LoopbackServer(0, Secret("s"))
    try:
        with pytest.raises(OAuth2Error, match=f"127.0.0.1:{taken.port}.*another port"):
            bench.run(authority.handle, reads(api, interactive(authority, port=taken.port)))
    finally:
        taken.close()


def test_the_browser_of_the_system_is_used_by_default(authority, api, bench, monkeypatch):
    bench.on_wait = lambda: threading.Event().wait(0.01)
    monkeypatch.setattr("webbrowser.open", browse(authority))
    bench.run(authority.handle, reads(api, interactive(authority, open_browser=None, timeout=1000)))
    assert len(authority.tokens) == 1


def test_the_loop_runs_on_while_a_person_logs_in(authority):
    ticks = 0

    async def main() -> None:
        nonlocal ticks
        arrived = threading.Event()

        def slowly(url: str) -> None:
            arrived.wait(5)
            browse(authority)(url)

        config = PygenClientConfig("https://x.test", "p", interactive(authority, open_browser=slowly))
        async with AsyncPygenClient(config, transport=httpx.MockTransport(authority.handle)) as client:
            task = client.start(client.api.get("/x", operation_class=OperationClass.READ))
            while not task.done():
                ticks += 1
                await asyncio.sleep(0.01)
                if ticks == 5:
                    arrived.set()

    asyncio.run(main())
    assert ticks >= 5


def test_a_login_that_is_cancelled_stops_listening(authority):
    async def main() -> None:
        config = PygenClientConfig("https://x.test", "p", interactive(authority, open_browser=lambda url: None))
        async with AsyncPygenClient(config, transport=httpx.MockTransport(authority.handle)) as client:
            task = client.start(client.api.get("/x", operation_class=OperationClass.READ))
            while not logins():
                await asyncio.sleep(0.01)
            task.cancel()

    asyncio.run(main())
    assert logins() == []


def test_discovery_finds_where_to_log_in(authority, api, bench):
    found = Endpoints(discovery_url="https://idp.test/")
    bench.run(authority.handle, reads(api, device(endpoints=found)))
    bench.run(
        authority.handle,
        reads(
            api,
            ClientCredentials(
                "app", "s", discovery_url="https://idp.test/.well-known/openid-configuration", audience="cdf"
            ),
        ),
    )
    assert [one["grant_type"].rpartition(":")[2] for one in authority.requests] == ["device_code", "client_credentials"]


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ({}, "says no token_endpoint"),
        ({"token_endpoint": 7}, "says no token_endpoint"),
        ({"token_endpoint": "http://idp.test/token"}, "in the clear"),
    ],
)
def test_discovery_that_finds_nothing_useful_is_an_error(authority, api, bench, metadata, said):
    authority.metadata = metadata
    with pytest.raises(OAuth2Error, match=said):
        bench.run(authority.handle, reads(api, ClientCredentials("app", "s", discovery_url="https://idp.test")))


def test_addresses_are_needed_and_checked_when_credentials_are_made():
    with pytest.raises(PygenValidationError, match="Give token_url and device_url, or discovery_url"):
        DeviceCodeCredentials("app", endpoints=Endpoints())
    with pytest.raises(PygenValidationError, match="Give authorization_url"):
        InteractiveCredentials("app", endpoints=Endpoints(token_url="https://idp.test"))
    with pytest.raises(PygenValidationError, match="Give token_url"):
        ClientCredentials("app", "s")
    with pytest.raises(PygenValidationError, match="in the clear"):
        ClientCredentials("app", "s", token_url="http://idp.test/token")
    allowed = ClientCredentials("app", "s", token_url="http://idp.test/token", allow_insecure_http=True)
    assert allowed.token_url == "http://idp.test/token"


def test_shortcuts_know_the_addresses_of_providers():
    entra = Endpoints.entra_id("me")
    assert entra.device_url == "https://login.microsoftonline.com/me/oauth2/v2.0/devicecode"
    assert Endpoints.entra_id("", authority_url="https://login.example/t/").token_url == (
        "https://login.example/t/oauth2/v2.0/token"
    )
    for kind in (DeviceCodeCredentials, InteractiveCredentials):
        scopes = kind.entra_id("app", tenant_id="me", base_url="https://x.cognitedata.com").scopes
        assert scopes[0] == "https://x.cognitedata.com/.default"
        assert "offline_access" in scopes
    own = ClientCredentials.cognite("app", "s")
    assert (own.token_url, own.scopes, own.audience) == ("https://auth.cognite.com/oauth2/token", (), None)


def test_an_application_can_prove_itself_with_a_signed_assertion(authority, api, bench):
    signed = iter(["jwt-1"])
    login = ClientCredentials("app", lambda: next(signed), token_url="https://idp.test/token", scopes="a")
    bench.run(authority.handle, reads(api, login))
    assert authority.requests == [
        {
            "grant_type": "client_credentials",
            "scope": "a",
            "client_id": "app",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": "jwt-1",
        }
    ]


def test_an_application_logs_in_again_even_where_it_was_given_a_refresh_token(authority, api, bench):
    def later() -> None:
        bench.time += 4000

    bench.run(authority.handle, reads(api, ClientCredentials("app", "s", token_url="https://idp.test/token"), 2, later))
    assert [one["grant_type"] for one in authority.requests] == ["client_credentials"] * 2
