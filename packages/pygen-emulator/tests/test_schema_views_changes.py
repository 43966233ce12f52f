"""Views that are there already: what may change, and what is left when something is deleted."""

from __future__ import annotations

from typing import Any

import pytest
from schema_bodies import CONTAINER as C
from schema_bodies import edge_to as _edge
from schema_bodies import mapped as _mapped
from schema_bodies import reverse_through as _reverse
from schema_bodies import view_body as _view
from schema_bodies import view_reference as _ref
from schema_bodies import view_with as _with

pytestmark = [pytest.mark.evidence("8"), pytest.mark.usefixtures("container_for_views")]


def _id(external_id: str, version: str = "1") -> dict[str, str]:
    return {"space": "s", "externalId": external_id, "version": version}


def test_the_same_version_gains_properties_and_loses_none(api: Any) -> None:
    [before] = api.post("/views", _with(name=_mapped("name")))

    [after] = api.post("/views", _with(size=_mapped("size")))

    assert list(after["properties"]) == ["name", "size"]
    assert after["createdTime"] == before["createdTime"]
    assert after["lastUpdatedTime"] > before["lastUpdatedTime"]


def test_an_unchanged_view_keeps_its_times(api: Any) -> None:
    before = api.post("/views", _with(edges=_edge(direction="outwards"), name=_mapped("name", description=None)))

    assert api.post("/views", _view(implements=[], properties={"edges": _edge(), "name": _mapped("name")})) == before


def test_texts_and_filters_may_change(api: Any) -> None:
    api.post("/views", _view(name="Before", filter={"hasData": [C]}, properties={"name": _mapped("name", name="A")}))

    [view] = api.post("/views", _view(description="After", properties={"name": _mapped("name", name="B")}))

    assert "name" not in view
    assert "filter" not in view
    assert (view["description"], view["properties"]["name"]["name"]) == ("After", "B")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (_view(), _view(implements=[_ref("Parent")]), "implements of s:V(1) cannot change without a new version"),
        (_with(p=_mapped("name")), _with(p=_mapped("size")), "properties.p of s:V(1) cannot change"),
        (_with(p=_mapped("one")), _with(p=_mapped("one", source=_ref("V"))), "properties.p of s:V(1) cannot change"),
        (_with(p=_mapped("one")), _with(p=_edge()), "properties.p of s:V(1) cannot change"),
        (_with(p=_edge()), _with(p=_edge(direction="inwards")), "properties.p of s:V(1) cannot change"),
    ],
)
def test_other_changes_need_a_new_version(api: Any, before: Any, after: Any, message: str) -> None:
    api.post("/views", _view("Parent"), before)

    assert message in api.refusal("/views", after)
    api.post("/views", {**after, "version": "2"})


def test_by_ids_takes_items_with_or_without_version(api: Any) -> None:
    api.post("/views", _view(), {**_view(), "version": "2"})
    name = {"space": "s", "externalId": "V"}

    assert [view["version"] for view in api.post("/views/byids", name)] == ["1", "2"]
    assert [view["version"] for view in api.post("/views/byids", _id("V", "2"), _id("V", "3"))] == ["2"]
    assert "Either all items or none" in api.refusal("/views/byids", name, _id("V", "2"))


@pytest.mark.evidence("22", "8")
def test_delete_answers_what_was_deleted(api: Any) -> None:
    api.post("/views", _view())

    assert api.post("/views/delete", _id("V"), _id("Unknown")) == [_id("V")]
    assert api.post("/views/byids", _id("V")) == []
    assert "[version must not be null]" in api.refusal("/views/delete", {"space": "s", "externalId": "V"})


@pytest.mark.evidence("22", "8")
def test_a_deleted_parent_takes_its_properties_along(api: Any) -> None:
    api.post("/views", _view("A", properties={"name": _mapped("name")}), _view("V", implements=[_ref("A")]))

    api.post("/views/delete", _id("A"))

    [view] = api.post("/views/byids", _id("V"))
    assert (view["implements"], view["properties"]) == ([_ref("A")], {})


@pytest.mark.evidence("22", "8")
def test_a_deleted_container_takes_its_properties_along_until_it_is_back(api: Any) -> None:
    [before] = api.post("/views", _with(name=_mapped("name"), edges=_edge(), back=_reverse("one", source=C)))
    [container] = api.post("/containers/byids", {"space": "s", "externalId": "C"})

    api.post("/containers/delete", {"space": "s", "externalId": "C"})

    [view] = api.post("/views/byids", _id("V"))
    assert list(view["properties"]) == ["edges", "back"]
    assert (view["queryable"], view["writable"], view["mappedContainers"]) == (False, False, [])
    properties = {name: {"type": prop["type"]} for name, prop in container["properties"].items()}
    properties["name"]["nullable"] = False
    api.post("/containers", {"space": "s", "externalId": "C", "properties": properties})
    assert api.post("/views/byids", _id("V"))[0]["properties"] == before["properties"]


@pytest.mark.evidence("22", "8")
def test_a_filter_over_something_deleted_is_shown_as_invalid(api: Any) -> None:
    exists = {"exists": {"property": ["s", "C", "name"]}}
    by_view = {"equals": {"property": ["s", "Other/1", "label"], "value": {"property": ["node", "space"]}}}
    nested = {"nested": {"scope": ["s", "C", "one"], "filter": exists}}
    filter_ = {"and": [{"not": exists}, by_view, nested, {"hasData": [C]}, {"matchAll": {}}]}
    api.post("/views", _view(filter=filter_), _view("Other", properties={"label": _mapped("name")}))
    api.post("/datamodels", {**_view("M"), "views": [_ref("V")]})
    assert api.post("/views/byids", _id("V"))[0]["filter"] == filter_

    api.post("/views/delete", _id("Other"))
    [half] = api.post("/views/byids", _id("V"))
    api.post("/containers/delete", {"space": "s", "externalId": "C"})
    [model] = api.post("/datamodels/byids", _id("M"), inlineViews="true")

    def invalid(kind: str, *paths: list[str]) -> dict[str, Any]:
        return {"invalid": {"previouslyReferencedProperties": list(paths), "filterType": kind}}

    lost = invalid("equals", ["s", "Other/1", "label"], ["node", "space"])
    rest = [{"hasData": [C]}, {"matchAll": {}}]
    assert half["filter"] == {"and": [{"not": exists}, lost, nested, *rest]}
    assert model["views"][0]["filter"] == {
        "and": [
            {"not": invalid("exists", ["s", "C", "name"])},
            lost,
            invalid("nested", ["s", "C", "one"]),
            *rest,
        ]
    }
