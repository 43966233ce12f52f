"""Containers that are there already: how an upsert merges, what may change, and what is deleted."""

from __future__ import annotations

from typing import Any

import pytest
from schema_bodies import TEXT
from schema_bodies import container_body as _container
from schema_bodies import container_of_type as _of_type
from schema_bodies import container_reference as _reference
from schema_bodies import requires as _requires

pytestmark = pytest.mark.evidence("7")


@pytest.fixture(autouse=True)
def _space(api: Any) -> None:
    api.post("/spaces", {"space": "s"})


def test_an_upsert_keeps_what_it_does_not_name(api: Any) -> None:
    index = {"indexType": "btree", "properties": ["p"], "cursorable": False, "bySpace": False}
    [before] = api.post("/containers", _container(indexes={"i": index}))

    [after] = api.post("/containers", _container(properties={"q": {"type": {"type": "int32"}}}))

    assert list(after["properties"]) == ["p", "q"]
    assert after["indexes"] == before["indexes"]
    assert after["createdTime"] == before["createdTime"]
    assert after["lastUpdatedTime"] > before["lastUpdatedTime"]


def test_an_unchanged_container_keeps_its_times(api: Any) -> None:
    before = api.post("/containers", _container(usedFor="node", properties={"p": {**TEXT, "nullable": True}}))

    assert api.post("/containers", _container()) == before


def _property(**prop: Any) -> dict[str, Any]:
    return _container(properties={"p": prop})


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (_of_type(type="text"), _of_type(type="int32"), "properties.p.type cannot change from text to int32"),
        (_of_type(type="text"), _of_type(type="text", list=True), "cannot change from text to text[]"),
        (_of_type(type="text"), _of_type(type="text", collation="und"), "collation cannot change"),
        (_container(), _container(usedFor="edge"), "usedFor cannot change from 'node' to 'edge'"),
        (
            _of_type(type="int32", list=True, maxListSize=9),
            _of_type(type="int32", list=True, maxListSize=8),
            "maxListSize cannot decrease",
        ),
        (_of_type(type="direct", list=True), _of_type(type="direct", list=True, maxListSize=99), "cannot decrease"),
        (
            _of_type(type="enum", values={"a": {}, "b": {}}),
            _of_type(type="enum", values={"a": {}}),
            "values cannot be removed: b",
        ),
        (_of_type(type="direct"), _of_type(type="direct", container=_reference("C")), "container cannot change"),
        (
            _property(type={"type": "int32"}),
            _property(type={"type": "int32"}, autoIncrement=True),
            "autoIncrement cannot change",
        ),
        (
            _container(indexes={"i": {"indexType": "btree", "properties": ["p"]}}),
            _container(indexes={"i": {"indexType": "btree", "properties": ["p"], "cursorable": True}}),
            "indexes.i cannot change; delete it first",
        ),
        (
            _container(constraints={"c": {"constraintType": "uniqueness", "properties": ["p"]}}),
            _container(constraints={"c": {"constraintType": "uniqueness", "properties": ["p"], "bySpace": True}}),
            "constraints.c cannot change; delete it first",
        ),
    ],
)
def test_changes_of_meaning_are_refused(api: Any, before: Any, after: Any, message: str) -> None:
    api.post("/containers", before)

    assert message in api.refusal("/containers", after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (_property(**TEXT), _property(**TEXT, name="New", description="New", immutable=True, defaultValue="x")),
        (_property(**TEXT, nullable=False), _property(**TEXT, nullable=True)),
        (_property(**TEXT, nullable=True), _property(**TEXT, nullable=False)),
        (_of_type(type="enum", values={"a": {}}), _of_type(type="enum", values={"a": {"name": "A"}, "b": {}})),
        (_of_type(type="text", list=True, maxListSize=5), _of_type(type="text", list=True)),
        (_of_type(type="float64"), _of_type(type="float64", unit={"externalId": "u", "sourceUnit": "U"})),
    ],
)
def test_other_changes_are_taken(api: Any, before: Any, after: Any) -> None:
    [old] = api.post("/containers", before)
    [new] = api.post("/containers", after)

    assert new["lastUpdatedTime"] > old["lastUpdatedTime"]
    for key, value in after["properties"]["p"].items():
        if key != "type":
            assert new["properties"]["p"][key] == value


def test_a_property_with_empty_values_cannot_become_required(api: Any) -> None:
    api.post("/containers", _container())
    source = {"source": _reference("C"), "properties": {"p": None}}
    api.post("/instances", {"instanceType": "node", "space": "s", "externalId": "n", "sources": [source]})

    assert "required" in api.refusal("/containers", _property(**TEXT, nullable=False))


@pytest.mark.evidence("22")
def test_delete_answers_what_was_deleted_and_drops_the_data(api: Any) -> None:
    api.post("/containers", _container())

    deleted = api.post("/containers/delete", {"space": "s", "externalId": "C"}, {"space": "s", "externalId": "Unknown"})

    assert deleted == [{"space": "s", "externalId": "C"}]
    assert api.post("/containers/byids", {"space": "s", "externalId": "C"}) == []
    api.post("/containers", _of_type(type="int32"))


@pytest.mark.evidence("22")
def test_a_container_that_another_refers_to_goes_only_with_it(api: Any) -> None:
    api.post("/containers", _container("A", constraints={"b": _requires("B")}), _container("B"))
    first, second = ({"space": "s", "externalId": name} for name in "AB")

    assert "container 's:A' refers to it" in api.refusal("/containers/delete", second)
    assert api.post("/containers/delete", second, first) == [second, first]


def test_constraints_and_indexes_are_deleted_by_name(api: Any) -> None:
    index = {"indexType": "btree", "properties": ["p"]}
    unique = {"constraintType": "uniqueness", "properties": ["p"]}
    [before] = api.post("/containers", _container(indexes={"i": index, "j": index}, constraints={"c": unique}))
    part = {"space": "s", "containerExternalId": "C", "identifier": "i"}

    assert api.post("/containers/indexes/delete", part, {**part, "identifier": "unknown"}) == [part]
    assert api.post("/containers/constraints/delete", {**part, "identifier": "c"}) == [{**part, "identifier": "c"}]
    assert api.post("/containers/indexes/delete", {**part, "containerExternalId": "Unknown"}) == []
    [after] = api.post("/containers/byids", {"space": "s", "externalId": "C"})
    assert (list(after["indexes"]), after["constraints"]) == (["j"], {})
    assert after["lastUpdatedTime"] > before["lastUpdatedTime"]


def test_at_most_ten_constraints_are_deleted_at_once(api: Any) -> None:
    part = {"space": "s", "containerExternalId": "C", "identifier": "i"}

    assert "[items size must be between 1 and 10]" in api.refusal("/containers/constraints/delete", *[part] * 11)
