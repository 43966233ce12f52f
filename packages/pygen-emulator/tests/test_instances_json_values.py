"""Which values of type json are the same value: for a write that changes nothing, and for a filter."""

from __future__ import annotations

import pytest
from emulated_project import Project, data, node, path

pytestmark = pytest.mark.evidence("5")


def test_true_is_another_value_than_one(project: Project) -> None:
    project.write(node("a", data("Everything", data={"on": 1}, objects=[{"on": 1}])))
    (result,) = project.write(node("a", data("Everything", data={"on": True})))
    (again,) = project.write(node("a", data("Everything", objects=[{"on": True}])))
    assert (result["wasModified"], again["wasModified"]) == (True, True)
    assert project.values("a", "Everything") == {"data": {"on": True}, "objects": [{"on": True}]}


def test_filters_tell_true_from_one(project: Project) -> None:
    project.write(node("one", data("Everything", data={"on": 1})), node("true", data("Everything", data={"on": True})))
    wanted = {"equals": {"property": path("Everything", "data"), "value": {"on": 1.0}}}
    assert project.list("Everything", filter=wanted) == ["one"]


def test_the_order_of_keys_means_nothing_in_lists_too(project: Project) -> None:
    project.write(node("a", data("Everything", objects=[{"x": 1, "y": [{"z": None}]}, {}])))
    (result,) = project.write(node("a", data("Everything", objects=[{"y": [{"z": None}], "x": 1}, {}])))
    assert not result["wasModified"]
    wanted = {"equals": {"property": path("Everything", "objects"), "value": [{"y": [{"z": None}], "x": 1}, {}]}}
    assert project.list("Everything", filter=wanted) == ["a"]
