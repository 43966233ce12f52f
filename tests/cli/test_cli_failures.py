"""Each way to fail gives one message with its fix, and its documented exit code."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
import respx
from pygen_emulator import Emulator
from typer.testing import Result

Pygen = Callable[..., Result]
Compare = Callable[[str, str], None]

MODEL = ("--space", "wind_power", "--external-id", "WindPower", "--version", "v1")


@pytest.fixture
def cdf() -> Emulator:
    return Emulator(token="the-right-token")


def log_in(monkeypatch: pytest.MonkeyPatch, url: str, token: str, project: str = "pygen") -> None:
    monkeypatch.setenv("CDF_URL", url)
    monkeypatch.setenv("CDF_PROJECT", project)
    monkeypatch.setenv("CDF_TOKEN", token)


def check(result: Result, exit_code: int, snapshot: str, same_as_snapshot: Compare) -> None:
    assert result.exit_code == exit_code
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    same_as_snapshot(snapshot, result.stderr)


@pytest.mark.parametrize(
    ("name", "content", "snapshot"),
    [
        ("missing.json", None, "source_missing"),
        ("broken.json", '{"space": "shop",\n  "views" []}', "source_wrong_json"),
        ("broken.yaml", "space: shop\nviews: [\n", "source_wrong_yaml"),
        ("prices.json", '{"saw": 12.5}', "source_not_a_model"),
    ],
)
def test_a_source_that_cannot_be_read(
    name: str, content: str | None, snapshot: str, pygen: Pygen, same_as_snapshot: Compare
) -> None:
    if content is not None:
        Path(name).write_text(content, encoding="utf-8")

    result = pygen("generate", "--source", name)

    check(result, 3, snapshot, same_as_snapshot)


def test_an_unknown_model_in_the_service(
    cdf: Emulator, pygen: Pygen, same_as_snapshot: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cdf:
        log_in(monkeypatch, cdf.base_url, cdf.token)
        result = pygen("generate", *MODEL)

    check(result, 3, "unknown_model", same_as_snapshot)


def test_an_expired_token(
    cdf: Emulator, pygen: Pygen, same_as_snapshot: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cdf:
        log_in(monkeypatch, cdf.base_url, "an-old-secret")
        result = pygen("generate", *MODEL)

    check(result, 4, "expired_token", same_as_snapshot)
    assert "an-old-secret" not in result.output


def test_another_project(
    cdf: Emulator, pygen: Pygen, same_as_snapshot: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cdf:
        log_in(monkeypatch, cdf.base_url, cdf.token, project="other")
        result = pygen("generate", *MODEL)

    check(result, 4, "another_project", same_as_snapshot)


# The emulator lets everyone read who may log in, and does not fail: these answers are scripted.
@pytest.mark.parametrize(
    ("status", "message", "exit_code", "snapshot"),
    [
        (403, "Insufficient access rights.", 4, "no_access"),
        (404, "Not Found", 5, "no_such_address"),
        (500, "Internal server error", 5, "service_failed"),
        (400, "Invalid request", 3, "service_refused"),
    ],
)
def test_what_the_service_answers(
    status: int,
    message: str,
    exit_code: int,
    snapshot: str,
    request: pytest.FixtureRequest,
) -> None:
    pygen: Pygen = request.getfixturevalue("pygen")
    log_in(request.getfixturevalue("monkeypatch"), "http://127.0.0.1:1", "a-secret-token")
    body = {"error": {"code": status, "message": message}}
    with respx.mock:
        respx.post(url__regex="datamodels/byids").respond(status, json=body, headers={"x-request-id": "abcdef0123"})
        result = pygen("generate", *MODEL)

    check(result, exit_code, snapshot, request.getfixturevalue("same_as_snapshot"))
    assert "a-secret-token" not in result.output


def test_a_wrong_client_secret(
    cdf: Emulator, pygen: Pygen, same_as_snapshot: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cdf:
        log_in(monkeypatch, cdf.base_url, "")
        monkeypatch.setenv("PROVIDER", "other")
        monkeypatch.setenv("IDP_TOKEN_URL", cdf.token_url)
        monkeypatch.setenv("IDP_CLIENT_ID", cdf.client_id)
        monkeypatch.setenv("IDP_CLIENT_SECRET", "a-wrong-secret")
        result = pygen("generate", *MODEL)

    check(result, 4, "wrong_client_secret", same_as_snapshot)
    assert "a-wrong-secret" not in result.output


def test_an_unreachable_host(pygen: Pygen, same_as_snapshot: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    log_in(monkeypatch, f"http://127.0.0.1:{port}", "a-secret-token")

    result = pygen("generate", *MODEL)

    check(result, 5, "unreachable_host", same_as_snapshot)
    assert "a-secret-token" not in result.output


def test_missing_environment_variables(pygen: Pygen, same_as_snapshot: Compare) -> None:
    check(pygen("generate", *MODEL), 4, "missing_environment", same_as_snapshot)


def test_half_a_model_name(pygen: Pygen, same_as_snapshot: Compare) -> None:
    check(pygen("generate", "--space", "wind_power"), 2, "half_a_model_name", same_as_snapshot)


@pytest.mark.parametrize("command", ["generate", "validate"])
def test_nothing_to_read(command: str, pygen: Pygen, same_as_snapshot: Compare) -> None:
    check(pygen(command), 2, "nothing_to_generate_from", same_as_snapshot)


def test_a_language_that_there_is_not(pygen: Pygen, same_as_snapshot: Compare) -> None:
    check(pygen("generate", "--language", "cobol", *MODEL), 2, "no_such_language", same_as_snapshot)


@pytest.mark.parametrize(
    ("content", "snapshot"),
    [
        ("[python\n", "settings_not_toml"),
        ('[python]\npackge = "shop_sdk"\n', "settings_misspelt"),
        ('[python]\npackage = "shop-sdk"\n', "settings_wrong_value"),
        ('[pyton]\npackage = "shop_sdk"\n', "settings_unknown_table"),
        ('python = "shop_sdk"\n', "settings_no_table"),
    ],
)
def test_settings_that_cannot_be_used(content: str, snapshot: str, pygen: Pygen, same_as_snapshot: Compare) -> None:
    Path("pygen.toml").write_text(content, encoding="utf-8")

    check(pygen("generate", *MODEL), 2, snapshot, same_as_snapshot)


def test_a_hook_that_is_not_installed(folder: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    (folder / "pygen.toml").write_text('[generate]\nhooks = ["licence"]\n', encoding="utf-8")
    model = Path(__file__).parents[2] / "examples" / "shop" / "model"

    check(pygen("generate", "--source", model), 2, "hook_missing", same_as_snapshot)


def test_settings_that_cannot_be_opened(folder: Path, pygen: Pygen) -> None:
    (folder / "pygen.toml").mkdir()

    result = pygen("generate", *MODEL)

    assert result.exit_code == 2
    assert result.stderr.startswith("Error: pygen.toml cannot be read: ")


def test_control_characters_of_a_source_do_not_reach_the_terminal(folder: Path, pygen: Pygen) -> None:
    (folder / "odd.json").write_text(json.dumps({"views": [], "externalId": "\x1b[2J\u202egnp"}), encoding="utf-8")

    result = pygen("generate", "--source", "odd.json")

    assert result.exit_code == 3
    assert "\x1b" not in result.stderr
    assert "\u202e" not in result.stderr
