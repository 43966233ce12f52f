"""Configuration: checked when it is made, read from the Toolkit's environment variables."""

import pytest
from pygen_client import (
    ClientCredentials,
    OperationClass,
    PygenClient,
    PygenClientConfig,
    PygenValidationError,
    TokenCredentials,
)

TOKEN = TokenCredentials("t0p-secret")


def config(**changes) -> PygenClientConfig:
    values = {"base_url": "https://api.cognitedata.com/", "project": "p", "credentials": TOKEN, **changes}
    return PygenClientConfig(**values)


def test_a_trailing_slash_does_not_matter():
    assert config().base_url == "https://api.cognitedata.com"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"base_url": "api.cognitedata.com"}, "base_url"),
        ({"base_url": "ftp://api.cognitedata.com"}, "base_url"),
        ({"base_url": "https://api.cognitedata.com?x=1"}, "base_url"),
        ({"base_url": "http://api.cognitedata.com"}, "in the clear"),
        ({"project": ""}, "project"),
        ({"project": "a/b"}, "project"),
        ({"timeout": 0}, "timeout"),
        ({"concurrency": {OperationClass.READ: 0}}, "concurrency of read"),
    ],
)
def test_a_value_that_cannot_work_is_refused_by_name(changes, named):
    with pytest.raises(PygenValidationError, match=named):
        config(**changes)


@pytest.mark.parametrize(
    "url", ["http://localhost:8080", "http://127.0.0.1:1", "http://[::1]:1", "http://cdf.localhost"]
)
def test_plain_http_is_taken_for_loopback(url):
    assert config(base_url=url).base_url == url


def test_plain_http_elsewhere_must_be_asked_for():
    assert config(base_url="http://proxy.internal", allow_insecure_http=True).base_url == "http://proxy.internal"


def test_limits_that_are_not_given_keep_their_default():
    limits = config(concurrency={OperationClass.WRITE: 4}).concurrency
    assert (limits[OperationClass.WRITE], limits[OperationClass.DELETE]) == (4, 1)


def test_a_token_in_the_environment_logs_in():
    made = PygenClientConfig.from_env({"CDF_CLUSTER": "westeurope-1", "CDF_PROJECT": "p", "CDF_TOKEN": "t"})
    assert made.base_url == "https://westeurope-1.cognitedata.com"
    assert isinstance(made.credentials, TokenCredentials)


ENTRA = {"CDF_URL": "https://x.cognitedata.com", "CDF_PROJECT": "p", "IDP_CLIENT_ID": "me", "IDP_CLIENT_SECRET": "pst"}


def test_entra_id_needs_only_the_tenant():
    credentials = PygenClientConfig.from_env({**ENTRA, "IDP_TENANT_ID": "tenant"}).credentials
    assert isinstance(credentials, ClientCredentials)
    assert credentials.token_url == "https://login.microsoftonline.com/tenant/oauth2/v2.0/token"
    assert credentials.scopes == ("https://x.cognitedata.com/.default",)


def test_a_token_url_and_scopes_of_ones_own_win_over_those_of_entra_id():
    credentials = PygenClientConfig.from_env(
        {**ENTRA, "IDP_TOKEN_URL": "https://idp/token", "IDP_SCOPES": "a, b", "IDP_AUDIENCE": "cdf"}
    ).credentials
    assert isinstance(credentials, ClientCredentials)
    assert (credentials.token_url, credentials.scopes, credentials.audience) == ("https://idp/token", ("a", "b"), "cdf")


def test_cognites_own_provider_takes_no_scope():
    credentials = PygenClientConfig.from_env({**ENTRA, "PROVIDER": "cdf", "IDP_SCOPES": "a"}).credentials
    assert isinstance(credentials, ClientCredentials)
    assert (credentials.token_url, credentials.scopes) == ("https://auth.cognite.com/oauth2/token", ())


def test_another_provider_needs_a_token_url():
    with pytest.raises(PygenValidationError, match="IDP_TOKEN_URL"):
        PygenClientConfig.from_env({**ENTRA, "PROVIDER": "other"})


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({}, "CDF_CLUSTER"),
        ({"CDF_CLUSTER": "c"}, "CDF_PROJECT"),
        ({"CDF_CLUSTER": "c", "CDF_PROJECT": "p"}, "IDP_CLIENT_ID"),
        ({"CDF_CLUSTER": "c", "CDF_PROJECT": "p", "LOGIN_FLOW": "token"}, "CDF_TOKEN"),
        ({"CDF_CLUSTER": "c", "CDF_PROJECT": "p", "LOGIN_FLOW": "carrier_pigeon"}, "LOGIN_FLOW"),
        ({**ENTRA}, "IDP_TENANT_ID"),
        ({**ENTRA, "IDP_TENANT_ID": "t", "CDF_CLIENT_TIMEOUT": "soon"}, "CDF_CLIENT_TIMEOUT"),
    ],
)
def test_a_missing_or_wrong_variable_is_named(environ, named):
    with pytest.raises(PygenValidationError, match=named):
        PygenClientConfig.from_env(environ)


def test_the_processes_environment_is_read_by_default(monkeypatch):
    monkeypatch.setenv("CDF_URL", "https://x.cognitedata.com")
    monkeypatch.setenv("CDF_PROJECT", "from-env")
    monkeypatch.setenv("CDF_TOKEN", "t")
    monkeypatch.setenv("CDF_CLIENT_TIMEOUT", "5")
    for name in ("IDP_CLIENT_ID", "LOGIN_FLOW"):
        monkeypatch.delenv(name, raising=False)
    made = PygenClientConfig.from_env()
    assert (made.project, made.timeout) == ("from-env", 5.0)


def test_no_repr_shows_a_secret():
    login = ClientCredentials("me", "s3cret", token_url="https://idp/token")
    with PygenClient(config(credentials=login)) as client:
        shown = " ".join(map(repr, (TOKEN, login, config(), config(credentials=login), client, client.api)))
    assert "s3cret" not in shown
    assert "t0p-secret" not in shown
