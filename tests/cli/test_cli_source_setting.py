"""`source` in the settings: every command takes the data model from there, with no option."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pygen_generator.config import find_config
from typer.testing import Result

Pygen = Callable[..., Result]
Compare = Callable[[str, str], None]

SHOP = Path(__file__).parents[2] / "examples" / "shop" / "model"
SETTINGS = """
[generate]
source = "model"
default_instance_space = "shop"

[python]
package = "shop_sdk"
client_name = "ShopClient"
"""


@pytest.fixture
def shop(folder: Path) -> Path:
    """The folder with the shop's model, and settings that name it as the source."""
    shutil.copytree(SHOP, folder / "model")
    (folder / "pygen.toml").write_text(SETTINGS, encoding="utf-8")
    return folder


def change(shop: Path, old: str, new: str, name: str = "View") -> None:
    path = shop / "model" / f"shop.{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_model_in_the_repository_needs_no_option(shop: Path, pygen: Pygen) -> None:
    assert pygen("generate").exit_code == 0
    assert pygen("generate", "--check").exit_code == 0
    assert pygen("diff", "--fail-on", "any").exit_code == 0

    change(shop, "    quantity:\n", "    amount:\n")

    check, diff = pygen("generate", "--check"), pygen("diff", "--fail-on", "breaking", "--json")
    assert (check.exit_code, diff.exit_code) == (1, 7)
    assert "+    amount: int\n" in check.stdout
    assert json.loads(diff.stdout)["new"] == "model"


@pytest.mark.usefixtures("shop")
def test_doctor_says_what_the_source_gives(pygen: Pygen) -> None:
    shown = pygen("doctor", "--offline").stdout

    assert "ok     settings: pygen.toml names model.\n" in shown
    assert "ok     source: model gives pygen_example:ExampleDataModel(v1).\n" in shown


@pytest.mark.usefixtures("shop")
def test_a_local_cdf_begins_with_it(pygen: Pygen, capfd: pytest.CaptureFixture[str]) -> None:
    pygen("generate")
    program = "import shop_sdk; print(shop_sdk.ShopClient.from_env().product_node.count())"

    assert pygen("emulator", "--", sys.executable, "-c", program).exit_code == 0

    assert capfd.readouterr().out == "0\n"


def test_findings_lie_in_it(shop: Path, pygen: Pygen) -> None:
    (shop / "pygen.toml").write_text(SETTINGS + '[python.names]\n"Nothing" = "Something"\n', encoding="utf-8")

    (run,) = json.loads(pygen("validate", "--sarif", "-").stdout)["runs"]

    (finding,) = run["results"]
    assert finding["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "model"


def test_a_wheel_is_what_lies_here_and_comes_from_the_source_where_nothing_does(shop: Path, pygen: Pygen) -> None:
    assert pygen("build").exit_code == 0
    pygen("generate")
    change(shop, "that can be sold", "on the shelf")

    assert pygen("build").exit_code == 0
    assert "on the shelf" not in (shop / "shop_sdk/data_classes/product_node.py").read_text(encoding="utf-8")


def test_an_option_goes_before_it(shop: Path, pygen: Pygen) -> None:
    (shop / "model").rename(shop / "elsewhere")

    assert pygen("generate", "--source", "elsewhere").exit_code == 0
    assert pygen("generate", "--source", "pygen.lock", "--check").exit_code == 0


def test_the_lock_does_not_say_where_the_model_was(shop: Path, pygen: Pygen) -> None:
    pygen("generate")
    before = (shop / "pygen.lock").read_bytes()
    (shop / "model").rename(shop / "elsewhere")
    (shop / "pygen.toml").write_text(SETTINGS.replace("model", "elsewhere"), encoding="utf-8")

    assert pygen("generate", "--check").exit_code == 0
    assert (shop / "pygen.lock").read_bytes() == before


def test_ids_choose_among_the_models_of_the_source(shop: Path, pygen: Pygen) -> None:
    model = '[[models]]\nspace = "pygen_example"\nexternal_id = "ExampleDataModel"\nversion = "{}"\n'
    (shop / "pygen.toml").write_text(SETTINGS + model.format("v1"), encoding="utf-8")
    assert pygen("generate").exit_code == 0

    (shop / "pygen.toml").write_text(SETTINGS + model.format("v2"), encoding="utf-8")
    refused = pygen("generate")

    assert refused.exit_code == 3
    assert "model does not define the data model pygen_example:ExampleDataModel(v2)" in refused.stderr


def test_several_sources_make_one_sdk_or_one_for_each_target(shop: Path, pygen: Pygen) -> None:
    shutil.copytree(shop / "model", shop / "yard")
    models = shop / "yard" / "shop.DataModel.yaml"
    models.write_text(models.read_text(encoding="utf-8").replace("ExampleDataModel", "Yard"), encoding="utf-8")
    both = SETTINGS.replace('"model"', '["model", "yard"]')
    yard = '[[targets]]\nmodels = [{space = "pygen_example", external_id = "Yard", version = "v1"}]\n'
    (shop / "pygen.toml").write_text(both, encoding="utf-8")

    assert json.loads(pygen("generate", "--json").stdout)["packages"] == ["shop_sdk"]
    assert "model, yard gives pygen_example:ExampleDataModel(v1), pygen_example:Yard(v1)." in pygen("doctor").stdout

    (shop / "pygen.toml").write_text(both + yard + 'python = {package = "yard"}\n', encoding="utf-8")
    assert json.loads(pygen("generate", "--force", "--json").stdout)["packages"] == ["yard"]


def test_a_source_that_is_not_there(shop: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    shutil.rmtree(shop / "model")

    for command in ("generate", "validate", "emulator"):
        result = pygen(command)
        assert result.exit_code == 3
        same_as_snapshot("settings_no_source", result.stderr)


def test_watch_looks_at_it(shop: Path, pygen: Pygen, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [lambda: change(shop, "that can be sold", "on the shelf")]

    def sleep(_seconds: float) -> None:
        if not steps:
            raise KeyboardInterrupt
        steps.pop()()

    monkeypatch.setattr("time.sleep", sleep)

    shown = pygen("generate", "--watch").stdout

    assert "Watching model and the settings." in shown
    assert "Changed: model/shop.View.yaml." in shown.replace("\\", "/")


def test_init_writes_it(folder: Path, pygen: Pygen) -> None:
    result = pygen("init", "--source", "../models/shop.json", "--package", "shop_sdk")

    assert result.stdout.endswith("Next: `pygen generate` writes the SDK.\n")
    found = find_config(folder)
    assert found is not None
    assert found.load().sources == ("../models/shop.json",)
    assert pygen("init", "--source", "/srv/model", "--force").exit_code == 2
