"""Comparisons with something that has no value: neither they nor their negations match (stance 11)."""

from __future__ import annotations

import pytest
from emulated_project import Project, data, node, path

pytestmark = pytest.mark.evidence("12")


def test_in_a_list_that_has_no_value_is_unknown(project: Project) -> None:
    project.write(node("with", data("Everything", int64=1, ints=[2])), node("without", data("Everything", int64=1)))
    contained = {"in": {"property": path("Everything", "int64"), "values": {"property": path("Everything", "ints")}}}
    assert project.list("Everything", filter={"not": contained}) == ["with"]


@pytest.mark.parametrize("values", [[], {"property": path("Everything", "ints")}])
def test_nothing_is_in_an_empty_list_not_even_what_has_no_value(project: Project, values: object) -> None:
    project.write(node("a", data("Everything", ints=[])))
    contained = {"in": {"property": path("Everything", "int64"), "values": values}}
    assert project.list("Everything", filter={"not": contained}) == ["a"]
