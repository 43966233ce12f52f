"""Tokens: fetched once, replaced in time and after a refusal, through both drivers over scripted answers."""

import httpx
import pytest
from pygen_client import (
    AuthenticationError,
    ClientCredentials,
    OAuth2Error,
    OperationClass,
    TokenCredentials,
)
from pygen_client.core import Operation, gather
from scripted_transport import Service, api, ok, post


def test_a_refused_static_token_is_an_error_at_once(run):
    service = Service(httpx.Response(401, json={"error": {"code": 401, "message": "Unauthorized"}}))
    with pytest.raises(AuthenticationError, match="belongs to this project"):
        run(service, post())


def test_a_token_function_is_asked_again_after_a_refusal(run):
    tokens = iter(["old", "new"])
    service = Service(httpx.Response(401), ok())
    credentials = TokenCredentials(lambda: next(tokens))
    run(service, api(credentials).post("/x", {}, operation_class=OperationClass.READ))
    assert [one.headers["authorization"] for one in service.requests] == ["Bearer old", "Bearer new"]


def login() -> ClientCredentials:
    return ClientCredentials(
        "my id", "s3cret&", token_url="https://idp.test/token", scopes=["a", "b"], audience="https://cdf"
    )


def token(text: str, seconds: object = 3600) -> httpx.Response:
    return ok({"access_token": text, "expires_in": seconds, "token_type": "Bearer"})


def test_client_credentials_fetch_one_token_and_keep_it(run):
    service = Service(token("T1"), ok(), ok())
    mine = api(login())

    def twice() -> Operation[None]:
        yield from mine.get("/x", operation_class=OperationClass.READ)
        yield from mine.get("/x", operation_class=OperationClass.READ)

    run(service, twice())
    asked = service.requests[0]
    assert httpx.QueryParams(asked.content.decode()) == httpx.QueryParams(
        grant_type="client_credentials", scope="a b", audience="https://cdf"
    )
    assert asked.headers["authorization"] == "Basic bXkraWQ6czNjcmV0JTI2"  # my+id:s3cret%26
    assert [one.headers["authorization"] for one in service.requests[1:]] == ["Bearer T1"] * 2


def test_a_token_is_replaced_before_it_ends(run):
    service = Service(token("T1", 60), ok(), ok(), token("T2", "soon"), ok())
    mine = api(login())

    def later() -> Operation[None]:
        yield from mine.get("/x", operation_class=OperationClass.READ)
        service.time = 29.0
        yield from mine.get("/x", operation_class=OperationClass.READ)
        service.time = 31.0
        yield from mine.get("/x", operation_class=OperationClass.READ)

    run(service, later())
    assert [one.headers["authorization"][-2:] for one in service.requests if "x.test" in str(one.url)] == [
        "T1",
        "T1",
        "T2",
    ]


def test_a_revoked_token_is_replaced_once(run):
    refused = httpx.Response(401, json={"error": {"code": 401, "message": "Unauthorized"}})
    service = Service(token("T1"), refused, token("T2"), refused)
    with pytest.raises(AuthenticationError):
        run(service, api(login()).get("/x", operation_class=OperationClass.READ))
    assert len(service.requests) == 4


def test_many_who_need_a_token_at_once_fetch_one(run):
    service = Service(token("T1"), *[ok()] * 6)
    mine = api(login())
    reads = [mine.get("/x", operation_class=OperationClass.READ) for _ in range(6)]
    run(service, gather(reads, OperationClass.READ))
    assert sum("idp.test" in str(one.url) for one in service.requests) == 1


def test_many_whose_token_was_refused_fetch_one_new_one(run):
    seen: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        if "idp.test" in str(request.url):
            seen.append("token")
            return token(f"T{len(seen)}")
        return ok() if request.headers["authorization"] == "Bearer T2" else httpx.Response(401)

    service = Service()
    service.handle = handle  # type: ignore[method-assign]  # answers by what is asked, not by order
    mine = api(login())
    run(service, gather([mine.get("/x", operation_class=OperationClass.READ) for _ in range(5)], OperationClass.READ))
    assert len(seen) == 2


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            httpx.Response(401, json={"error": "invalid_client", "error_description": "s3cret& is wrong"}),
            "invalid_client",
        ),
        (httpx.Response(200, json={"token": "x"}), "refused the login"),
        (httpx.Response(200, content=b"<html>"), "refused the login"),
        (httpx.Response(400, json=["no"]), "status 400"),
    ],
)
def test_a_login_that_fails_says_what_to_check_and_shows_no_secret(run, answer, said):
    with pytest.raises(OAuth2Error, match=said) as caught:
        run(Service(answer), api(login()).get("/x", operation_class=OperationClass.READ))
    assert "Check client id, secret and scopes" in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_an_identity_provider_that_cannot_be_reached_is_named(run):
    service = Service(*[httpx.ConnectError("refused")] * 3)
    with pytest.raises(OAuth2Error, match=r"https://idp\.test/token gave no answer"):
        run(service, api(login()).get("/x", operation_class=OperationClass.READ))
