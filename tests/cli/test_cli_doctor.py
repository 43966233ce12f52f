"""`pygen doctor` says what works, what does not, and what to do, and never shows a secret."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import respx
from pygen_cli.deployment import deployment_of
from pygen_cli.local_service import deploy, environment_of
from pygen_emulator import Emulator
from pygen_generator import open_source
from pygen_generator.languages.python.language import PythonLanguage
from typer.testing import Result

Pygen = Callable[..., Result]
Compare = Callable[[str, str], None]

EXAMPLE = Path(__file__).parents[2] / "examples" / "shop"
SETTINGS = '[[models]]\nspace = "pygen_example"\nexternal_id = "ExampleDataModel"\nversion = "v1"\n'


@pytest.fixture
def shop(folder: Path) -> Path:
    """The folder, with the shop's model and settings that name it."""
    shutil.copytree(EXAMPLE / "model", folder / "model")
    (folder / "pygen.toml").write_text(SETTINGS, encoding="utf-8")
    return folder


@pytest.fixture
def service(shop: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """A service with the shop's model, named by the environment."""
    with Emulator(token="the-right-token") as cdf:
        deploy(cdf, deployment_of(open_source(shop / "model").load(())), "the shop")
        for name, value in environment_of(cdf).items():
            monkeypatch.setenv(name, value)
        yield cdf


def states(result: Result) -> dict[str, str]:
    return {check["name"]: check["state"] for check in json.loads(result.stdout)["checks"]}


@pytest.mark.usefixtures("service")
def test_everything_works(pygen: Pygen, same_as_snapshot: Compare) -> None:
    pygen("generate")

    result = pygen("doctor")

    assert result.exit_code == 0
    same_as_snapshot("doctor", result.stdout)
    assert "the-right-token" not in result.output


def test_an_empty_folder_without_a_login_is_no_failure(pygen: Pygen, same_as_snapshot: Compare) -> None:
    result = pygen("doctor")

    assert result.exit_code == 0
    same_as_snapshot("doctor_empty", result.stdout.partition("contract: ")[2])


def test_offline_nothing_is_asked(shop: Path, pygen: Pygen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CDF_URL", "http://127.0.0.1:9")

    found = states(pygen("doctor", "--offline", "--json"))

    assert "environment" not in found
    assert found["settings"] == "ok"


@pytest.mark.usefixtures("service")
def test_a_wrong_token(pygen: Pygen, same_as_snapshot: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CDF_TOKEN", "an-old-secret")

    result = pygen("doctor")

    assert result.exit_code == 4
    same_as_snapshot("doctor_wrong_token", result.stdout.partition("environment: ")[2])
    assert "an-old-secret" not in result.output


@pytest.mark.usefixtures("service")
def test_another_project(pygen: Pygen, same_as_snapshot: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CDF_PROJECT", "elsewhere")

    result = pygen("doctor")

    assert result.exit_code == 4
    same_as_snapshot("doctor_other_project", result.stdout.partition("environment: ")[2])


@pytest.mark.usefixtures("service")
def test_a_data_model_that_is_not_there(shop: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    (shop / "pygen.toml").write_text(SETTINGS.replace("v1", "v9"), encoding="utf-8")

    result = pygen("doctor")

    assert result.exit_code == 3
    same_as_snapshot("doctor_no_model", result.stdout.partition("environment: ")[2])


@pytest.mark.outside_document("a token that may only read")
@respx.mock
def test_a_login_that_may_not_write(shop: Path, pygen: Pygen, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"CDF_URL": "https://cdf.test", "CDF_PROJECT": "p", "CDF_TOKEN": "t"}.items():
        monkeypatch.setenv(name, value)
    elsewhere = {"dataModelInstancesAcl": {"actions": ["WRITE"]}, "projectScope": {"projects": ["other"]}}
    rights = [{acl: {"actions": ["READ"]}} for acl in ("dataModelsAcl", "dataModelInstancesAcl")]
    token = {"subject": "s", "projects": [{"projectUrlName": "p", "groups": []}], "capabilities": [*rights, elsewhere]}
    respx.get("https://cdf.test/api/v1/token/inspect").respond(json=token)
    respx.post("https://cdf.test/api/v1/projects/p/models/datamodels/byids").respond(status_code=403, json={})

    result = pygen("doctor")

    assert result.exit_code == 4
    assert "note   rights: The login may not write instances." in result.stdout
    assert "fails  data model: The service answered" in result.stdout


def test_half_a_login(shop: Path, pygen: Pygen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CDF_PROJECT", "p")

    result = pygen("doctor")

    assert result.exit_code == 4
    assert "fails  environment: The environment does not say how to log in" in result.stdout


def test_wrong_settings(shop: Path, pygen: Pygen) -> None:
    (shop / "pygen.toml").write_text("[pyton]\n", encoding="utf-8")

    result = pygen("doctor")

    assert result.exit_code == 2
    assert (
        "fails  settings: pygen.toml is not valid: pyton is not a setting.\n       Did you mean python?"
        in result.stdout
    )


@pytest.mark.usefixtures("service")
def test_wrong_settings_do_not_hide_what_else_there_is_to_say(shop: Path, pygen: Pygen) -> None:
    (shop / "pygen.toml").write_text("[pyton]\n", encoding="utf-8")

    found = states(pygen("doctor", "--json"))

    assert (found["settings"], found["login"], found["project"]) == ("fails", "ok", "ok")


def test_what_became_of_the_files(shop: Path, pygen: Pygen) -> None:
    def generated() -> str:
        (check,) = (one for one in json.loads(pygen("doctor", "--json").stdout)["checks"] if one["name"] == "generated")
        return f"{check['state']}: {check['text']}"

    assert generated() == "note: Nothing was generated in this folder."
    pygen("generate", "--source", "model")
    assert generated().startswith("ok: ")
    with (shop / "pygen.toml").open("a", encoding="utf-8") as file:
        file.write('[generate]\ndefault_instance_space = "data"\n')
    assert generated() == "note: The settings changed since the files here were generated."
    (shop / "example_data_model" / "py.typed").unlink()
    assert "files are not as they were generated, such as example_data_model/py.typed" in generated()


def test_a_package_that_is_missing(pygen: Pygen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pygen_cli.doctor.here.PACKAGES", ("cognite-pygen-nowhere",))

    result = pygen("doctor")

    assert result.exit_code == 2
    assert "fails  cognite-pygen-nowhere: is not installed.\n       Install it beside the others" in result.stdout


def test_a_generator_of_another_time(pygen: Pygen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PythonLanguage, "contract", 99)

    result = pygen("doctor")

    assert result.exit_code == 2
    assert "fails  contract: Code is generated for contract 99; the installed runtime supports" in result.stdout


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", "The files here are for contract 99; the installed runtime supports"),
        ("typescript", "The TypeScript here is for contract 99; this generator writes"),
    ],
)
def test_files_for_another_runtime(language: str, text: str, shop: Path, pygen: Pygen) -> None:
    pygen("generate", "--source", "model", "--language", language)
    lock = shop / "pygen.lock"
    changed = lock.read_text(encoding="utf-8").replace(f'"{language}": 1', f'"{language}": 99')
    lock.write_text(changed, encoding="utf-8")

    result = pygen("doctor")

    assert result.exit_code == 1
    assert f"fails  generated: {text}" in result.stdout


def test_a_lock_that_is_no_text(shop: Path, pygen: Pygen) -> None:
    (shop / "pygen.lock").write_bytes(b"\xff")

    result = pygen("doctor")

    assert result.exit_code == 3
    assert "fails  settings: pygen.lock is not UTF-8 text (byte 0)." in result.stdout
