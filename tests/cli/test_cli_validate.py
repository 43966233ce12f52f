"""`pygen validate` reports on a data model for people, programs and code hosts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from pygen_cli.deployment import deployment_of
from pygen_cli.local_service import deploy, environment_of
from pygen_emulator import Emulator
from pygen_generator import open_source
from typer.testing import Result

Pygen = Callable[..., Result]
Compare = Callable[[str, str], None]
Json = dict[str, Any]

EXAMPLE = Path(__file__).parents[2] / "examples" / "shop"


@pytest.fixture
def shop(folder: Path) -> Path:
    """The folder, with the shop's model and settings in it."""
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture
def odd(shop: Path) -> Path:
    """The shop with a view that implements one that nobody defines, and an enum without values."""
    views, containers = shop / "model" / "shop.View.yaml", shop / "model" / "shop.Container.yaml"
    with views.open("a", encoding="utf-8") as file:
        file.write("\n- space: pygen_example\n  externalId: Class\n  version: v1\n")
        file.write("  implements: [{space: pygen_example, externalId: Thing, version: v1, type: view}]\n")
        file.write(
            "  properties:\n    list:\n      container: {space: pygen_example, externalId: Odd, type: container}\n"
        )
        file.write("      containerPropertyIdentifier: list\n")
    with containers.open("a", encoding="utf-8") as file:
        file.write("\n- space: pygen_example\n  externalId: Odd\n  usedFor: node\n")
        file.write("  properties:\n    list:\n      type: {type: enum, values: {}}\n")
    model = shop / "model" / "shop.DataModel.yaml"
    text = model.read_text(encoding="utf-8")
    assert "views:\n" in text
    listed = "views:\n  - {space: pygen_example, externalId: Class, version: v1, type: view}\n"
    model.write_text(text.replace("views:\n", listed), encoding="utf-8")
    return shop


@pytest.mark.usefixtures("shop")
def test_a_sound_model(pygen: Pygen, same_as_snapshot: Compare) -> None:
    result = pygen("validate", "--source", "model", "--strict")

    assert result.exit_code == 0
    same_as_snapshot("validate", result.stdout)
    assert not Path("shop_sdk").exists()
    assert not Path("pygen.lock").exists()


@pytest.mark.usefixtures("odd")
def test_an_odd_model(pygen: Pygen, same_as_snapshot: Compare) -> None:
    result = pygen("validate", "--source", "model", "-v")

    assert result.exit_code == 0
    same_as_snapshot("validate_odd", result.stdout)


def test_of_many_findings_of_a_kind_the_first_is_shown(odd: Path, pygen: Pygen) -> None:
    containers = odd / "model" / "shop.Container.yaml"
    with containers.open("a", encoding="utf-8") as file:
        file.write("    more:\n      type: {type: enum, values: {}}\n")
    with (odd / "model" / "shop.View.yaml").open("a", encoding="utf-8") as file:
        file.write("    more:\n      container: {space: pygen_example, externalId: Odd, type: container}\n")
        file.write("      containerPropertyIdentifier: more\n")

    short, whole = pygen("validate", "--source", "model"), pygen("validate", "--source", "model", "-v")

    assert "    and 1 more of this kind\n" in short.stdout
    assert "\n-v shows all of them.\n" in short.stdout
    assert len(whole.stdout.splitlines()) == len(short.stdout.splitlines()) - 1


def test_what_is_only_worth_knowing_is_no_failure(shop: Path, pygen: Pygen) -> None:
    views = shop / "model" / "shop.View.yaml"
    text = views.read_text(encoding="utf-8")
    views.write_text(text.replace("    active:\n", "    class:\n"), encoding="utf-8")

    result = pygen("validate", "--source", "model", "--strict")

    assert result.exit_code == 0
    assert "Findings: 1 info." in result.stdout
    assert result.stdout.endswith("An SDK can be generated; nothing is left out that could be there.\n")


@pytest.mark.usefixtures("odd")
def test_strict_fails_on_warnings(pygen: Pygen) -> None:
    assert pygen("validate", "--source", "model", "--strict").exit_code == 8


@pytest.mark.usefixtures("odd")
def test_findings_for_machines(pygen: Pygen) -> None:
    findings = json.loads(pygen("validate", "--source", "model", "--json").stdout)["findings"]

    assert {finding["code"] for finding in findings} >= {"parent-unknown", "enum-empty"}
    assert all(finding["severity"] in ("error", "warning", "info") for finding in findings)


def test_the_rules(pygen: Pygen, same_as_snapshot: Compare) -> None:
    text = pygen("validate", "--rules").stdout
    rules = json.loads(pygen("validate", "--rules", "--json").stdout)["rules"]

    assert "parent-in-circle  error\n" in text
    assert [
        rule["code"] for rule in rules if f"{rule['code']}  {rule['severity']}\n  {rule['what']}\n" not in text
    ] == []


# What the schema of SARIF 2.1.0 asks of the parts that are written, and nothing besides them.
_TEXT: Json = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string", "minLength": 1}},
    "additionalProperties": False,
}
_LEVEL: Json = {"enum": ["none", "note", "warning", "error"]}
_RULE: Json = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "shortDescription": _TEXT,
        "fullDescription": _TEXT,
        "help": _TEXT,
        "defaultConfiguration": {
            "type": "object",
            "properties": {"level": _LEVEL},
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}
_LOCATION: Json = {
    "type": "object",
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "properties": {"uri": {"type": "string", "format": "uri-reference"}},
                    "additionalProperties": False,
                },
                "region": {
                    "type": "object",
                    "properties": {"startLine": {"type": "integer", "minimum": 1}},
                    "additionalProperties": False,
                },
            },
            "additionalProperties": False,
        },
        "logicalLocations": {
            "type": "array",
            "uniqueItems": True,
            "items": {
                "type": "object",
                "properties": {"fullyQualifiedName": {"type": "string"}},
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
_RESULT: Json = {
    "type": "object",
    "required": ["message"],
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": -1},
        "level": _LEVEL,
        "message": _TEXT,
        "locations": {"type": "array", "items": _LOCATION},
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "additionalProperties": False,
}
_DRIVER: Json = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "semanticVersion": {"type": "string"},
        "informationUri": {"type": "string", "format": "uri"},
        "rules": {"type": "array", "uniqueItems": True, "items": _RULE},
    },
    "additionalProperties": False,
}
SARIF: Json = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {"driver": _DRIVER},
                        "additionalProperties": False,
                    },
                    "results": {"type": "array", "items": _RESULT},
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}


@pytest.mark.usefixtures("odd")
@pytest.mark.parametrize("source", ["model", "absolute"])
def test_sarif_keeps_the_rules_of_its_schema(source: str, pygen: Pygen) -> None:
    place = Path("model").absolute() if source == "absolute" else Path("model")
    result = pygen("validate", "--source", place, "--sarif", "pygen.sarif", "--strict")
    log = json.loads(Path("pygen.sarif").read_text(encoding="utf-8"))

    assert result.exit_code == 8
    jsonschema_rs.Draft7Validator(SARIF, validate_formats=True).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[one["ruleIndex"]]["id"] for one in run["results"]] == [one["ruleId"] for one in run["results"]]
    marks = [one["partialFingerprints"]["pygenFinding/v1"] for one in run["results"]]
    assert len(set(marks)) == len(marks) > 2


@pytest.mark.usefixtures("odd")
def test_sarif_on_standard_output_stands_alone(pygen: Pygen, same_as_snapshot: Compare) -> None:
    same_as_snapshot("validate_sarif", pygen("validate", "--source", "model", "--sarif", "-").stdout)


def test_sarif_points_at_the_settings_where_the_model_comes_from_the_service(
    odd: Path, pygen: Pygen, monkeypatch: pytest.MonkeyPatch
) -> None:
    (odd / "pygen.toml").unlink()
    model = 'models = [{ space = "pygen_example", external_id = "ExampleDataModel", version = "v1" }]'
    (odd / "pyproject.toml").write_text(
        f"[tool.pygen]\n{model}\n[tool.pygen.generate]\nexclude_views = ['CategoryNode']\n", encoding="utf-8"
    )
    with Emulator() as cdf:
        deploy(cdf, deployment_of(open_source(EXAMPLE / "model").load(())), "the shop")
        for name, value in environment_of(cdf).items():
            monkeypatch.setenv(name, value)
        (run,) = json.loads(pygen("validate", "--sarif", "-").stdout)["runs"]

    places = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]}
    assert places == {"pyproject.toml"}


@pytest.mark.usefixtures("shop")
def test_sarif_and_json_do_not_share_standard_output(pygen: Pygen) -> None:
    result = pygen("validate", "--source", "model", "--sarif", "-", "--json")

    assert result.exit_code == 2
    assert "Give --sarif a file." in result.stderr


@pytest.mark.usefixtures("shop")
def test_a_file_for_sarif_that_cannot_be_written(pygen: Pygen) -> None:
    result = pygen("validate", "--source", "model", "--sarif", "nowhere/pygen.sarif")

    assert result.exit_code == 6
    assert "nowhere" in result.stderr
