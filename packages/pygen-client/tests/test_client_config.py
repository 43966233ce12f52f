"""Configuration: checked when it is made, read from the Toolkit's environment variables."""

import sys

import pytest
from pygen_client import (
    ClientCredentials,
    DeviceCodeCredentials,
    Endpoints,
    InteractiveCredentials,
    OperationClass,
    PygenClient,
    PygenClientConfig,
    PygenValidationError,
    Timeouts,
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
        ({"timeout": -1.0}, "timeout of connect"),
        ({"client_name": "pygen\n"}, "client_name"),
        ({"gzip": "sometimes"}, "gzip"),
        ({"requests_per_second": 0}, "requests_per_second"),
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
        (
            {"CDF_CLUSTER": "c", "CDF_PROJECT": "p"},
            "There is no login: set CDF_TOKEN, or IDP_CLIENT_ID, IDP_CLIENT_SECRET and IDP_TENANT_ID, in the env",
        ),
        (
            {"CDF_CLUSTER": "https://c.cognitedata.com", "CDF_PROJECT": "p"},
            "CDF_CLUSTER is the name .* address as CDF_URL",
        ),
        ({"CDF_CLUSTER": "c.cognitedata.com", "CDF_PROJECT": "p"}, "CDF_CLUSTER is the name of a cluster"),
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


PERSON = {"CDF_CLUSTER": "c", "CDF_PROJECT": "p", "IDP_CLIENT_ID": "app"}


@pytest.mark.parametrize(
    ("flow", "kind"), [("device_code", DeviceCodeCredentials), ("interactive", InteractiveCredentials)]
)
def test_a_person_can_log_in_with_every_provider(flow, kind):
    def login(**variables: str):
        made = PygenClientConfig.from_env({**PERSON, "LOGIN_FLOW": flow, **variables}).credentials
        assert isinstance(made, (DeviceCodeCredentials, InteractiveCredentials))
        assert type(made) is kind
        return made, made._endpoints

    made, where = login(IDP_TENANT_ID="t")
    assert where == Endpoints.entra_id("t")
    assert made.scopes == ("https://c.cognitedata.com/.default", "openid", "profile", "offline_access")
    _, where = login(IDP_AUTHORITY_URL="https://login.example/t")
    assert where.token_url == "https://login.example/t/oauth2/v2.0/token"
    _, where = login(PROVIDER="cdf")
    assert where.discovery_url == "https://auth.cognite.com"
    made, where = login(PROVIDER="auth0", IDP_DISCOVERY_URL="https://me.auth0.test")
    assert made.scopes == ("IDENTITY", "user_impersonation", "offline_access")
    assert (made.audience, where.discovery_url) == ("https://p.fusion.cognite.com/p", "https://me.auth0.test")
    made, where = login(PROVIDER="other", IDP_DISCOVERY_URL="https://idp.test", IDP_SCOPES="a,b")
    assert (made.scopes, where.token_url) == (("a", "b"), None)
    with pytest.raises(PygenValidationError, match="IDP_DISCOVERY_URL"):
        login(PROVIDER="other")
    with pytest.raises(PygenValidationError, match="PROVIDER must be one of entra_id, auth0, cdf, other"):
        login(PROVIDER="oracle")


def test_an_application_can_log_in_with_auth0_or_by_discovery():
    auth0 = PygenClientConfig.from_env({**ENTRA, "PROVIDER": "auth0", "IDP_TOKEN_URL": "https://me/token"}).credentials
    assert isinstance(auth0, ClientCredentials)
    assert (auth0.scopes, auth0.audience) == (("IDENTITY", "user_impersonation"), "https://p.fusion.cognite.com/p")
    found = PygenClientConfig.from_env({**ENTRA, "IDP_DISCOVERY_URL": "https://idp.test"}).credentials
    assert isinstance(found, ClientCredentials)
    assert found.token_url is None
    assert "https://idp.test" in repr(found)


def test_workers_of_the_environment_limit_every_class():
    token = {"CDF_CLUSTER": "c", "CDF_PROJECT": "p", "CDF_TOKEN": "t"}
    limits = PygenClientConfig.from_env({**token, "CDF_CLIENT_MAX_WORKERS": "2"}).concurrency
    assert max(limits.values()) == 2
    assert limits[OperationClass.DELETE] == 1
    with pytest.raises(PygenValidationError, match="CDF_CLIENT_MAX_WORKERS must be at least 1"):
        PygenClientConfig.from_env({**token, "CDF_CLIENT_MAX_WORKERS": "0"})
    with pytest.raises(PygenValidationError, match="must be a number of requests"):
        PygenClientConfig.from_env({**token, "CDF_CLIENT_MAX_WORKERS": "many"})


TOML = """
[cdf]
project = "p"
cluster = "westeurope-1"
client_id = "app"
client_secret = "${MY_SECRET}"
tenant_id = "t"
scopes = ["a", "b"]
timeout = 5
max_workers = 3
client_name = "mine"
gzip = "on"
requests_per_second = 7

[tool.other]
base_url = "https://x.test"
project = "q"
token = "t"
"""


def test_a_section_of_a_toml_file_means_the_same(tmp_path):
    file = tmp_path / "settings.toml"
    file.write_text(TOML)
    for source in (file, str(file), TOML):
        made = PygenClientConfig.from_toml(source, environ={"MY_SECRET": "s"})
        assert (made.base_url, made.project, made.timeout) == ("https://westeurope-1.cognitedata.com", "p", 5.0)
        assert (made.client_name, made.gzip, made.requests_per_second) == ("mine", "on", 7)
        assert max(made.concurrency.values()) == 3
        login = made.credentials
        assert isinstance(login, ClientCredentials)
        assert (login.client_id, login.scopes) == ("app", ("a", "b"))
    other = PygenClientConfig.from_toml(TOML, "tool.other")
    assert (other.project, type(other.credentials)) == ("q", TokenCredentials)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TOML, "client_secret refers to MY_SECRET: set it in the environment"),
        ("[cdf]\nproject = 'p'", "Set cluster .* or base_url in the section \\[cdf\\]"),
        ("[cdf]\nbase_url = 'https://x.test'", "Set project in the section"),
        ("[cdf]\nprojekt = 'p'", "unknown keys: projekt. Known keys: allow_insecure_http, audience"),
        ("[cdf]\nproject = true", "project must be text or a number"),
        ("[cdf]\nhttp2 = 'yes'", "http2 in \\[cdf\\] cannot be 'yes'"),
        ("[other]\nx = 1", "There is no section \\[cdf\\]"),
        ("cdf = 1", "There is no section \\[cdf\\]"),
        ("[cdf\n", "not valid TOML"),
        ("nowhere.toml", "Cannot read nowhere.toml"),
    ],
)
def test_a_section_that_cannot_be_used_says_why(text, said):
    with pytest.raises(PygenValidationError, match=said):
        PygenClientConfig.from_toml(text, environ={})


def test_settings_without_a_toml_reader_say_what_to_install(monkeypatch):
    for module in ("tomllib", "tomli"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(PygenValidationError, match="tomli: install it"):
        PygenClientConfig.from_toml("[cdf]\nx=1")


def test_a_timeout_is_one_number_or_one_for_each_part():
    assert config(timeout=Timeouts(connect=1)).timeout == Timeouts(1, 60, 60, 60)
    assert Timeouts.of(3).within(None) == Timeouts(3, 3, 3, 3)
    assert Timeouts.of(3).within(2) == Timeouts(2, 2, 2, 2)
