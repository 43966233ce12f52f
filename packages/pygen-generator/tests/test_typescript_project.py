"""README and metadata of generated TypeScript projects."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest


@pytest.fixture
def project(generate: Any, models: Any) -> Any:
    """The files of a project, by their names."""

    def run(*parts: Any, **settings: Any) -> dict[str, str]:
        typescript = {"package": "sdk", "output": ".", "project": True, **settings.pop("typescript", {})}
        files: dict[str, str] = generate(*parts, languages=["typescript"], typescript=typescript, **settings).sdk.files
        return files

    return run


def programs(readme: str) -> list[str]:
    return re.findall(r"^```ts\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)


def test_the_metadata_say_what_the_package_is_and_needs(project: Any, models: Any) -> None:
    files = project(models.view("Pump"), typescript={"package": "@acme/pumps", "version": "2.1.0-rc.1"})

    npm, deno = (json.loads(files[name]) for name in ("package.json", "deno.json"))
    assert (npm["name"], npm["version"]) == (deno["name"], deno["version"]) == ("@acme/pumps", "2.1.0-rc.1")
    assert npm["dependencies"] == {"@cognite/pygen-runtime": "^0.1.0"}
    assert deno["imports"]["@cognite/pygen-runtime/codegen"] == "npm:@cognite/pygen-runtime@^0.1.0/codegen"


def test_the_diagram_shows_members_inheritance_and_relations(project: Any, models: Any) -> None:
    asset = {"name": models.prop(), "site_of": models.relation("Site")}
    readme = project(
        models.view("Asset", asset),
        models.view("Pump", {**asset, "feeds": models.edges("Pump")}, implements=["Asset"]),
        models.view("Site", {"assets": models.reverse("Asset", "Asset", "site_of")}),
    )["README.md"]

    drawing = readme.partition("```mermaid\n")[2].partition("\n```")[0].split("\n    ")
    assert drawing == [
        "classDiagram",
        "class Asset {",
        "    text name",
        "}",
        "class Pump",
        "class Site",
        "Asset <|-- Pump",
        "Asset --> Site : siteOf",
        "Pump ..> Pump : feeds",
    ]


def test_a_program_gives_a_value_for_whatever_must_be_given(project: Any, models: Any) -> None:
    types = ("text", "boolean", "int64", "float64", "timestamp", "date", "json", "timeseries")
    given = {f"the_{name}": models.prop(name, nullable=False) for name in types}
    given["the_enum"] = models.enum('a"b', "c", nullable=False)
    given["the_relation"] = models.relation("Pump", nullable=False)
    given["the_list"] = models.prop({"type": "int64", "list": True}, nullable=False)
    given["with_default"] = models.prop(nullable=False, defaultValue="x")
    given["may_be_missing"] = models.prop()

    _, writing = programs(project(models.view("Pump", given))["README.md"])

    values = dict(re.findall(r"^  (\w+): (.*),$", writing, re.MULTILINE))
    assert values == {
        "externalId": '"my-example"',
        "theText": '"text"',
        "theBoolean": "true",
        "theInt64": "1",
        "theFloat64": "1.5",
        "theTimestamp": 'new Date("2026-01-01T00:00:00Z")',
        "theDate": '"2026-01-01"',
        "theJson": '{ key: "value" }',
        "theTimeseries": '"my-time-series"',
        "theEnum": '"a\\"b"',
        "theRelation": '"another-example"',
        "theList": "[1]",
    }


def test_a_program_names_a_space_where_the_sdk_has_none(project: Any, models: Any) -> None:
    view = models.view("Pump", {"x": models.prop()})

    assert '{ instanceSpace: "my_space" }' in project(view)["README.md"]
    assert "my_space" not in project(view, default_instance_space="pumps")["README.md"]


def test_what_clients_do_not_show_is_written_by_its_constant(project: Any, models: Any) -> None:
    readme = project(models.view("Pump", {"x": models.prop()}, queryable=False))["README.md"]

    assert programs(readme) == []
    assert "| `Pump` |  | `write(pump, ...)` | A node of the view s:Pump(v1). |" in readme


@pytest.mark.parametrize("name", ['x"y', "a`b|c", "one\ntwo", "\ud800", "\x7f\x1b[2J", "</td><script>"])
def test_names_of_data_models_stay_text(project: Any, models: Any, name: str) -> None:
    files = project(models.data_model(models.view("Pump", {"x": models.prop()}), external_id=name))

    assert json.loads(files["package.json"]).keys() >= {"name", "dependencies"}
    (line,) = (line for line in files["README.md"].splitlines() if line.startswith("Typed SDK for"))
    assert line.count("`") == 2
    assert files["README.md"].encode()
