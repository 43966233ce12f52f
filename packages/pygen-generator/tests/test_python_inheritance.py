"""When classes inherit along `implements`, and when they do not."""

from __future__ import annotations

import pytest


def _path(name):
    return f"data_classes/{name.lower()}.py"


def test_a_child_inherits_and_repeats_nothing(generate, models):
    name = {"name": models.prop()}
    look = generate(
        models.view("Parent", name), models.view("Child", {**name, "size": models.prop("int32")}, implements=["Parent"])
    )

    assert look.bases(_path("Child"), "Child") == ["Parent"]
    assert look.bases(_path("Child"), "ChildWrite") == ["ParentWrite"]
    assert list(look.fields(_path("Child"), "Child")) == ["size"]
    assert list(look.fields(_path("Child"), "ChildWrite")) == ["size"]
    assert look.codes() == []


def test_filters_and_sort_names_are_inherited_too(generate, models):
    name = {"name": models.prop()}
    look = generate(
        models.view("Parent", name), models.view("Child", {**name, "size": models.prop("int32")}, implements=["Parent"])
    )

    assert look.bases("_api/_child_api.py", "ChildFilters") == ["ParentFilters"]
    assert list(look.fields("_api/_child_api.py", "ChildFilters")) == ["min_size", "max_size"]
    assert 'ChildSort: TypeAlias = Literal["size", ParentSort]' in look.text("_api/_child_api.py")


def test_filters_that_two_bases_share_are_inherited_from_one(generate, models):
    top, name = {"top": models.prop()}, {"top": models.prop(), "name": models.prop()}
    code = {"top": models.prop(), "code": models.prop()}
    look = generate(
        models.view("Top", top),
        models.view("A", name, implements=["Top"]),
        models.view("B", code, implements=["Top"]),
        models.view("C", {**name, **code}, implements=["A", "B"]),
    )

    assert look.bases(_path("C"), "C") == ["A", "B"]
    assert look.bases("_api/_c_api.py", "CFilters") == ["AFilters"]
    assert list(look.fields("_api/_c_api.py", "CFilters")) == ["code", "code_prefix"]


def test_a_parent_outside_of_the_model_leaves_its_properties(generate, models):
    look = generate(models.view("Child", {"name": models.prop()}, implements=["Elsewhere"]))

    assert look.bases(_path("Child"), "Child") == ["Node"]
    assert list(look.fields(_path("Child"), "Child")) == ["name"]
    assert look.codes() == [("parent-outside-model", "s:Child(v1)")]


def test_a_base_that_another_base_brings_along_is_not_named(generate, models):
    look = generate(models.view("C"), models.view("B", implements=["C"]), models.view("A", implements=["C", "B"]))

    assert look.bases(_path("A"), "A") == ["B"]
    assert look.codes() == []


def test_bases_that_python_cannot_order_lose_the_last(generate, models):
    look = generate(
        models.view("X"),
        models.view("Y"),
        models.view("A", implements=["X", "Y"]),
        models.view("B", implements=["Y", "X"]),
        models.view("C", implements=["A", "B"]),
    )

    assert look.bases(_path("C"), "C") == ["A"]
    assert look.codes() == [("base-dropped", "s:C(v1)")]


def test_parents_in_a_circle_are_left_out(generate, models):
    look = generate(
        models.view("A", {"x": models.prop()}, implements=["B"]),
        models.view("B", {"x": models.prop()}, implements=["A"]),
        models.view("C", {"x": models.prop()}, implements=["C", "A"]),
    )

    assert look.bases(_path("A"), "A") == ["Node"]
    assert look.bases(_path("B"), "B") == ["Node"]
    assert look.bases(_path("C"), "C") == ["A"]
    assert [code for code, _ in look.codes()] == ["parent-in-circle"] * 3


@pytest.mark.parametrize(
    "change",
    [
        {"type_": "int32"},
        {"nullable": False},
        {"type_": {"type": "text", "list": True}},
        {"type_": {"type": "enum", "list": False, "values": {"a": {}}}},
        {"type_": {"type": "direct", "list": False}},
    ],
)
def test_a_property_of_another_type_drops_the_base(generate, models, change):
    look = generate(
        models.view("Parent", {"x": models.prop(), "y": models.prop()}),
        models.view("Child", {"x": models.prop(**change), "y": models.prop()}, implements=["Parent"]),
    )

    assert look.bases(_path("Child"), "Child") == ["Node"]
    assert list(look.fields(_path("Child"), "Child")) == ["x", "y"]
    assert look.codes() == [("base-dropped", "s:Child(v1)")]


def test_a_property_that_is_missing_drops_the_base(generate, models):
    look = generate(models.view("Parent", {"x": models.prop()}), models.view("Child", implements=["Parent"]))

    assert look.bases(_path("Child"), "Child") == ["Node"]
    assert look.codes() == [("base-dropped", "s:Child(v1)")]


def test_a_relation_to_a_subclass_overrides(generate, models):
    look = generate(
        models.view("Asset", {"parent": models.relation("Asset")}),
        models.view("Plant", {"parent": models.relation("Plant")}, implements=["Asset"]),
    )

    assert look.bases(_path("Plant"), "Plant") == ["Asset"]
    assert look.fields(_path("Plant"), "Plant") == {"parent": "Ref['Plant'] | None = None"}
    assert look.text(_path("Plant")).count("# pyright: ignore[reportIncompatibleVariableOverride]") == 2
    assert look.codes() == []


def test_a_list_of_relations_to_a_subclass_overrides_for_both_checkers(generate, models):
    look = generate(
        models.view("Asset", {"path": models.relation("Asset", is_list=True)}),
        models.view("Plant", {"path": models.relation("Plant", is_list=True)}, implements=["Asset"]),
    )

    assert look.text(_path("Plant")).count("# type: ignore[assignment]  # pyright: ignore") == 2


def test_a_relation_to_something_else_drops_the_base_and_whatever_stood_on_it(generate, models):
    look = generate(
        models.view("Asset", {"parent": models.relation("Asset")}),
        models.view("Other"),
        models.view("Odd", {"parent": models.relation("Other")}, implements=["Asset"]),
        # Narrower only as long as Odd is an Asset.
        models.view("Child", {"parent": models.relation("Odd")}, implements=["Asset"]),
    )

    assert look.bases(_path("Odd"), "Odd") == ["Node"]
    assert look.bases(_path("Child"), "Child") == ["Node"]
    assert look.codes() == [("base-dropped", "s:Child(v1)"), ("base-dropped", "s:Odd(v1)")]


def test_a_relation_without_view_can_be_narrowed_to_any(generate, models):
    look = generate(
        models.view("Base", {"x": models.relation()}),
        models.view("Child", {"x": models.relation("Base")}, implements=["Base"]),
    )

    assert look.fields(_path("Child"), "Child") == {"x": "Ref['Base'] | None = None"}


def test_a_read_only_child_does_not_inherit_writing(generate, models):
    name = {"name": models.prop()}
    look = generate(models.view("Parent", name), models.view("Child", name, implements=["Parent"], writable=False))

    assert look.bases(_path("Child"), "Child") == ["Node"]
    assert look.codes() == [("view-not-writable", "s:Child(v1)"), ("base-dropped", "s:Child(v1)")]


def test_a_writable_child_of_a_read_only_parent_writes_all_itself(generate, models):
    name = {"name": models.prop()}
    look = generate(
        models.view("Parent", name, writable=False),
        models.view("Child", {**name, "size": models.prop()}, implements=["Parent"]),
    )

    assert look.bases(_path("Child"), "Child") == ["Parent"]
    assert list(look.fields(_path("Child"), "Child")) == ["size"]
    assert look.bases(_path("Child"), "ChildWrite") == ["NodeWrite"]
    assert list(look.fields(_path("Child"), "ChildWrite")) == ["name", "size"]


def test_a_default_or_description_of_its_own_is_repeated(generate, models):
    look = generate(
        models.view("Parent", {"x": models.prop("int32", defaultValue=1), "y": models.prop(description="One.")}),
        models.view(
            "Child",
            {"x": models.prop("int32", defaultValue=2), "y": models.prop(description="Two.")},
            implements=["Parent"],
        ),
    )

    assert look.fields(_path("Child"), "Child") == {"y": "str | None = None"}
    assert look.fields(_path("Child"), "ChildWrite") == {"x": "Int32 | None = 2"}


def test_classes_for_edges_inherit_from_classes_for_edges(generate, models):
    look = generate(models.view("Both", usedFor="all"), models.view("Link", usedFor="edge", implements=["Both"]))

    assert look.bases(_path("Link"), "Link") == ["BothEdge"]


def test_a_parent_of_another_kind_is_no_base(generate, models):
    look = generate(models.view("Thing"), models.view("Link", usedFor="edge", implements=["Thing"]))

    assert look.bases(_path("Link"), "Link") == ["Edge"]


@pytest.mark.no_cover  # long, and what it meets is counted elsewhere
def test_a_long_line_of_ancestors_and_many_diamonds_take_no_time(generate, models):
    chain = [models.view("V0")]
    chain += [models.view(f"V{number}", implements=[f"V{number - 1}"]) for number in range(1, 300)]
    diamonds = [models.view("D0a"), models.view("D0b")]
    for number in range(1, 40):
        below = [f"D{number - 1}a", f"D{number - 1}b"]
        diamonds += [models.view(f"D{number}{side}", {"x": models.relation("D0a")}, implements=below) for side in "ab"]

    look = generate(*chain, *diamonds)

    assert look.bases(_path("V299"), "V299") == ["V298"]
    assert look.bases(_path("D39a"), "D39a") == ["D38a", "D38b"]
