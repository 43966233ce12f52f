"""Names: how they are made, and what happens where two want the same."""

from __future__ import annotations

import re

import pytest
from pygen_generator.languages.python.naming import attribute_name, module_name
from pygen_generator.languages.words import class_name


@pytest.mark.parametrize(
    ("identifier", "attribute", "class_"),
    [
        ("createdDate", "created_date", "CreatedDate"),
        ("created_date", "created_date", "CreatedDate"),
        ("created-date", "created_date", "CreatedDate"),
        ("ProductNode", "product_node", "ProductNode"),
        ("HTTPServer", "http_server", "HTTPServer"),
        ("APM_Activity", "apm_activity", "APMActivity"),
        ("UPPERCASE_123", "uppercase_123", "UPPERCASE123"),
        ("UUID", "uuid", "UUID"),
        ("value1", "value1", "Value1"),
        ("defaultFloat32", "default_float32", "DefaultFloat32"),
        ("Implementation1v2", "implementation1v2", "Implementation1v2"),
        ("Cognite3DObject", "cognite_3d_object", "Cognite3DObject"),
        ("object3D", "object_3d", "Object3D"),
        ("Cognite360Image", "cognite360_image", "Cognite360Image"),
        ("CO2Emission", "co2_emission", "CO2Emission"),
        ("H2S", "h2s", "H2S"),
        ("pH", "p_h", "PH"),
        ("3dModel", "p_3d_model", "View3dModel"),
        ("__private__", "private", "Private"),
        ("éclairÅngström", "eclair_angstrom", "EclairAngstrom"),
        ("产品", "u4ea7_u54c1", "U4ea7U54c1"),
        ("___", "p", "View"),
        ("x" * 255, "x" * 255, "X" + "x" * 254),
    ],
)
def test_names_follow_one_rule(identifier, attribute, class_):
    assert (attribute_name(identifier), class_name(identifier)) == (attribute, class_)


def test_module_names_are_short_and_tell_long_names_apart():
    first, second = module_name("A" + "b" * 253 + "x"), module_name("A" + "b" * 253 + "y")

    assert len(first) == len(second) == 80
    assert first != second


@pytest.mark.parametrize("name", ["class", "import", "json", "copy", "model_dump", "space", "external_id", "as_write"])
def test_a_reserved_property_name_gets_an_underscore_and_a_line(generate, models, name):
    look = generate(models.view("Thing", {name: models.prop()}))

    assert look.fields("data_classes/thing.py", "Thing") == {
        f"{name}_": f"Annotated[str | None, prop('{name}')] = None"
    }
    assert ("renamed", f"s:Thing(v1).{name}") in look.codes()


@pytest.mark.parametrize("name", ["type", "version", "source", "id", "properties", "query", "data", "self", "name"])
def test_names_that_only_look_reserved_stay(generate, models, name):
    look = generate(models.view("Thing", {name: models.prop("json")}))

    assert look.fields("data_classes/thing.py", "Thing") == {name: "dict[str, Any] | None = None"}
    assert look.codes() == []


@pytest.mark.parametrize("name", ["str", "int", "list", "date", "datetime", "prop"])
def test_a_property_called_like_a_type_does_not_hide_the_type(generate, models, name):
    properties = {
        name: models.prop(),
        "aText": models.prop(),
        "aNumber": models.prop("int32"),
        "aList": models.prop(models.type("date", list=True)),
        "aTime": models.prop("timestamp"),
        "anObject": models.prop("json"),
    }
    look = generate(models.view("Thing", properties))
    text = look.text("data_classes/thing.py")
    module = "datetime" if name in ("date", "datetime") else "pygen_runtime.codegen" if name == "prop" else "builtins"

    assert f"import {name} as {name}_\n" in text
    assert f"from {module} import" in text
    assert not any(re.search(rf"\b{name}\b", line) for line in look.fields("data_classes/thing.py", "Thing").values())


def test_two_spellings_of_one_attribute_are_kept_apart(generate, models):
    look = generate(models.view("Thing", {"fooBar": models.prop(), "foo_bar": models.prop(), "foo-bar": models.prop()}))
    fields = look.fields("data_classes/thing.py", "Thing")

    assert fields.pop("foo_bar") == "str | None = None"
    assert len(fields) == 2
    assert all(name.startswith("foo_bar_") for name in fields)
    assert [code for code, _ in look.codes()] == ["renamed", "renamed"]


def test_a_model_that_grows_does_not_rename_what_it_had(generate, models):
    def attributes(*names):
        look = generate(models.view("Thing", {name: models.prop("json") for name in names}))
        fields = look.fields("data_classes/thing.py", "Thing")
        return {line.split("'")[1] if "prop(" in line else name: name for name, line in fields.items()}

    before = attributes("foo_bar", "fooBar", "class")
    after = attributes("foo_bar", "fooBar", "class", "foo-bar", "FooBar", "a", "z", "Class")

    assert before.items() <= after.items()


def test_a_child_calls_inherited_properties_as_its_parent_does(generate, models):
    parent = {"fooBar": models.prop()}
    look = generate(
        models.view("Parent", parent), models.view("Child", {**parent, "foo_bar": models.prop()}, implements=["Parent"])
    )

    assert list(look.fields("data_classes/parent.py", "Parent")) == ["foo_bar"]
    assert look.bases("data_classes/child.py", "Child") == ["Parent"]
    (own,) = look.fields("data_classes/child.py", "Child")
    assert own.startswith("foo_bar_")


def test_another_version_of_a_view_gets_its_version(generate, models):
    look = generate(
        models.view("Pump", version="1"), models.view("Pump", version="v2"), models.view("Pump", version="3")
    )

    assert {"Pump", "PumpV2", "PumpV3"} <= set(look.fields("_client.py", "ShopClient") and _classes(look))
    assert list(look.fields("_client.py", "ShopClient"))[2:] == ["pump", "pump_v2", "pump_v3"]


def test_a_view_of_another_space_gets_its_space(generate, models):
    look = generate(models.view("Pump"), models.view("Pump", space="t"), models.view("Pump", space="u", version="v2"))

    assert {"Pump", "PumpT", "PumpUV2"} <= set(_classes(look))


def test_views_that_differ_in_spelling_only_are_kept_apart(generate, models):
    look = generate(models.view("MyView"), models.view("my_view"), models.view("MY_VIEW"))
    files = [path.lower() for path in look.sdk.files if "/data_classes/my" in path]

    assert "MyView" in _classes(look)
    assert len(set(files)) == 3


def _classes(look):
    paths = [path.partition("/")[2] for path in look.sdk.files if "/data_classes/" in path]
    return [name for path in paths for name in look.classes(path)]


def test_a_view_called_like_a_class_of_another_view_wins(generate, models):
    look = generate(models.view("Pump"), models.view("PumpWrite"), models.view("PumpList"), models.view("PumpAPI"))

    assert list(look.classes("data_classes/pump.py")) == ["Pump", "PumpWrite_", "PumpList_"]
    assert "PumpWrite" in look.classes("data_classes/pump_write.py")
    assert "PumpAPI_" in look.classes("_api/_pump_api.py")


@pytest.mark.parametrize(
    "name",
    [
        "Node",
        "Edge",
        "Ref",
        "Text",
        "Literal",
        "Annotated",
        "ClassVar",
        "Any",
        "ViewId",
        "InstanceList",
        "Field",
        "Core",
    ],
)
def test_a_view_called_like_something_that_is_imported_hides_nothing(generate, models, name):
    look = generate(
        models.view(
            name,
            {"kind": models.enum("a"), "fooBar": models.relation(name), "o": models.prop("json"), "t": models.prop()},
        )
    )
    (path,) = (path.partition("/")[2] for path in look.sdk.files if "/data_classes/" in path and "__init__" not in path)

    assert name in look.classes(path)
    assert look.bases(path, name) == ["Node_" if name == "Node" else "Node"]
    if name not in ("Field", "Core", "Edge"):
        assert f"import {name} as {name}_" in look.text(path)


def test_a_view_called_like_the_client_gives_way(generate, models):
    look = generate(models.view("ShopClient"))

    assert "ShopClient_" in look.classes("data_classes/shop_client.py")
    assert ("renamed", "s:ShopClient(v1)") in look.codes()


@pytest.mark.parametrize("name", ["Delete", "upsert", "Close", "Import", "Client"])
def test_client_attributes_leave_methods_and_keywords_free(generate, models, name):
    look = generate(models.view(name))

    assert f"{name.lower()}_" in look.fields("_client.py", "ShopClient")
    assert ("renamed", f"s:{name}(v1)") in look.codes()


@pytest.mark.parametrize(("name", "file"), [("Class", "class_"), ("Con", "con_"), ("lpt1", "lpt1_")])
def test_files_avoid_keywords_and_devices(generate, models, name, file):
    assert f"shop/data_classes/{file}.py" in generate(models.view(name)).sdk.files


def test_names_that_the_service_refuses_are_reported_and_generated(generate, models):
    look = generate(models.view("my view!", {"the ± name": models.prop()}, version="v 1"))

    assert look.fields("data_classes/my_view.py", "MyView") == {
        "the_ub1_name": "Annotated[str | None, prop('the ± name')] = None"
    }
    assert look.codes(ignore=["renamed"]) == [
        ("name-refused", "s:my view!(v 1)"),
        ("name-refused", "s:my view!(v 1)"),
        ("name-refused", "s:my view!(v 1).the ± name"),
    ]


def test_a_view_keeps_the_name_that_an_addition_would_make(generate, models):
    look = generate(models.view("Pump", version="v1"), models.view("Pump", version="v2"), models.view("PumpV2"))

    assert "PumpV2" in look.classes("data_classes/pump_v2.py")
    assert 'ViewId("s", "PumpV2", "v1")' in look.text("data_classes/pump_v2.py")
    assert "PumpV2_" in _classes(look)
