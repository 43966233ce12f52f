"""Data models from a folder of the Toolkit, resolved as the service would answer."""

from __future__ import annotations

from typing import Any

import pytest
from pygen_client.schema import DataModelId
from pygen_generator import ModelNotFoundError, SourceError, SourceNotFoundError, ToolkitSource, open_source
from pygen_generator.schema import whole_views

SPACE = "space: s\nname: The space\n"
CONTAINER = """
space: s
externalId: Pump
usedFor: node
constraints: {needs: {constraintType: requires, require: {type: container, space: s, externalId: Base}}}
indexes: {byName: {indexType: btree, properties: [name]}}
properties:
  name: {type: {type: text, maxTextSize: 100}, nullable: false, name: Name, description: Of the container}
  size: {type: {type: int32}, defaultValue: 3, nullable: false}
  parent: {type: {type: direct, list: true}}
"""
BASE = "space: s\nexternalId: Base\nproperties: {code: {type: {type: text}}}\n"
VIEW = """
space: s
externalId: Pump
version: 1
implements: [{type: view, space: s, externalId: Base, version: 1}]
properties:
  name:
    container: {type: container, space: s, externalId: Pump}
    containerPropertyIdentifier: name
    description: Of the view
    source: null
  parent:
    container: {type: container, space: s, externalId: Pump}
    containerPropertyIdentifier: parent
    source: {type: view, space: s, externalId: Pump, version: 1}
  children:
    connectionType: multi_reverse_direct_relation
    source: {type: view, space: s, externalId: Pump, version: 1}
    through: {source: {type: view, space: s, externalId: Pump, version: 1}, identifier: parent}
  links:
    type: {space: s, externalId: link}
    source: {type: view, space: s, externalId: Pump, version: 1}
"""
BASE_VIEW = """
space: s
externalId: Base
version: 1
properties: {code: {container: {space: s, externalId: Base}, containerPropertyIdentifier: code}}
"""
MODEL = """
space: s
externalId: Plant
version: 1
views: [{space: s, externalId: Pump, version: 1}, {type: view, space: s, externalId: Base, version: 1}]
"""
FILES = {
    "my.Space.yaml": SPACE,
    "containers/Pump.container.yaml": CONTAINER,
    "containers/1.Base.Container.yml": BASE,
    "views/17.Pump.view.yaml": VIEW,
    "views/View.yaml": BASE_VIEW,
    "Plant.DataModel.yaml": MODEL,
    "pumps.Node.yaml": "- {space: s}",
    ".hidden/X.DataModel.yaml": "nonsense",
}


@pytest.fixture
def folder(tmp_path):
    def put(changes=None, name="module"):
        files = {**FILES, **(changes or {})} if name == "module" else changes or {}
        for path, text in files.items():
            file = tmp_path / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if text is not None:
                file.write_text(text)
        return tmp_path / name

    return put


def _views(source: ToolkitSource) -> dict[str, Any]:
    schema = source.load(())
    return {view.external_id: view for model in schema.data_models for view in whole_views(model)}


def test_files_are_found_in_all_their_name_forms(folder):
    schema = ToolkitSource(folder()).load(())

    assert [str(model.as_id()) for model in schema.data_models] == ["s:Plant(1)"]
    assert {view.external_id for view in whole_views(schema.data_models[0])} == {"Pump", "Base"}
    assert [space.name for space in schema.spaces] == ["The space"]
    assert schema.issues == ()


def test_types_come_from_containers_and_texts_from_the_view(folder):
    name = _views(ToolkitSource(folder()))["Pump"].properties["name"].dump()

    assert name == {
        "container": {"type": "container", "space": "s", "externalId": "Pump"},
        "containerPropertyIdentifier": "name",
        "type": {"type": "text", "list": False, "collation": "ucs_basic", "maxTextSize": 100},
        "nullable": False,
        "immutable": False,
        "autoIncrement": False,
        "constraintState": {"nullability": "current", "maxTextSize": "current"},
        "description": "Of the view",
    }


def test_inherited_properties_are_there(folder):
    assert "code" in _views(ToolkitSource(folder()))["Pump"].properties


def test_the_view_of_a_relation_moves_into_its_type(folder):
    parent = _views(ToolkitSource(folder()))["Pump"].properties["parent"]

    assert str(parent.type.source) == "s:Pump(1)"


def test_connections_get_the_defaults_of_the_service(folder):
    properties = _views(ToolkitSource(folder()))["Pump"].properties

    assert properties["children"].targets_list is True
    assert properties["links"].dump()["connectionType"] == "multi_edge_connection"
    assert properties["links"].direction == "outwards"


def test_derived_fields_are_worked_out(folder):
    views = _views(ToolkitSource(folder()))

    assert (views["Pump"].writable, views["Pump"].queryable, views["Pump"].used_for) == (True, True, "node")
    assert {container.external_id for container in views["Pump"].mapped_containers} == {"Pump", "Base"}


def test_a_view_that_leaves_a_required_property_out_cannot_be_written(folder):
    view = VIEW.replace("containerPropertyIdentifier: name", "containerPropertyIdentifier: size")

    assert _views(ToolkitSource(folder({"views/17.Pump.view.yaml": view})))["Pump"].writable is False


def test_containers_are_answered_with_their_defaults(folder):
    containers = {item.external_id: item.dump() for item in ToolkitSource(folder()).load(()).containers}

    assert containers["Base"]["usedFor"] == "node"
    assert containers["Pump"]["constraints"]["needs"]["state"] == "current"
    assert containers["Pump"]["indexes"]["byName"] == {
        "indexType": "btree",
        "properties": ["name"],
        "bySpace": False,
        "cursorable": False,
        "state": "current",
    }


def test_of_two_parents_the_last_listed_wins(folder):
    two = BASE_VIEW.replace("externalId: Base\nversion", "externalId: Two\nversion").replace(
        "containerPropertyIdentifier: code", "containerPropertyIdentifier: code, name: Second"
    )
    view = VIEW.replace(
        "externalId: Base, version: 1}]", "externalId: Base, version: 1}, {space: s, externalId: Two, version: 1}]"
    )
    views = _views(ToolkitSource(folder({"Two.View.yaml": two, "views/17.Pump.view.yaml": view})))

    assert views["Pump"].properties["code"].name == "Second"


def test_several_items_may_share_a_file_and_views_may_stand_in_the_model(folder):
    model = MODEL.replace(
        "views: [", "views: [{space: s, externalId: Inline, version: 2, properties: {}, filter: {hasData: []}}, "
    )
    schema = ToolkitSource(folder({"Plant.DataModel.yaml": f"[{{{_flow(model)}}}]"})).load(())

    assert "Inline" in {view.external_id for view in whole_views(schema.data_models[0])}


def _flow(text):
    return ", ".join(line for line in text.strip().splitlines())


def test_what_another_folder_defines_fills_the_gaps(folder):
    context = folder({"b.View.yaml": BASE_VIEW, "b.Container.yaml": BASE, "b.DataModel.yaml": MODEL}, "system")
    module = folder({"views/View.yaml": "[]", "containers/1.Base.Container.yml": ""})
    schema = ToolkitSource(module, context=[context]).load(())

    assert schema.issues == ()
    assert len(schema.data_models) == 1


def test_what_nobody_defines_is_left_out_and_reported(folder):
    view = VIEW.replace("containerPropertyIdentifier: name", "containerPropertyIdentifier: gone")
    schema = ToolkitSource(folder({"views/17.Pump.view.yaml": view, "views/View.yaml": ""})).load(())

    assert [(issue.code, issue.place) for issue in schema.issues] == [
        ("parent-unknown", "s:Pump(1)"),
        ("container-property-unknown", "s:Pump(1).name"),
        ("view-unknown", "s:Plant(1)"),
    ]


def test_what_the_service_defines_is_told_apart(folder):
    base = BASE_VIEW.replace("container: {space: s,", "container: {space: cdf_cdm,")
    schema = ToolkitSource(folder({"views/View.yaml": base, "containers/Pump.container.yaml": ""})).load(())

    advice = {issue.place: issue.suggestion for issue in schema.issues}
    assert advice["s:Base(1).code"].startswith("The service defines cdf_cdm: generate from a project, or put what it")
    assert advice["s:Pump(1).name"] == "Put the file that defines it into the folder, or correct the reference."


def test_parents_in_a_circle_give_nothing(folder):
    base = BASE_VIEW + "implements: [{space: s, externalId: Pump, version: 1}]\n"
    views = _views(ToolkitSource(folder({"views/View.yaml": base})))

    assert "code" not in views["Pump"].properties
    assert list(views["Base"].properties) == ["code"]


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("A.View.yaml", "space: {{ my_space }}", "A.View.yaml has a variable without value: my_space.*cdf build"),
        ("A.View.yaml", "space: s\nversion: 1\n", r"A.View.yaml: View s is not valid: externalId: Field required"),
        ("A.Space.yaml", "- 5", r"A.Space.yaml: Space is not valid"),
        ("A.Container.yaml", "{externalId: C, space: s, properties: 5}", "Container C is not valid: properties"),
        ("A.DataModel.yaml", "{externalId: C, space: s, version: 1, views: 5}", "DataModel C is not valid: views"),
        ("A.GraphQLSchema.yaml", "space: s", "GraphQL, which this generator does not read"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(folder, path, text, message):
    with pytest.raises(SourceError, match=message):
        ToolkitSource(folder({path: text})).load(())


def test_a_folder_without_data_model_says_so(folder):
    with pytest.raises(SourceError, match="defines no data model"):
        ToolkitSource(folder({"my.Space.yaml": SPACE}, "empty")).load(())


def test_an_unknown_data_model_is_named_with_those_that_are_there(folder):
    with pytest.raises(ModelNotFoundError, match=r"does not define the data model s:X\(1\).*s:Plant\(1\)"):
        open_source(folder()).load([DataModelId("s", "X", "1")])


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(SourceNotFoundError, match="no folder"):
        ToolkitSource(tmp_path / "gone").load(())
