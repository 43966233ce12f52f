"""Names from the settings in TypeScript, and names left as the model has them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pygen_generator import ConfigError, GeneratorConfig, Severity


@pytest.fixture
def made(generate: Any, models: Any) -> Any:
    """The SDK of views with some settings of ``[typescript]``; its files by their paths inside of ``src``."""

    def run(*views: Any, **settings: Any) -> Any:
        typescript = {"package": "sdk", "output": ".", **settings}
        sdk = generate(models.data_model(*views), languages=["typescript"], typescript=typescript).sdk
        return {path.removeprefix("src/"): text for path, text in sdk.files.items()}, sdk.report

    return run


def members(text: str, interface: str) -> set[str]:
    found = re.search(rf"^export interface {interface}\b[^{{]*{{(.*?)^}}", text, re.MULTILINE | re.DOTALL)
    return set(re.findall(r"readonly (\w+)\??:", found[1])) if found else set()


@pytest.mark.parametrize("view", ["Pump", "s:Pump", "Pump(v1)", "s:Pump(v1)"])
def test_a_view_gets_the_name_that_the_settings_give_it(made: Any, models: Any, view: str) -> None:
    files, report = made(models.view("Pump", {"name": models.prop()}), names={view: "WaterPump"})

    assert {"dataClasses/waterPump.ts", "api/waterPumpApi.ts"} <= files.keys()
    assert "export const waterPump: View<WaterPumpTypes> = {" in files["dataClasses/waterPump.ts"]
    assert "export const WATER_PUMP: ViewRef = {" in files["views.ts"]
    assert "get waterPump(): WaterPumpApi {" in files["client.ts"]
    assert report == ()


def test_a_property_gets_the_name_that_the_settings_give_it(made: Any, models: Any) -> None:
    pump = models.view("Pump", {"maxPress": models.prop("float64"), "kind_of": models.prop()})

    files, report = made(pump, names={"Pump.maxPress": "maxPressure", "s:Pump(v1).kind_of": "kind"})

    text = files["dataClasses/pump.ts"]
    assert members(text, "Pump") == members(text, "PumpWrite") == {"maxPressure", "kind"}
    assert {"minMaxPressure", "kindPrefix"} <= members(text, "PumpFilters")
    assert 'names: { kind_of: "kind", maxPress: "maxPressure" }' in files["views.ts"]
    assert report == ()


def test_a_name_given_to_a_parent_holds_for_what_inherits_it(made: Any, models: Any) -> None:
    asset = models.view("Asset", {"tag": models.prop()})
    pump = models.view("Pump", {"tag": models.prop(), "power": models.prop()}, implements=["Asset"])

    files, _ = made(asset, pump, names={"Asset.tag": "label"})

    assert members(files["dataClasses/asset.ts"], "Asset") == {"label"}
    assert "export interface Pump extends Asset {" in files["dataClasses/pump.ts"]


def test_what_cannot_be_a_name_is_changed_and_reported(made: Any, models: Any) -> None:
    views = [models.view(name, {"x": models.prop()}) for name in ("A", "B")]

    files, report = made(*views, names={"A": "string", "B": "pump", "B.x": "version"})

    assert members(files["dataClasses/string.ts"], "string_") == {"x"}
    # A type and a constant of one name could not both be offered by the package.
    assert "export const pump_: View<pumpTypes> = {" in files["dataClasses/pump.ts"]
    assert members(files["dataClasses/pump.ts"], "pump") == {"version_"}
    assert {(issue.code, issue.place) for issue in report} == {("renamed", "s:A(v1)"), ("renamed", "s:B(v1).x")}


@pytest.mark.parametrize("key", ["Pumpp", "Pump.nam", "other:Pump", "Pump(v2).name"])
def test_a_name_for_nothing_is_reported(made: Any, models: Any, key: str) -> None:
    _, (issue,) = made(models.view("Pump", {"name": models.prop()}), names={key: "x"})

    assert (issue.code, issue.severity, issue.place) == (
        "name-for-nothing",
        Severity.WARNING,
        f"typescript.names: {key}",
    )


@pytest.mark.parametrize("name", ["a b", "1a", "é", ""])
def test_a_name_that_the_language_does_not_take_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match=r"typescript\.names\.Pump.*TypeScript name"):
        GeneratorConfig.load({"typescript": {"names": {"Pump": name}}})


def test_names_can_be_left_as_they_are(made: Any, models: Any) -> None:
    pump = models.view("water_Pump", {"max_Press": models.prop("float64"), "3D-model": models.prop()})

    files, _ = made(pump, models.view("waterPump", {"x": models.prop()}), naming="as_is")

    (path,) = (path for path, text in files.items() if "export interface water_Pump " in text)
    assert members(files[path], "water_Pump") == {"max_Press", "p3D_model"}
    assert {"get water_Pump(): water_PumpApi {", "get waterPump(): waterPumpApi {"} <= {
        line.strip() for line in files["client.ts"].splitlines()
    }


def test_each_language_has_names_of_its_own(generate: Any, models: Any) -> None:
    sdk = generate(
        models.view("Pump", {"x": models.prop()}),
        languages=["python", "typescript"],
        python={"names": {"Pump": "Pumpe"}},
        typescript={"names": {"Pump": "Pompe"}},
    ).sdk

    assert any(path.endswith("data_classes/pumpe.py") for path in sdk.files)
    assert any(path.endswith("dataClasses/pompe.ts") for path in sdk.files)
