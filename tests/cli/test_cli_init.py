"""`pygen init` writes a pygen.toml to begin with, and takes over the settings of version 1."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from pygen_client.schema import DataModelId
from pygen_generator.config import GeneratorConfig, find_config
from typer.testing import Result

Pygen = Callable[..., Result]
Compare = Callable[[str, str], None]

MODEL = ("--space", "shop", "--external-id", "Shop", "--version", "v1")
VERSION_1 = """
[project]
name = "old"

[tool.pygen]
data_models = [["shop", "Shop", "v1"], ["yard", "Yard", "v2"]]
tenant_id = "a-tenant"
client_id = "a-client"
cdf_cluster = "api"
cdf_project = "a-project"
output_dir = "./src"
top_level_package = "acme.sdks.shop"
client_name = "ShopClient"
instance_space = "shop_data"
overwrite = true
format_code = true
color = "blue"
"""


def settings_in(folder: Path) -> GeneratorConfig:
    found = find_config(folder)
    assert found is not None
    return found.load().configs[0]


def test_it_writes_what_the_options_say_and_the_rest_as_comments(
    folder: Path, pygen: Pygen, same_as_snapshot: Compare
) -> None:
    options = ("--package", "shop_sdk", "--client-name", "ShopClient", "--output", "src")
    result = pygen("init", *MODEL, *options, "--default-instance-space", "data")

    assert result.exit_code == 0
    same_as_snapshot("init", result.stdout)
    same_as_snapshot("init_file", (folder / "pygen.toml").read_text(encoding="utf-8"))
    config = settings_in(folder)
    assert config.models == (DataModelId("shop", "Shop", "v1"),)
    assert config.default_instance_space == "data"
    assert (config.python.package, config.python.client_name, config.python.output) == ("shop_sdk", "ShopClient", "src")


def test_without_options_and_terminal_all_of_it_is_comments(folder: Path, pygen: Pygen) -> None:
    result = pygen("init")
    assert result.exit_code == 0
    assert "Next: name a data model in it, or a file as source; then" in result.stdout

    assert settings_in(folder) == GeneratorConfig()
    assert "# [[models]]" in (folder / "pygen.toml").read_text(encoding="utf-8")


def init_on_a_terminal(folder: Path) -> Any:
    pexpect = pytest.importorskip("pexpect")
    program = "from pygen_cli.main import main; main()"
    return pexpect.spawn(sys.executable, ["-c", program, "init"], cwd=str(folder), encoding="utf-8", timeout=60)


@pytest.mark.skipif(os.name == "nt", reason="pexpect needs a POSIX terminal")
def test_on_a_terminal_it_asks(folder: Path) -> None:
    terminal = init_on_a_terminal(folder)
    for question, answer in [
        ("File or folder of the data model", ""),
        ("Space of the data model", "shop"),
        ("External id of the data model", "Shop"),
        ("Version of the data model", "v1"),
        ("Import name of the package", ""),
        ("Space of instances", "data"),
    ]:
        terminal.expect(question)
        terminal.sendline(answer)
    terminal.expect("pygen.toml is written")
    terminal.wait()

    config = settings_in(folder)
    assert (config.models, config.default_instance_space) == ((DataModelId("shop", "Shop", "v1"),), "data")
    assert config.python.package is None


@pytest.mark.skipif(os.name == "nt", reason="pexpect needs a POSIX terminal")
def test_a_file_needs_no_ids_and_an_answer_can_be_corrected(folder: Path) -> None:
    (folder / "model.json").touch()
    terminal = init_on_a_terminal(folder)
    for question, answer in [
        ("File or folder of the data model", "modl.json"),
        ("There is no file or folder modl.json", None),
        ("File or folder of the data model", "model.json"),
        ("Import name of the package", "shop-sdk"),
        ("shop-sdk is no Python name: ", None),
        ("Import name of the package", "shop_sdk"),
        ("Space of instances", ""),
    ]:
        terminal.expect(question)
        if answer is not None:
            terminal.sendline(answer)
    terminal.expect("pygen.toml is written")
    terminal.wait()

    found = find_config(folder)
    assert found is not None
    assert found.load().sources == ("model.json",)
    assert (settings_in(folder).models, settings_in(folder).python.package) == ((), "shop_sdk")


@pytest.mark.skipif(os.name == "nt", reason="pexpect needs a POSIX terminal")
def test_a_question_can_be_left(folder: Path) -> None:
    terminal = init_on_a_terminal(folder)
    terminal.expect("File or folder of the data model")

    # Ctrl-C ends the same way, but may be lost where it comes before Python waits for it.
    terminal.sendcontrol("d")

    terminal.expect("Interrupted")
    assert terminal.wait() == 130
    assert list(folder.iterdir()) == []


def test_settings_in_another_file_are_no_second_ones(folder: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    settings = folder / "pyproject.toml"
    settings.write_text('[tool.pygen.python]\npackage = "shop_sdk"\n', encoding="utf-8")

    result = pygen("init", *MODEL, "--force")

    assert result.exit_code == 6
    same_as_snapshot("init_elsewhere", result.stderr)
    assert settings_in(folder).python.package == "shop_sdk"


def test_force_replaces_a_file_that_cannot_be_read(folder: Path, pygen: Pygen) -> None:
    (folder / "pygen.toml").write_text("[[models\n", encoding="utf-8")

    assert pygen("init", *MODEL).exit_code == 2
    assert pygen("init", *MODEL, "--force").exit_code == 0
    assert settings_in(folder).models == (DataModelId("shop", "Shop", "v1"),)


def test_settings_that_are_there_stay(folder: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    (folder / "pygen.toml").write_text("# mine\n", encoding="utf-8")

    result = pygen("init", *MODEL)

    assert result.exit_code == 6
    same_as_snapshot("init_there", result.stderr)
    assert (folder / "pygen.toml").read_text(encoding="utf-8") == "# mine\n"
    assert pygen("init", *MODEL, "--force").exit_code == 0
    assert settings_in(folder).models == (DataModelId("shop", "Shop", "v1"),)


def test_a_wrong_name_is_refused_before_anything_is_written(folder: Path, pygen: Pygen) -> None:
    result = pygen("init", "--package", "shop-sdk")

    assert result.exit_code == 2
    assert "python.package: it must be a Python name" in result.stderr
    assert not (folder / "pygen.toml").exists()


def test_settings_of_version_1_are_taken_over(folder: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    (folder / "pyproject.toml").write_text(VERSION_1, encoding="utf-8")
    (folder / ".secret.toml").write_text("[cognite]\nclient_secret = 'nobody-may-see-this'\n", encoding="utf-8")

    result = pygen("init", "--from-v1")

    assert result.exit_code == 0
    assert "nobody-may-see-this" not in result.output + (folder / "pygen.toml").read_text(encoding="utf-8")
    same_as_snapshot("init_from_v1", result.stdout)
    config = settings_in(folder)
    assert config.models == (DataModelId("shop", "Shop", "v1"), DataModelId("yard", "Yard", "v2"))
    assert (config.python.package, config.python.output) == ("shop", "src/acme/sdks")
    assert (config.python.client_name, config.default_instance_space) == ("ShopClient", "shop_data")


def test_options_go_before_settings_of_version_1(folder: Path, pygen: Pygen) -> None:
    (folder / "pyproject.toml").write_text(VERSION_1, encoding="utf-8")

    answer = json.loads(pygen("init", "--from-v1", *MODEL, "--package", "shop_sdk", "--json").stdout)

    assert answer["settings"]["models"] == [{"space": "shop", "external_id": "Shop", "version": "v1"}]
    assert settings_in(folder).python.package == "shop_sdk"


def test_one_model_and_the_default_names_of_version_1(folder: Path, pygen: Pygen) -> None:
    text = '[tool.pygen]\nspace = "shop"\nexternal_id = "Shop"\nversion = "v1"\ntop_level_package = "shop_sdk"\n'
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")

    result = pygen("init", "--from-v1")

    assert result.stdout.startswith("[tool.pygen] in pyproject.toml is not read any more.")
    config = settings_in(folder)
    assert config.models == (DataModelId("shop", "Shop", "v1"),)
    assert (config.python.package, config.python.output) == ("shop_sdk", ".")


@pytest.mark.parametrize(
    ("output_dir", "output", "note"),
    [
        (".generated/sdk/", ".generated/sdk", ""),
        ("a\\b", "a/b", ""),
        ("../elsewhere", ".", "output_dir was ../elsewhere, which is not below this folder, and is left out."),
        ("/srv/sdk", ".", "output_dir was /srv/sdk, which is not below this folder, and is left out."),
    ],
)
def test_the_folder_of_version_1_is_the_same_or_said_to_be_another(
    output_dir: str, output: str, note: str, folder: Path, pygen: Pygen
) -> None:
    text = f"[tool.pygen]\nspace = 'shop'\noutput_dir = '{output_dir}'\ntop_level_package = 'shop_sdk'\n"
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")

    result = pygen("init", "--from-v1")

    assert settings_in(folder).python.output == output
    assert note in result.stdout
    assert ("output_dir" in result.stdout) == bool(note)
    assert "space alone do not name a data model and are left out." in result.stdout


def test_models_of_version_1_that_cannot_be_read(folder: Path, pygen: Pygen) -> None:
    (folder / "pyproject.toml").write_text('[tool.pygen]\ndata_models = ["shop"]\n', encoding="utf-8")

    result = pygen("init", "--from-v1")

    assert result.exit_code == 2
    assert "data_models in [tool.pygen] is not a list" in result.stderr


@pytest.mark.parametrize("command", [("generate",), ("emulator",)])
def test_every_command_knows_settings_of_version_1(
    command: tuple[str, ...], folder: Path, pygen: Pygen, same_as_snapshot: Compare
) -> None:
    (folder / "pyproject.toml").write_text(VERSION_1, encoding="utf-8")

    result = pygen(*command)

    assert result.exit_code == 2
    same_as_snapshot("version_1", result.stderr)


def test_init_asks_what_to_do_with_settings_of_version_1(folder: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    (folder / "pyproject.toml").write_text(VERSION_1, encoding="utf-8")

    result = pygen("init", *MODEL)

    assert result.exit_code == 2
    same_as_snapshot("init_version_1", result.stderr)
    assert pygen("init", *MODEL, "--force").exit_code == 0
    assert settings_in(folder).models == (DataModelId("shop", "Shop", "v1"),)


def test_without_settings_of_version_1_there_is_nothing_to_take_over(pygen: Pygen, same_as_snapshot: Compare) -> None:
    result = pygen("init", "--from-v1")

    assert result.exit_code == 2
    same_as_snapshot("init_no_version_1", result.stderr)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file")
def test_a_full_disk_leaves_the_old_settings(
    folder: Path,
    pygen: Pygen,
    same_as_snapshot: Compare,
    files_of_at_most: Callable[[int], AbstractContextManager[None]],
) -> None:
    (folder / "pygen.toml").write_text("# mine\n", encoding="utf-8")

    with files_of_at_most(100):
        result = pygen("init", "--force")

    assert result.exit_code == 6
    same_as_snapshot("init_no_room", result.stderr)
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == {"pygen.toml": "# mine\n"}
