"""The configuration, as `pygen.toml` holds it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema_rs
import pytest
from pydantic import ValidationError
from pygen_client.schema import DataModelId
from pygen_generator import ConfigError, GeneratorConfig, PythonConfig
from pygen_generator.config import ConfigFile, find_config, json_schema

SCHEMA = Path(__file__).parents[1] / "src" / "pygen_generator" / "config" / "pygen.schema.json"
WHOLE = {
    "models": [{"space": "s", "external_id": "Shop", "version": "v1"}],
    "generate": {"default_instance_space": "shop", "exclude_views": ["Old*"]},
    "python": {"package": "shop_sdk", "client_name": "ShopClient", "output": "src", "names": {"Pump.id": "pump_id"}},
}
TOML = '[[models]]\nspace = "s"\nexternal_id = "Shop"\nversion = "v1"\n[python]\npackage = "shop_sdk"\n'
YAML = "models:\n  - {space: s, external_id: Shop, version: 1}\npython:\n  package: shop_sdk\n"


def test_the_tables_of_the_file_become_one_configuration():
    config = GeneratorConfig.load(WHOLE)

    assert config.models == (DataModelId("s", "Shop", "v1"),)
    assert config.default_instance_space == "shop"
    assert config.exclude_views == ("Old*",)
    assert (config.python.package, config.python.client_name, config.python.output) == ("shop_sdk", "ShopClient", "src")
    assert config.python.names == {"Pump.id": "pump_id"}


def test_it_can_be_made_in_python_as_well():
    config = GeneratorConfig(models=(DataModelId("s", "Shop", "v1"),))

    assert config.models == (DataModelId("s", "Shop", "v1"),)
    with pytest.raises(ValidationError, match="it must be a space id"):
        GeneratorConfig(default_instance_space="no space")


def test_everything_has_a_default():
    config = GeneratorConfig.load({})

    assert config == GeneratorConfig()
    assert (config.models, config.default_instance_space, config.python.package, config.python.output) == (
        (),
        None,
        None,
        ".",
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"color": "blue"}, r"color is not a setting. There are: generate, models, python, targets"),
        ({"python": {"pakage": "x"}}, r"python.pakage is not a setting. Did you mean package\?"),
        ({"targets": [{"python": {"pakage": "x"}}]}, r"targets.0.python.pakage is not a setting. Did you mean package"),
        ({"default_instance_space": "x"}, r"default_instance_space is not a setting. It belongs below \[generate\]"),
        ({"models": [{"space": "s", "externalId": "x", "version": "1"}]}, r"Did you mean external_id\?"),
        ({"python": {"package": "my-sdk"}}, "python.package: it must be a Python name"),
        ({"python": {"package": "class"}}, "python.package: it must be a Python name"),
        ({"python": {"client_name": "é"}}, "python.client_name: it must be a Python name"),
        ({"python": {"output": "../elsewhere"}}, "python.output: it must be a relative path"),
        ({"python": {"output": "/elsewhere"}}, "python.output: it must be a relative path"),
        ({"python": {"output": "C:\\elsewhere"}}, "python.output: it must be a relative path"),
        ({"python": {"output": "a\\..\\b"}}, "python.output: it must be a relative path"),
        ({"python": {"names": {"Pump.id.x": "y"}}}, "it must be like 'Pump', 'Pump.name'"),
        ({"python": {"names": {"Pu*": "y"}}}, "it must be like 'Pump', 'Pump.name'"),
        ({"python": {"names": {"Pump": "my pump"}}}, "python.names.Pump: it must be a Python name"),
        ({"python": {"naming": "camel"}}, "python.naming: Input should be 'snake_case' or 'as_is'"),
        ({"python": {"distribution": "a b"}}, "python.distribution: it must be ASCII letters"),
        ({"python": {"version": "one"}}, "python.version: it must be a version such as"),
        ({"generate": {"default_instance_space": "no space"}}, "default_instance_space: it must be a space id"),
        ({"generate": {"exclude_views": ["a b"]}}, "generate.exclude_views.0: it must be like 'Pump'"),
        ({"generate": {"source": "/srv/model"}}, "generate.source: it must be a path that begins at the folder"),
        ({"generate": {"source": "C:\\model"}}, "generate.source: it must be a path that begins at the folder"),
        ({"generate": {"source": ["model", ""]}}, "generate.source: it must be a path that begins at the folder"),
        ({"generate": {"source": []}}, "generate.source: it must name a file or folder"),
        ({"source": "model"}, r"source is not a setting. It belongs below \[generate\]"),
        ({"targets": [{"generate": {"source": "x"}}]}, r"It holds for all targets: write it below \[generate\]"),
        ({"generate": 5}, r"generate is not a table. Write its settings below a line \[generate\]"),
        ({"models": [{"space": "s", "version": 1}]}, r"models.0.external_id: Field required; models.0.version"),
        ({"models": 5}, "models: Input should be"),
    ],
)
def test_a_wrong_setting_is_named(change, message):
    with pytest.raises(ConfigError, match=message):
        GeneratorConfig.load({**WHOLE, **change})


def test_equal_configurations_have_equal_hashes():
    assert GeneratorConfig.load(WHOLE).hash == GeneratorConfig.load(dict(reversed(WHOLE.items()))).hash
    assert GeneratorConfig.load(WHOLE).hash != GeneratorConfig().hash


def test_a_default_that_is_written_down_does_not_change_the_hash():
    assert GeneratorConfig.load({"python": {"output": "."}}).hash == GeneratorConfig().hash


def test_targets_take_what_they_do_not_say_from_the_tables_above():
    file = ConfigFile.load(
        {**WHOLE, "targets": [{}, {"generate": {"exclude_views": []}, "python": {"package": "all_of_it"}}]}
    )

    first, second = file.configs
    assert first == GeneratorConfig.load(WHOLE)
    assert (second.python.package, second.python.client_name) == ("all_of_it", "ShopClient")
    assert (second.exclude_views, second.default_instance_space, second.models) == ((), "shop", first.models)
    with pytest.raises(ConfigError, match="several targets"):
        GeneratorConfig.load({"targets": [{}, {}]})


@pytest.mark.parametrize("source", ["model", "..\\models\\shop.json", ["shop.json", "../yard"]])
def test_where_models_come_from_is_relative_to_the_file_and_changes_no_lock(tmp_path, source):
    folder = tmp_path / "sdk"
    for path in ("sdk/model", "models/shop.json", "sdk/shop.json", "yard"):
        (tmp_path / path).mkdir(parents=True)
    (folder / "pygen.yaml").write_text(json.dumps({"generate": {"source": source}}), encoding="utf-8")

    found = find_config(folder)

    assert found is not None
    named = [source] if isinstance(source, str) else source
    assert found.sources == tuple(folder / path.replace("\\", "/") for path in named)
    assert found.load().configs[0].hash == GeneratorConfig().hash


@pytest.mark.parametrize(
    "data",
    [WHOLE, {}, {"targets": [{"models": WHOLE["models"]}]}, *({"generate": {"source": each}} for each in ("a", ["a"]))],
)
def test_the_json_schema_takes_what_is_right(data):
    assert jsonschema_rs.is_valid(json_schema(), data)


@pytest.mark.parametrize(
    "data", [{"color": "blue"}, {"python": {"pakage": "x"}}, {"models": [{"space": "s"}]}, {"generate": 5}]
)
def test_the_json_schema_refuses_what_is_wrong(data):
    assert not jsonschema_rs.is_valid(json_schema(), data)


def test_the_published_json_schema_is_that_of_the_settings():
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json_schema()


def test_the_readme_lists_every_setting_and_its_default():
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    table = readme.partition("| table | setting |")[2].partition("\n\n")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    rows: list[tuple[str, list[str], str]] = []
    for row in cells:
        if len(row) == 4 and "`" in row[1]:
            table_name = re.sub(r"\W", "", row[0]) or rows[-1][0]
            rows.append((table_name, re.findall(r"`(\w+)`", row[1]), row[2]))
    defaults = {"include_views": "all", "package": "from the first model", "client_name": "from the first model"}
    defaults["source"] = "the service"
    defaults["distribution"] = "the package, with `-`"
    own = {("typescript", "output"): "the package, without `@scope/`"}

    assert {name for _, names, _ in rows for name in names} == {
        name for table in [json_schema(), *json_schema()["$defs"].values()] for name in table["properties"]
    } - {"targets"}
    general = GeneratorConfig().model_dump(mode="json") | ConfigFile().generate.model_dump(mode="json")
    for table_name, (name, *more), default in rows:
        if not more and name != "models":
            value = general.get(table_name, general)[name]
            expected = "none" if value is None else f"`{json.dumps(value)}`"
            assert default == own.get((table_name, name), defaults.get(name, expected)), name


def test_the_json_schema_explains_every_setting():
    tables = [json_schema(), *json_schema()["$defs"].values()]

    settings = [setting for table in tables for setting in table["properties"].values()]
    assert len(settings) > 20
    assert all(setting.get("description") or "$ref" in setting for setting in settings)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pygen.toml", TOML),
        ("pygen.yaml", YAML.replace("1}", "v1}")),
        ("pygen.yml", YAML.replace("1}", "v1}")),
        ("pyproject.toml", TOML.replace("[[models", "[[tool.pygen.models").replace("[python", "[tool.pygen.python")),
    ],
)
def test_every_file_says_the_same(tmp_path, name, text):
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "shop"\n', encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")

    found = find_config(tmp_path)

    assert found is not None
    assert found.path.name == name
    assert found.load().configs == (
        GeneratorConfig(models=(DataModelId("s", "Shop", "v1"),), python=PythonConfig(package="shop_sdk")),
    )


def test_without_a_file_there_is_no_configuration(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "shop"\n', encoding="utf-8")

    assert find_config(tmp_path) is None


def test_two_files_are_one_too_many(tmp_path):
    (tmp_path / "pygen.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "pygen.yaml").write_text(YAML, encoding="utf-8")

    with pytest.raises(ConfigError, match=r"Both pygen.toml and pygen.yaml"):
        find_config(tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("pygen.toml", "[python", r"pygen.toml is not TOML"),
        ("pygen.yaml", "python: [", r"pygen.yaml is not YAML"),
        ("pygen.yaml", "- python", r"pygen.yaml does not hold settings"),
        ("pyproject.toml", "[tool]\npygen = 5", r"pyproject.toml does not hold settings"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path, name, text, message):
    (tmp_path / name).write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError, match=message):
        find_config(tmp_path)


def test_numbers_that_stand_for_text_in_yaml_are_text(tmp_path):
    (tmp_path / "pygen.yaml").write_text(YAML, encoding="utf-8")

    found = find_config(tmp_path)

    assert found is not None
    assert found.load().configs[0].models == (DataModelId("s", "Shop", "1"),)


OLD = '[tool.pygen]\nspace = "s"\nexternal_id = "Shop"\nversion = "v1"\ntenant_id = "t"\n'


def test_a_table_of_version_1_is_known_and_refused(tmp_path):
    (tmp_path / "pyproject.toml").write_text(OLD, encoding="utf-8")

    found = find_config(tmp_path)

    assert found is not None
    assert found.is_version_1
    with pytest.raises(ConfigError, match=r"is of version 1 of Pygen. `pygen init --from-v1` writes"):
        found.load()


def test_beside_a_new_configuration_a_table_of_version_1_does_no_harm(tmp_path):
    (tmp_path / "pyproject.toml").write_text(OLD, encoding="utf-8")
    (tmp_path / "pygen.toml").write_text(TOML, encoding="utf-8")

    found = find_config(tmp_path)

    assert found is not None
    assert found.path.name == "pygen.toml"
