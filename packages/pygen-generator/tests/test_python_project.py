"""README, diagram and metadata of generated projects."""

from __future__ import annotations

import re
import sys
from importlib import import_module

import pytest
from pygen_generator import ConfigError, FileSource, GeneratorConfig, generate_sdk

TOML = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")


@pytest.fixture
def project(generate):
    """Generates a project and gives the text of its README."""

    def run(*views, **settings):
        python = {"project": True, **settings.pop("python", {})}
        return generate(*views, python=python, **settings).sdk.files["README.md"]

    return run


def drawing(readme):
    found = re.search(r"^```mermaid\n(.*?)\n```$", readme, re.MULTILINE | re.DOTALL)
    return [line.strip() for line in found[1].splitlines()] if found else []


def test_a_package_alone_has_no_project(generate, models):
    look = generate(models.view("Pump"))

    assert {path.split("/")[0] for path in look.sdk.files} == {"shop"}


def test_the_project_stands_beside_the_package(generate, models):
    look = generate(models.view("Pump"), python={"project": True, "output": "sdks/shop"})

    assert {path for path in look.sdk.files if path.count("/") == 2} == {
        "sdks/shop/README.md",
        "sdks/shop/pyproject.toml",
    }
    assert "sdks/shop/shop/py.typed" in look.sdk.files


def test_two_projects_in_one_folder_are_refused(models, tmp_path):
    (tmp_path / "m.yaml").write_text(str(models.data_model(models.view("Pump"))), encoding="utf-8")
    configs = [GeneratorConfig.load({"python": {"project": True, "package": name}}) for name in ("one", "two")]

    with pytest.raises(ConfigError, match=r"write the same file: README.md"):
        generate_sdk(FileSource(tmp_path / "m.yaml"), configs)


def test_the_diagram_shows_attributes_inheritance_and_relations(project, models):
    edge = {
        "connectionType": "multi_edge_connection",
        "source": models.view_id("Pump"),
        "type": {"space": "s", "externalId": "feeds"},
        "direction": "outwards",
    }
    shown = drawing(
        project(
            models.view("Asset", {"name": models.prop(), "site": models.relation("Site")}),
            models.view(
                "Pump",
                {
                    "name": models.prop(),
                    "site": models.relation("Site"),
                    "maxPress": models.prop("float64"),
                    "feeds": edge,
                    "fedBy": {**edge, "direction": "inwards"},
                    "state": models.enum("on", "off"),
                },
                implements=["Asset"],
            ),
            models.view("Site"),
            models.view("Feeds", {"rate": models.prop("float64")}, usedFor="edge"),
        )
    )

    assert shown[0] == "classDiagram"
    assert shown[1:4] == ["class Asset {", "text name", "}"]
    assert {"float64 max_press", "enum state", "class Site", "class Feeds {", "float64 rate"} <= set(shown)
    assert {"Asset <|-- Pump", "Asset --> Site : site", "Pump ..> Pump : feeds", "Pump <.. Pump : fed_by"} <= set(shown)
    assert shown.count("text name") == 1
    assert "Pump --> Site : site" not in shown


@pytest.mark.no_cover  # long, and what it meets is counted elsewhere
def test_a_large_diagram_goes_without_attributes_and_a_larger_one_is_left_out(project, models):
    many = {f"property_{number}": models.prop() for number in range(50)}
    assert "class View00" in drawing(project(*(models.view(f"View{number:02}", many) for number in range(60))))

    targets = {f"to_{number}": models.relation("View0") for number in range(60)}
    readme = project(*(models.view(f"View{number}", targets) for number in range(10)))
    assert drawing(readme) == []
    assert "How it hangs together" not in readme

    assert drawing(project(*(models.view(f"{'Long' * 60}{number}") for number in range(250)))) == []


@pytest.mark.parametrize(
    "text",
    ["a | b", "</td><script>alert(1)</script>", "[x](javascript:y)", "one\ntwo\n```\nthree", "`code` *bold* _it_ ~no~"],
)
def test_descriptions_mean_nothing_to_markdown(project, models, text):
    readme = project(models.view("Pump", {"name": models.prop()}, description=text))

    (row,) = (line for line in readme.splitlines() if line.startswith("| `Pump`"))
    assert len(re.findall(r"(?<!\\)\|", row)) == 5
    cell = re.split(r"(?<!\\)\|", row)[4]
    assert not re.search(r"(?<!\\)[`*_<>\[\]~]", cell)
    assert readme.count("```") % 2 == 0


@pytest.mark.parametrize("name", ['x"y', "a`b|c", "one\ntwo", "\ud800", "\x7f\x1b[2J", "]]\n[tool.evil]"])
def test_names_of_data_models_stay_text(generate, models, name):
    model = models.data_model(models.view("Pump", {"name": models.prop()}), external_id=name)

    files = generate(model, python={"project": True, "package": "shop", "client_name": "Client"}).sdk.files

    metadata = TOML.loads(files["pyproject.toml"])
    assert metadata.keys() == {"build-system", "project", "tool"}
    assert metadata["tool"].keys() == {"hatch"}
    (line,) = (line for line in files["README.md"].splitlines() if line.startswith("Typed SDK for"))
    assert line.count("`") == 2
    assert files["README.md"].encode()


def test_long_descriptions_are_cut(project, models):
    readme = project(models.view("Pump", description="word " * 100))

    (row,) = (line for line in readme.splitlines() if line.startswith("| `Pump`"))
    assert row.endswith("… |")
    assert len(row) < 280


def test_a_program_gives_a_value_for_whatever_must_be_given(project, models):
    types = ("text", "boolean", "int32", "float64", "timestamp", "date", "json", "timeseries")
    given = {f"the_{name}": models.prop(name, nullable=False) for name in types}
    given["the_enum"] = models.enum('a"b', "c", nullable=False)
    given["the_relation"] = models.relation("Pump", nullable=False)
    given["the_list"] = models.prop({"type": "int64", "list": True}, nullable=False)
    given["with_default"] = models.prop(nullable=False, defaultValue="x")
    given["may_be_missing"] = models.prop()

    readme = project(models.view("Pump", given))

    program = readme.partition("## Write")[2].partition("## What there is")[0]
    assert "from datetime import date, datetime, timezone\n" in program
    for line in (
        "the_boolean=True,",
        "the_timestamp=datetime(2026, 1, 1, tzinfo=timezone.utc),",
        'the_enum="a\\"b",',
        'the_relation="another-example",',
        "the_list=[1],",
        'space="my_space",',
    ):
        assert f"    {line}\n" in program
    assert "with_default" not in program
    assert "may_be_missing" not in program


def test_without_anything_to_write_or_read_there_are_no_programs(project, models):
    readme = project(models.view("Pump", writable=False, queryable=False))

    assert "```python" not in readme
    assert "| `Pump` |  |  | A node of the view s:Pump(v1). |" in readme
