"""Names from the settings, and names left as the model has them."""

from __future__ import annotations

import pytest
from pygen_generator import Severity


def fields(look, name):
    return set(look.fields(f"data_classes/{name}.py", next(iter(look.classes(f"data_classes/{name}.py")))))


def clients(look):
    return set(look.fields("_client.py", "ShopClient")) - {"data_model_ids", "default_instance_space"}


@pytest.mark.parametrize("view", ["Pump", "s:Pump", "Pump(v1)", "s:Pump(v1)"])
def test_a_view_gets_the_name_that_the_settings_give_it(generate, models, view):
    look = generate(models.view("Pump", {"name": models.prop()}), python={"names": {view: "WaterPump"}})

    assert set(look.classes("data_classes/water_pump.py")) == {"WaterPump", "WaterPumpWrite", "WaterPumpList"}
    assert clients(look) == {"water_pump"}
    assert look.codes() == []


def test_a_property_gets_the_name_that_the_settings_give_it(generate, models):
    pump = models.view("Pump", {"maxPress": models.prop("float64"), "class": models.prop()})

    look = generate(pump, python={"names": {"Pump.maxPress": "max_pressure", "s:Pump(v1).class": "kind"}})

    assert fields(look, "pump") == {"max_pressure", "kind"}
    assert {"min_max_pressure", "kind_prefix"} <= set(look.fields("_api/_pump_api.py", "PumpFilters"))
    assert look.codes() == []


def test_the_most_exact_setting_counts(generate, models):
    views = [models.view("Pump", {"x": models.prop()}, version=version) for version in ("v1", "v2")]

    look = generate(*views, python={"names": {"Pump.x": "any", "Pump(v2).x": "second", "Pump(v2)": "NewPump"}})

    assert fields(look, "pump") == {"any"}
    assert fields(look, "new_pump") == {"second"}


def test_a_name_given_to_a_parent_holds_for_what_inherits_it(generate, models):
    asset = models.view("Asset", {"tag": models.prop()})
    pump = models.view("Pump", {"tag": models.prop(), "power": models.prop()}, implements=["Asset"])

    look = generate(asset, pump, python={"names": {"Asset.tag": "label"}})

    assert fields(look, "asset") == {"label"}
    assert look.bases("data_classes/pump.py", "Pump") == ["Asset"]
    assert "label_prefix" in look.fields("_api/_asset_api.py", "AssetFilters")
    assert look.codes() == []


def test_a_child_keeps_the_name_of_its_parent(generate, models):
    asset = models.view("Asset", {"tag": models.prop()})
    pump = models.view("Pump", {"tag": models.prop()}, implements=["Asset"])

    look = generate(asset, pump, python={"names": {"Pump.tag": "label"}})

    (issue,) = look.sdk.report
    assert (issue.code, issue.severity, issue.place) == ("name-of-parent", Severity.WARNING, "s:Pump(v1).tag")
    assert "It is called tag" in issue.action


def test_a_name_from_the_settings_goes_before_one_from_the_model(generate, models):
    pump = models.view("Pump", {"name": models.prop(), "title": models.prop()})

    look = generate(pump, models.view("Boat"), python={"names": {"Pump.title": "name", "Boat": "Pump"}})

    assert look.fields("data_classes/pump.py", "Pump").keys() == set()
    (other,) = (path for path in look.sdk.files if "data_classes/pump_" in path)
    (read, *_) = look.classes(other.removeprefix("shop/"))
    assert {"name"} < set(look.fields(other.removeprefix("shop/"), read))


def test_a_reserved_name_gets_its_underscore_and_a_line(generate, models):
    look = generate(models.view("Pump", {"data": models.prop()}), python={"names": {"Pump.data": "model_dump"}})

    assert fields(look, "pump") == {"model_dump_"}
    assert look.codes() == [("renamed", "s:Pump(v1).data")]


@pytest.mark.parametrize("key", ["Pumpp", "Pump.nam", "other:Pump", "Pump(v2).name"])
def test_a_name_for_nothing_is_reported(generate, models, key):
    look = generate(models.view("Pump", {"name": models.prop()}), python={"names": {key: "x"}})

    (issue,) = look.sdk.report
    assert (issue.code, issue.severity, issue.place) == ("name-for-nothing", Severity.WARNING, f"python.names: {key}")


def test_names_can_be_left_as_they_are(generate, models):
    pump = models.view(
        "water_Pump", {"maxPressure": models.prop("float64"), "3D-model": models.prop(), "é": models.prop()}
    )

    look = generate(pump, models.view("waterPump"), python={"naming": "as_is"})

    assert clients(look) == {"water_Pump", "waterPump"}
    (module,) = (path for path in look.sdk.files if "data_classes/water_pump" in path and "_pump_" in path)
    assert set(look.fields(module.removeprefix("shop/"), "water_Pump")) == {"maxPressure", "p_3D_model", "e"}
    assert "waterPump" in look.classes("data_classes/water_pump.py")


def test_left_as_they_are_names_still_avoid_reserved_words(generate, models):
    look = generate(models.view("Pump", {"class": models.prop(), "None": models.prop()}), python={"naming": "as_is"})

    assert fields(look, "pump") == {"class_", "None_"}
