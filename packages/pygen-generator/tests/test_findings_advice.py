"""What the owner of a data model can do better: views that cannot be written, and relations without an index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from pygen_client.schema import Container, DataModel, DataModelId
from pygen_generator import Schema, generate_sdk

Json = dict[str, Any]
CURSORABLE = {"indexType": "btree", "properties": ["farm"], "cursorable": True, "bySpace": False}


@dataclass(frozen=True)
class Given:
    """A source with containers."""

    data_model: Json
    containers: tuple[Json, ...]

    def load(self, wanted: Sequence[DataModelId]) -> Schema:
        containers = tuple(Container.load(one) for one in self.containers)
        return Schema((DataModel.load(self.data_model),), containers).select(wanted)


def container(name: str, properties: Json, **options: Any) -> Json:
    times = {"createdTime": 0, "lastUpdatedTime": 0}
    fixed = {"space": "s", "externalId": name, "usedFor": "node", "isGlobal": False, "constraints": {}, "indexes": {}}
    return {**fixed, **times, "properties": properties, **options}


def stored(type_: Json, **options: Any) -> Json:
    return {"type": type_, "nullable": True, "immutable": False, "autoIncrement": False, **options}


def findings(models: Any, containers: Sequence[Json], *views: Json) -> list[str]:
    sdk = generate_sdk(Given(models.data_model(*views), tuple(containers)))
    return [f"{issue.code} {issue.place}: {issue.message}" for issue in sdk.report]


def test_a_view_that_cannot_be_written_is_told_with_the_reason(models: Any) -> None:
    text = {"type": "text", "list": False}
    pump = container("C", {"p": stored(text), "serial": stored(text, nullable=False)})
    pump["properties"]["state"] = stored(text, nullable=False, defaultValue="new")
    view = models.view("Pump", {"name": models.prop()}, writable=False)

    assert findings(models, [pump], view) == [
        "view-not-writable s:Pump(v1): The view cannot be written: it does not show s:C.serial, which must be given."
    ]
    assert findings(models, [], view) == [
        "view-not-writable s:Pump(v1): The view cannot be written: the service says so."
    ]


def test_a_view_of_connections_alone_has_nothing_to_write(models: Any) -> None:
    view = models.view("Group", {"members": models.edges("Group")}, writable=False, queryable=False)

    (issue,) = generate_sdk(Given(models.data_model(view), ())).report

    assert (issue.code, issue.place) == ("view-not-writable", "s:Group(v1)")
    assert issue.message == "The view cannot be written: it has no property that is stored."
    assert "nothing lists it" in issue.action


def wind_farm(models: Any, *, is_list: bool = False) -> list[Json]:
    relation = models.relation("Farm", is_list=is_list, containerPropertyIdentifier="farm")
    turbines = {**models.reverse("Turbine", "Turbine", "farm"), "targetsList": is_list}
    return [models.view("Turbine", {"farm": relation}), models.view("Farm", {"turbines": turbines})]


@pytest.mark.parametrize(
    "indexes",
    [
        {},
        {"one": {**CURSORABLE, "cursorable": False}},
        {"one": {**CURSORABLE, "properties": ["name", "farm"]}},
        {"one": {"indexType": "inverted", "properties": ["farm"]}},
    ],
)
def test_a_relation_that_is_followed_back_wants_an_index(indexes: Json, models: Any) -> None:
    held = container("C", {"farm": stored({"type": "direct", "list": False})}, indexes=indexes)

    assert findings(models, [held], *wind_farm(models)) == [
        "index-missing s:Farm(v1).turbines: It goes through farm of s:Turbine(v1), which has no btree index with "
        "cursors."
    ]


def test_no_index_is_asked_for_where_it_is_there_or_helps_nobody(models: Any) -> None:
    relation = {"farm": stored({"type": "direct", "list": False})}
    many = {"farm": stored({"type": "direct", "list": True})}

    assert findings(models, [container("C", relation, indexes={"one": CURSORABLE})], *wind_farm(models)) == []
    assert findings(models, [container("C", relation, isGlobal=True)], *wind_farm(models)) == []
    assert findings(models, [container("C", many)], *wind_farm(models, is_list=True)) == []
    assert findings(models, [], *wind_farm(models)) == []
